import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import git from './index.js';

runCases(git, join(import.meta.dirname, 'cases'));
