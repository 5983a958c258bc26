import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import ping from './index.js';

runCases(ping, join(import.meta.dirname, 'cases'));
