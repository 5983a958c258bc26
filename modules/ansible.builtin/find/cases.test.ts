import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import find from './index.js';

runCases(find, join(import.meta.dirname, 'cases'));
