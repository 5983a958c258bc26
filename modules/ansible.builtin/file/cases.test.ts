import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import file from './index.js';

runCases(file, join(import.meta.dirname, 'cases'));
