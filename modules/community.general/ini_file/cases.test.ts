import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import iniFile from './index.js';

runCases(iniFile, join(import.meta.dirname, 'cases'));
