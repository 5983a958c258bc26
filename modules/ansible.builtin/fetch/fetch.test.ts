import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import fetch from './index.js';

runCases(fetch, join(import.meta.dirname, 'cases'));
