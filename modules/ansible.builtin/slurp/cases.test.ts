import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import slurp from './index.js';

runCases(slurp, join(import.meta.dirname, 'cases'));
