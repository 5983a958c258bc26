import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import stat from './index.js';

runCases(stat, join(import.meta.dirname, 'cases'));
