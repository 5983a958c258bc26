import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import unarchive from './index.js';

runCases(unarchive, join(import.meta.dirname, 'cases'));
