import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import tempfile from './index.js';

runCases(tempfile, join(import.meta.dirname, 'cases'));
