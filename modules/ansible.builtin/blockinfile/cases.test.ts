import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import blockinfile from './index.js';

runCases(blockinfile, join(import.meta.dirname, 'cases'));
