// One broad playbook on a server that has BusyBox and dropbear and nothing else (test/compat/releases/busybox.yml): each task's dry
// run predicts, and its second run changes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { toJs } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { useCommand } from '../support/command.js';
import { startBusybox, type BusyboxTarget } from './support/busybox.js';
import { playIn, projectOf } from './support/state-run.js';
import { expectConverged, playbookOf, resultsOf, type StateCase, type Told } from './support/states.js';

const command = useCommand();
const wide = join(import.meta.dirname, '..', 'compat', 'releases', 'busybox.yml');
const given = toJs(loadYamlDocument(readFileSync(wide, 'utf8'), wide, { trust: 'data' }).value) as StateCase;
let target: BusyboxTarget;
let results: Told['results'];

beforeAll(async () => {
  target = await startBusybox();
  await target.exec(given.setup ?? '');
  const work = projectOf(target, { ...given.files, 'site.yml': playbookOf(given) });
  results = resultsOf(await playIn(work.path, 'site.yml', command).finally(() => work.remove()));
});
afterAll(() => target.stop());

describe('BusyBox and dropbear', () => {
  it.each(given.steps.map((step, i) => [i + 1, JSON.stringify(step)] as const))('converges: %d %s', (number) => {
    expectConverged(results, number);
  });
});
