import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import copy from './index.js';

runCases(copy, join(import.meta.dirname, 'cases'));
