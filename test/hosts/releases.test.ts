// One broad playbook on Debian 11, 12 and 13 (test/compat/releases/wide.yml): each task's dry run predicts, its second run changes
// nothing; and the facts are those that the real Ansible's `setup` told of each (test/compat/releases/facts.json).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJs } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { useCommand } from '../support/command.js';
import { comparable, factsOf } from './support/release-facts.js';
import { ANSIBLE, playIn, projectOf } from './support/state-run.js';
import { expectConverged, playbookOf, resultsOf, type StateCase, type Told } from './support/states.js';
import { startTarget, type Suite, type Target } from './support/target.js';

const folder = join(import.meta.dirname, '..', 'compat', 'releases');
const command = useCommand();
const SUITES: readonly Suite[] = ['bullseye', 'bookworm', 'trixie'];
type Facts = Readonly<Record<string, unknown>>;

const wide = join(folder, 'wide.yml');
const given = toJs(loadYamlDocument(readFileSync(wide, 'utf8'), wide, { trust: 'data' }).value) as StateCase;
const recording = join(folder, 'facts.json');
const recorded = JSON.parse(readFileSync(recording, 'utf8')) as Readonly<Record<Suite, Facts>>;
const FACTS = JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [{ setup: {} }] }]);

const targets: Target[] = [];
const facts = new Map<Suite, Facts>();
const results = new Map<Suite, Told['results']>();

/** With ANSIBLE only the facts are asked. */
async function play(suite: Suite): Promise<void> {
  const target = await startTarget({ suite });
  targets.push(target);
  const packages = ANSIBLE === undefined ? (given.packages ?? []) : ['python3', 'python3-apt'];
  await target.exec(
    `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends ${packages.join(' ')}`,
  );
  if (ANSIBLE === undefined) await target.exec(given.setup ?? '');
  const work = projectOf(target, { ...given.files, 'site.yml': playbookOf(given), 'facts.yml': FACTS });
  try {
    facts.set(suite, comparable(factsOf(await playIn(work.path, 'facts.yml', command))));
    if (ANSIBLE === undefined) results.set(suite, resultsOf(await playIn(work.path, 'site.yml', command)));
  } finally {
    work.remove();
  }
}

beforeAll(async () => {
  await Promise.all(SUITES.map(play));
}, 1_800_000);
afterAll(() => Promise.all(targets.map((target) => target.stop())));

if (ANSIBLE !== undefined) {
  it('records the facts', () => {
    writeFileSync(recording, `${JSON.stringify(Object.fromEntries(facts), undefined, 1)}\n`);
  });
} else {
  describe.each(SUITES)('%s', (suite) => {
    it.each(given.steps.map((step, i) => [i + 1, JSON.stringify(step)] as const))('converges: %d %s', (number) => {
      expectConverged(results.get(suite) ?? {}, number);
    });
    it.each(Object.entries(recorded[suite]))('has the fact %s', (name, value) => {
      expect(facts.get(suite)?.[name]).toEqual(value);
    });
  });
}
