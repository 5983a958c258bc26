import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));
