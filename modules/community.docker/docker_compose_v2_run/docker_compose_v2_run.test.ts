import { join } from 'node:path';
import { FAKE_DOCKER_CLI } from '../../../test/support/fake-docker-cli.js';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';

process.env['FAKE'] = FAKE_DOCKER_CLI;
runCases(module, join(import.meta.dirname, 'cases'));
