import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import packageFacts from './index.js';

runCases(packageFacts, join(import.meta.dirname, 'cases'));
