import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import serviceFacts from './index.js';

runCases(serviceFacts, join(import.meta.dirname, 'cases'));
