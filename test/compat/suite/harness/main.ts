// The command of the suite: compares with recordings or with a live ansible-playbook, or records. See `usage`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { askAnsible, setHarnessDirectory, versionOf } from './ansible.js';
import { writeAnswer, type Answer } from './answer.js';
import { findCases, type Case } from './cases.js';
import { differences, tidied } from './compare.js';
import {
  agreesWith,
  judge,
  otherReleases,
  recordedAnswer,
  recordingPath,
  readListed,
  sameAsStandard,
  samePath,
  type Judged,
} from './judge.js';
import { told } from './noise.js';
import { askOurs } from './ours.js';
import { disagreements, releasesTable, writeReleases } from './releases.js';

const usage = `usage: npm run test:compat -- [theme | theme/case …]      compare with the recordings
       … --live PATH [theme | theme/case …]          compare with this ansible-playbook, which is run now
       … --record PATH [--record PATH …] [theme/case …]  record the answers of these (2.18 is the standard; others where they differ)
       … --cases [theme | theme/case …]              and say for each case which releases it agrees with
       … --events theme/case                         everything tsplay tells
       … --write-releases                            puts the table of releases into README.md
       … --write-open                                writes down in open.json what is not mended yet`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string' },
    live: { type: 'string' },
    record: { type: 'string', multiple: true },
    missing: { type: 'boolean', default: false },
    cases: { type: 'boolean', default: false },
    events: { type: 'boolean', default: false },
    'write-open': { type: 'boolean', default: false },
    'write-releases': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const suite = flags.suite ?? dirname(import.meta.dirname);
setHarnessDirectory(join(suite, 'harness'));
const cases = findCases(join(suite, 'cases'), positionals);
if (flags.help || cases.length === 0) {
  console.log(cases.length === 0 ? `no case or theme ${positionals.join(', ')}\n${usage}` : usage);
  process.exitCode = flags.help ? 0 : 2;
} else if (flags.record) {
  for (const command of flags.record) await recordAll(command);
} else {
  process.exitCode = await compareAll();
}

/** The standard's answers; of other releases only those that differ from it. */
async function recordAll(command: string): Promise<void> {
  const version = versionOf(command);
  const todo = cases.filter((c) => !flags.missing || !isRecorded(c, version));
  const workers = Array.from({ length: 2 }, async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const answer = await askAnsible(command, next);
      const said = store(next, version, answer);
      console.log(`${version} ${next.id}: exit ${answer.exit}, ${answer.events.length} events${said}`);
      if (answer.error !== undefined) console.log(`    ${answer.error}`);
    }
  });
  await Promise.all(workers);
}

function store(of: Case, version: string, answer: Answer): string {
  const path = recordingPath(suite, of, version);
  if (version !== '2.18') {
    const standard = recordedAnswer(suite, of);
    if (!standard) return '; nothing recorded of 2.18, not kept';
    const equal = differences(standard, answer, of).length === 0;
    noteEqual(of, version, equal);
    if (equal) {
      rmSync(path, { force: true });
      return ', the same';
    }
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, writeAnswer(tidied(answer)));
  return '';
}

function isRecorded(of: Case, version: string): boolean {
  return existsSync(recordingPath(suite, of, version)) || sameAsStandard(suite, version).has(of.id);
}

function noteEqual(of: Case, version: string, equal: boolean): void {
  const path = samePath(suite, version);
  const ids = sameAsStandard(suite, version);
  if (equal) ids.add(of.id);
  else ids.delete(of.id);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, [...ids].sort().join('\n') + '\n');
}

async function compareAll(): Promise<number> {
  const listed = readListed(suite);
  const wide = cases.length > 1;
  const byTheme = new Map<string, Judged[]>();
  const releases = new Map<string, string[]>();
  const started = Date.now();
  for (const of of cases) {
    const theirs = flags.live ? await askAnsible(flags.live, of) : recordedAnswer(suite, of);
    const ours = await askOurs(of);
    if (flags.events) for (const e of ours.events) console.log(JSON.stringify(e));
    const judged = judge(of, theirs, ours, listed);
    byTheme.set(of.theme, [...(byTheme.get(of.theme) ?? []), judged]);
    releases.set(of.id, agreesWith(suite, of, ours));
    if (!wide) showOne(judged, releases.get(of.id) ?? []);
  }
  if (wide) for (const [theme, judged] of byTheme) showTheme(theme, judged, releases);
  const all = [...byTheme.values()].flat();
  const good = all.filter((j) => j.verdict === 'same').length;
  const open = all.filter((j) => j.verdict === 'differs' || j.verdict === 'not recorded').length;
  const known = all.filter((j) => j.verdict === 'listed').length;
  const stale = all.filter((j) => j.verdict === 'same' && j.reason !== undefined);
  console.log(
    `\n${good} of ${all.length} same, ${known} listed in differences.json, ${open} open (${((Date.now() - started) / 1000).toFixed(0)} s)`,
  );
  if (wide) showMessages();
  if (flags['write-open']) {
    const ids = all.filter((j) => j.verdict === 'differs').map((j) => j.of.id);
    writeFileSync(join(suite, 'open.json'), `${JSON.stringify(ids, undefined, 1)}\n`);
  }
  if (flags['write-releases'])
    writeReleases(suite, releasesTable(suite, byTheme, releases), disagreements(suite, cases));
  for (const j of stale) console.log(`no longer different, take it out of differences.json: ${j.of.id}`);
  return open === 0 && stale.length === 0 ? 0 : 1;
}

/** How the messages of failures compare; a case with other messages of the kinds that must be the same differs. */
function showMessages(): void {
  const kinds = [...told.byKind].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
  const worded = [...told.byKind.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `messages of failures: ${told.same} in Ansible's words, ${worded} in our own about the same: ${kinds.join(', ')}`,
  );
}

function showTheme(theme: string, judged: readonly Judged[], releases: ReadonlyMap<string, readonly string[]>): void {
  const good = judged.filter((j) => j.verdict === 'same').length;
  const agreeing = (release: string): number => judged.filter((j) => releases.get(j.of.id)?.includes(release)).length;
  const others = otherReleases(suite).map((r) => `${r}: ${agreeing(r)}`);
  console.log(`${theme}: ${good} of ${judged.length} same${others.length > 0 ? `   (as ${others.join(', ')})` : ''}`);
  for (const { of, verdict, found } of judged) {
    if (flags.cases) console.log(`  ${of.id}: as ${releases.get(of.id)?.join(', ') || 'none'}`);
    if (verdict === 'same') continue;
    const first = found[0]?.summary.replaceAll('\n', ' ') ?? verdict;
    const more = found.length > 1 ? ` (+${found.length - 1})` : '';
    console.log(`  ${verdict === 'listed' ? 'listed ' : ''}${of.id}: ${first.slice(0, 220)}${more}`);
  }
}

function showOne({ of, verdict, reason, found }: Judged, releases: readonly string[]): void {
  const playbook = of.argv.find((a) => a.endsWith('.yml')) ?? '';
  console.log(`${of.id}: ${verdict}   (cd ${of.cwd}; ${playbook}: ansible-playbook ${of.argv.join(' ')})`);
  console.log(`agrees with ${releases.join(', ') || 'no release'}`);
  if (reason !== undefined) console.log(`listed: ${reason}`);
  if (found.length > 0) console.log('  - ansible-core, + tsplay');
  for (const difference of found) for (const line of difference.detail) console.log(line);
  if (verdict === 'not recorded' || !existsSync(join(of.cwd, playbook))) return;
  if (found.length > 0) console.log(`\n${readFileSync(join(of.cwd, playbook), 'utf8')}`);
}
