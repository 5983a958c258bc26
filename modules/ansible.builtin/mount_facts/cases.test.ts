import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import mountFacts from './index.js';

runCases(mountFacts, join(import.meta.dirname, 'cases'));
