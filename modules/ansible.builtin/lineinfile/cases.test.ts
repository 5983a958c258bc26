import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import lineinfile from './index.js';

runCases(lineinfile, join(import.meta.dirname, 'cases'));
