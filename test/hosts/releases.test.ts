// One broad playbook on Debian 11, 12 and 13 (test/compat/releases/wide.yml): the dry run predicts, the second run changes nothing,
// and results, files and facts are those of the real Ansible (recorded with TSPLAY_STATES_ANSIBLE=/path/to/ansible-playbook).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJs } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { useCommand } from '../support/command.js';
import { comparable, factsOf } from './support/release-facts.js';
import { ANSIBLE, FOR_ANSIBLE, playIn, projectOf } from './support/state-run.js';
import { playbookOf, resultsOf, treeLines, treeScript, type StateCase, type Told } from './support/states.js';
import { startTarget, type Suite, type Target } from './support/target.js';

const folder = join(import.meta.dirname, '..', 'compat', 'releases');
const command = useCommand();
const SUITES: readonly Suite[] = ['bullseye', 'bookworm', 'trixie'];

interface Release extends Told {
  readonly facts: Readonly<Record<string, unknown>>;
}

const wide = join(folder, 'wide.yml');
const given = toJs(loadYamlDocument(readFileSync(wide, 'utf8'), wide, { trust: 'data' }).value) as StateCase;
const recording = (suite: Suite): string => join(folder, 'recorded', `${suite}.json`);
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
/** By run or path, for all releases or one (`trixie: 3 real`): what differs on purpose, and why. */
const differences = read(join(folder, 'differences.json')) as Readonly<Record<string, string>>;
const FACTS = JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [{ setup: {} }] }]);
const MORE_FOR_ANSIBLE = ['python3-debian', 'python3-lxml', 'python3-psycopg2'];

const targets: Target[] = [];
const told = new Map<Suite, Release>();

async function play(suite: Suite): Promise<Release> {
  const target = await startTarget({ suite });
  targets.push(target);
  const packages = [...(given.packages ?? []), ...(ANSIBLE === undefined ? [] : [...FOR_ANSIBLE, ...MORE_FOR_ANSIBLE])];
  await target.exec(
    `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends ${packages.join(' ')}`,
  );
  await target.exec(given.setup ?? '');
  const work = projectOf(target, { ...given.files, 'site.yml': playbookOf(given), 'facts.yml': FACTS });
  try {
    const facts = comparable(factsOf(await playIn(work.path, 'facts.yml', command)));
    const results = resultsOf(await playIn(work.path, 'site.yml', command));
    return { facts, results, tree: treeLines(await target.exec(treeScript(given.watch ?? []))) };
  } finally {
    work.remove();
  }
}

beforeAll(async () => {
  await Promise.all(SUITES.map(async (suite) => told.set(suite, await play(suite))));
});
afterAll(() => Promise.all(targets.map((target) => target.stop())));

describe.each(SUITES)('%s', (suite) => {
  if (ANSIBLE !== undefined) {
    it('is recorded', () => writeFileSync(recording(suite), `${JSON.stringify(told.get(suite), undefined, 1)}\n`));
    return;
  }
  const expected = (existsSync(recording(suite)) ? read(recording(suite)) : { results: {}, facts: {}, tree: [] }) as Release;
  const ours = (): Release => told.get(suite) as Release;
  const meant = (what: string): boolean => what in differences || `${suite}: ${what}` in differences;

  it.each(given.steps.map((step, i) => [i + 1, JSON.stringify(step)] as const))('converges: %d %s', (number) => {
    const { check, real, again } = Object.fromEntries(
      ['check', 'real', 'again'].map((mode) => [mode, ours().results[`${number} ${mode}`]]),
    );
    // What fails in Ansible is there to fail here too.
    const failed = expected.results[`${number} real`]?.['failed'] === true;
    expect(real?.['failed'] === true, JSON.stringify(real)).toBe(failed);
    if (again === undefined || failed) return;
    expect(check, 'the dry run').toMatchObject({ changed: real?.['changed'] });
    expect(again, 'the second run').toMatchObject({ changed: false });
  });

  it.each(Object.entries(expected.results))('says the same: %s', (run, result) => {
    // A dry run and a failure may tell more than Ansible's do; a difference may be shown where Ansible's shows none.
    const more = run.endsWith(' check') || result['failed'] === true;
    const all = Object.entries(ours().results[run] ?? {});
    const kept = Object.fromEntries(all.filter(([key]) => key in result || (!more && key !== 'diff')));
    if (meant(run)) expect(kept).not.toEqual(result);
    else expect(kept).toEqual(result);
  });

  it('leaves the same files', () => {
    const without = (lines: readonly string[]): string[] => lines.filter((line) => !meant(line.split(' ')[0] ?? ''));
    expect(without(ours().tree)).toEqual(without(expected.tree));
  });

  it.each(Object.entries(expected.facts))('has the fact %s', (name, value) => {
    expect(ours().facts[name]).toEqual(value);
  });
});
