import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import assemble from './index.js';

runCases(assemble, join(import.meta.dirname, 'cases'));
