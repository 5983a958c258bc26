import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import template from './index.js';

runCases(template, join(import.meta.dirname, 'cases'));
