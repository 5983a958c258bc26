import { join } from 'node:path';
import { runCases } from '../../../test/support/module-cases.js';
import { FAKE_PODMAN } from '../../../test/support/fake-podman.js';
import module from './index.js';

process.env['FAKE'] = FAKE_PODMAN;
runCases(module, join(import.meta.dirname, 'cases'));
