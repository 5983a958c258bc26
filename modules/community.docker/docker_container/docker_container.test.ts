import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeDocker } from '../../../test/support/fake-docker.js';
import { runCases } from '../../../test/support/module-cases.js';
import { runLocally } from '../../../test/support/run-module.js';
import module from './index.js';

const daemon = fakeDocker();
runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  { name: 'new', image: 'app:1', networks: [{ name: 'back' }] },
  { name: 'new', image: 'registry.example/a:1', pull: 'always' },
  { name: 'web', image: 'other:2', memory: '1G' },
  { name: 'web', state: 'absent' },
])('asks and sends nothing in a dry run: %j', async (args) => {
  const { changed, failed } = await runLocally(module, args, { checkMode: true });
  expect({ changed, failed }).toEqual({ changed: true, failed: undefined });
  expect(daemon.writes).toEqual([]);
});
