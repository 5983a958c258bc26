import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import replace from './index.js';

runCases(replace, join(import.meta.dirname, 'cases'));
