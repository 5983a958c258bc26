import { join } from 'node:path';
import { fakeDocker } from '../../../test/support/fake-docker.js';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';

fakeDocker();
runCases(module, join(import.meta.dirname, 'cases'));
