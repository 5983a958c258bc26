// What modules say and leave behind on a real Debian, compared with what ansible-core's said and left (test/compat/states).
//
// TSPLAY_STATES_ANSIBLE=/path/to/ansible-playbook records instead: the same playbooks by the real one, on the same server.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJs } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { useCommand } from '../support/command.js';
import { ANSIBLE as ansible, FOR_ANSIBLE, playIn, projectOf } from './support/state-run.js';
import { playbookOf, resultsOf, treeLines, treeScript, type StateCase, type Told } from './support/states.js';
import { startTarget, type Target } from './support/target.js';

const folder = join(import.meta.dirname, '..', 'compat', 'states');
const cli = useCommand();
/** Ansible takes seconds for what takes us a moment. */
const RECORDING_MS = ansible === undefined ? 900_000 : 3_600_000;
const recordingOf = (name: string): string => join(folder, 'recorded', `${name}.json`);
/** What has not been recorded yet says nothing. */
const names = readdirSync(join(folder, 'cases'))
  .map((file) => file.replace(/\.yml$/, ''))
  .filter((name) => ansible !== undefined || existsSync(recordingOf(name)));
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
/** By case, then by run or path: what differs on purpose, and why. */
const differences = read('differences.json') as Readonly<Record<string, Readonly<Record<string, string>>>>;

function caseOf(name: string): StateCase {
  const file = join(folder, 'cases', `${name}.yml`);
  return toJs(loadYamlDocument(readFileSync(file, 'utf8'), file, { trust: 'data' }).value) as StateCase;
}

/** A server as the case wants it before its steps. */
async function prepared(name: string): Promise<Target> {
  const given = caseOf(name);
  const target = await startTarget();
  const packages = [
    ...(given.packages ?? []),
    ...(ansible === undefined ? [] : [...FOR_ANSIBLE, ...(given.python ?? [])]),
  ];
  try {
    if (packages.length > 0)
      await target.exec(
        `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends ${packages.join(' ')}`,
      );
    if (given.setup !== undefined) await target.exec(given.setup);
  } catch (error) {
    await target.stop();
    throw error;
  }
  return target;
}

/** Servers that are made ready already: that of the next case while the present one plays. */
const ahead = new Map<string, Promise<Target>>();
function targetOf(name: string): Promise<Target> {
  const target = ahead.get(name) ?? prepared(name);
  ahead.set(name, target);
  // Whoever takes it learns what went wrong.
  target.catch(() => undefined);
  return target;
}

afterAll(async () => {
  // When it ends before its time.
  for (const target of ahead.values()) await target.then((one) => one.stop()).catch(() => undefined);
});

describe.each(names)('%s', (name) => {
  const given = caseOf(name);
  const recording = recordingOf(name);
  let target: Target;
  let told: Told;

  beforeAll(async ({}, { file: { tasks } }) => {
    target = await targetOf(name);
    const next = tasks[tasks.findIndex((task) => task.name === name) + 1];
    // One that is left out (`-t`) is skipped.
    if (next && next.mode !== 'skip') void targetOf(next.name);
    const work = projectOf(target, { ...given.files, 'site.yml': playbookOf(given) });
    const results = resultsOf(await playIn(work.path, 'site.yml', cli).finally(() => work.remove()), given);
    const tree = given.watch ? treeLines(await target.exec(treeScript(given.watch))) : [];
    told = { results, tree };
  }, RECORDING_MS);
  afterAll(() => {
    ahead.delete(name);
    return target.stop();
  });

  if (ansible !== undefined) {
    it('is recorded', () => {
      writeFileSync(recording, `${JSON.stringify(told, undefined, 1)}\n`);
    });
    return;
  }

  const expected = read('recorded', `${name}.json`) as Told;
  const meant = differences[name] ?? {};

  it.each(Object.entries(expected.results))('says the same: %s', (run, result) => {
    const ours = told.results[run] as Record<string, unknown>;
    // A dry run and a failure may tell more than Ansible's do.
    const more = run.endsWith(' check') || result['failed'] === true;
    // A difference may be shown where Ansible's shows none.
    const kept = Object.fromEntries(Object.entries(ours).filter(([key]) => key in result || (!more && key !== 'diff')));
    if (meant[run] !== undefined) expect(kept).not.toEqual(result);
    else expect(kept).toEqual(result);
  });

  it('leaves the same files', () => {
    const without = (lines: readonly string[]): string[] =>
      lines.filter((line) => meant[line.split(' ')[0] ?? ''] === undefined);
    expect(without(told.tree)).toEqual(without(expected.tree));
  });
});
