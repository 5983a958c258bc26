// Runs a module's cases/*.yml on the local machine: each case in check mode, for real and a second time.
//
// A case file is a list; a case has (all but `name` and `args` may be left out; `$DIR` is the case's own directory
// wherever text stands):
//   name     what is shown
//   setup    shell text, run in $DIR before every run that starts afresh
//   args     the module's arguments
//   vars     variables for templates the module renders
//   env      environment of everything the module runs (`PATH: $DIR/bin:$PATH` puts fake programs in front)
//   platform overrides of HostView.platform()
//   expect   subset of the result of the real run; text that starts with `~ ` is a regular expression
//   absent   keys the result must not have
//   fails    regular expression of `msg`; the case must fail, on arguments or when run
//   files    path below $DIR → {content, mode, kind: absent|file|directory|link, target} after the real run
//   check    shell text run in $DIR after the real run that must succeed
//   again    `changed` when a second run is to change something again; default: it must not
//   dry      `differs` when check mode is documented not to predict `changed`
// By itself every case asserts: check mode leaves the directory as it was (content, modes, owners, times) and
// predicts `changed`; the second run is unchanged and has not failed; each probe's answer is looked at; no secret argument is
// in the result, in a summary of a change or in a diagnostic. All cases together: what a look tells is asked for by some case;
// a module that can change something has a case in which nothing is to be done.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretTexts } from '../../src/kit/censor.js';
import { parseArguments, runModule, type AnyModule, type ModuleResult } from '../../src/kit/index.js';
import { fromJs, keyText, toJs, type Value, type ValueMap } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { closeLocalHost } from './local-host.js';
import { taskView } from './task-view.js';
import { WatchedHost, watchTold, type ToldWatch } from './waste.js';

interface Case {
  name: string;
  setup?: string;
  args: ValueMap;
  vars: ValueMap;
  env?: Record<string, string>;
  platform?: Record<string, string>;
  expect?: Record<string, unknown>;
  absent?: string[];
  fails?: string;
  files?: Record<string, ExpectedFile>;
  check?: string;
  again?: 'changed';
  dry?: 'differs';
}

interface ExpectedFile {
  content?: string;
  mode?: string;
  kind?: 'absent' | 'file' | 'directory' | 'link';
  target?: string;
}

const KEYS = 'name setup args vars env platform expect absent fails files check again dry'.split(' ');

/** Makes one vitest test of every case in `directory`. */
export function runCases(module: AnyModule, directory: string): void {
  const files = fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.yml'))
    .sort();
  const summary = new Summary();
  beforeAll(() => void (summary.told = watchTold()));
  afterAll(() => summary.told?.stop());
  describe.each(files)(`${module.name} %s`, (file) => {
    const made: string[] = [];
    afterAll(async () => {
      await closeLocalHost();
      for (const dir of made) fs.rmSync(dir, { recursive: true, force: true });
    });
    const cases = readCases(join(directory, file));
    it.each(cases)('$name', async ({ raw }) => {
      const fresh = (): string => {
        const dir = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'tsplay-case-'));
        fs.chmodSync(dir, 0o755);
        made.push(dir);
        return dir;
      };
      await runCase(module, raw, fresh(), summary);
    });
    summary.cases += cases.length;
  });
  it(`${module.name}: the cases are whole`, ({ skip }) => {
    // Some of the cases alone (`-t`) prove nothing about all of them.
    if (summary.runs < summary.cases) skip();
    expect(summary.told?.unused(), 'told by a look, asked for in no case').toEqual([]);
    expect(summary.lacks(), 'what no case shows').toEqual([]);
  });
}

/** What the cases of a module came to, all together. */
class Summary {
  told: ToldWatch | undefined;
  cases = 0;
  runs = 0;
  changed = false;
  unchanged = false;
  alwaysChanges = true;

  lacks(): string[] {
    return this.changed && !this.unchanged && !this.alwaysChanges ? ['a case in which nothing is to be done'] : [];
  }
}

function readCases(file: string): { name: string; raw: ValueMap }[] {
  const { value, diagnostics } = loadYamlDocument(fs.readFileSync(file, 'utf8'), file, { trust: 'data' });
  if (diagnostics.length > 0) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`);
  if (!Array.isArray(value)) throw new Error(`${file}: a case file is a list of cases`);
  return value.map((entry) => {
    if (!(entry instanceof Map) || typeof entry.get('name') !== 'string') throw new Error(`${file}: a case has a name`);
    const unknown = [...entry.keys()].map(keyText).filter((key) => !KEYS.includes(key));
    if (unknown.length > 0) throw new Error(`${file}: unknown keys ${unknown.join(', ')}`);
    return { name: entry.get('name') as string, raw: entry };
  });
}

function placed(value: Value, dir: string): Value {
  if (typeof value === 'string') return value.replaceAll('$DIR', dir);
  if (Array.isArray(value)) return value.map((v) => placed(v, dir));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [placed(k, dir), placed(v, dir)]));
  return value;
}

async function runCase(module: AnyModule, raw: ValueMap, dir: string, summary: Summary): Promise<void> {
  summary.runs++;
  const located = placed(raw, dir) as ValueMap;
  const c: Case = {
    ...(toJs(located) as Omit<Case, 'args' | 'vars'>),
    args: mapAt(located, 'args'),
    vars: mapAt(located, 'vars'),
  };
  const env = Object.fromEntries(
    Object.entries(c.env ?? {}).map(([k, v]) => [k, v.replaceAll('$PATH', process.env['PATH'] ?? '')]),
  );
  const attempt = async (checkMode: boolean): Promise<ModuleResult> => {
    const result = toJs(fromJs(await attemptOnce(module, c, dir, env, checkMode))) as ModuleResult;
    summary.told?.settle(result.failed === true);
    return result;
  };

  // Fake programs are for the module, not for the case's own shell text.
  const own = { ...process.env, HOME: homedir(), DIR: dir, ...env, PATH: process.env['PATH'] };
  if (c.setup !== undefined) {
    execFileSync('/bin/sh', ['-euc', c.setup], {
      cwd: dir,
      env: own,
    });
  }
  const before = treeOf(dir);
  const dry = await attempt(true);
  expect(treeOf(dir), 'check mode touched the directory').toEqual(before);

  const real = await attempt(false);
  if (c.fails !== undefined) {
    expect(real, 'the case was to fail').toMatchObject({ failed: true });
    expect(String(real.msg)).toMatch(new RegExp(c.fails, 's'));
  } else {
    expect(
      real.failed,
      `failed: ${JSON.stringify(real, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`,
    ).toBeUndefined();
    if (module.check !== 'none' && c.dry !== 'differs') {
      expect(dry.failed, `check mode failed: ${String(dry.msg)}`).toBeUndefined();
      expect(dry.changed, 'what check mode predicts').toBe(real.changed);
    }
  }
  if (c.expect) expectSubset(real, c.expect, '');
  for (const key of c.absent ?? []) expect(real, key).not.toHaveProperty([key]);
  for (const [path, wanted] of Object.entries(c.files ?? {}))
    expectFile(path.startsWith('/') ? path : join(dir, path), wanted);
  if (c.check !== undefined) {
    const checked = spawnSync('/bin/sh', ['-euc', c.check], { cwd: dir, env: own });
    expect(checked.status, `check: ${checked.stdout.toString()}${checked.stderr.toString()}`).toBe(0);
  }
  if (c.fails !== undefined) return;
  if (real.changed) summary.changed = true;
  else summary.unchanged = true;
  if (c.again !== 'changed') summary.alwaysChanges = false;
  const second = await attempt(false);
  expect(second.failed, `the second run failed: ${String(second.msg)}`).toBeUndefined();
  expect(second.changed, 'changed by the second run').toBe(c.again === 'changed');
}

async function attemptOnce(
  module: AnyModule,
  c: Case,
  dir: string,
  env: Record<string, string>,
  checkMode: boolean,
): Promise<ModuleResult> {
  const args = c.args;
  const parsed = parseArguments(module, args, args, undefined);
  if ('diagnostics' in parsed) {
    const msg = parsed.diagnostics
      .map((d) => (d.hint === undefined ? d.message : `${d.message} (${d.hint})`))
      .join('; ');
    return { changed: false, failed: true, msg };
  }
  const host = new WatchedHost({ env, ...(c.platform ? { platform: c.platform } : {}) });
  const said: string[] = [];
  const { result, diagnostic } = await runModule({
    module,
    args: parsed.args,
    host,
    hands: host,
    task: taskView(dir, c.vars),
    checkMode,
    diffMode: true,
    onChange: ({ summary }) => said.push(summary),
  });
  if (result.failed !== true) expect(host.unread(), 'probes nobody looked at the answer of').toEqual([]);
  const shown = JSON.stringify([result, said, diagnostic], (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
  for (const secret of secretTexts(module.args, parsed.args)) {
    const escaped = JSON.stringify(secret).slice(1, -1);
    expect(shown.includes(escaped), `a secret is shown: ${shown}`).toBe(false);
  }
  return result;
}

function expectSubset(actual: unknown, wanted: unknown, at: string): void {
  if (typeof wanted === 'string' && wanted.startsWith('~ ')) {
    expect(String(actual), at).toMatch(new RegExp(wanted.slice(2), 's'));
  } else if (Array.isArray(wanted)) {
    expect(actual, at).toHaveLength(wanted.length);
    wanted.forEach((w, i) => expectSubset((actual as unknown[])[i], w, `${at}[${i}]`));
  } else if (wanted !== null && typeof wanted === 'object') {
    expect(actual, at).toBeTypeOf('object');
    for (const [k, w] of Object.entries(wanted)) expectSubset((actual as Record<string, unknown>)[k], w, `${at}.${k}`);
  } else {
    expect(actual, at).toEqual(wanted);
  }
}

function expectFile(path: string, wanted: ExpectedFile): void {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false });
  if (wanted.kind === 'absent') {
    expect(stat, `${path} is there`).toBeUndefined();
    return;
  }
  expect(stat, `${path} is missing`).toBeDefined();
  if (!stat) return;
  if (wanted.kind !== undefined) {
    const kind = stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'directory' : 'file';
    expect(kind, `kind of ${path}`).toBe(wanted.kind);
  }
  if (wanted.target !== undefined) expect(fs.readlinkSync(path), `target of ${path}`).toBe(wanted.target);
  if (wanted.content !== undefined) expect(fs.readFileSync(path, 'utf8'), path).toBe(wanted.content);
  if (wanted.mode !== undefined) {
    expect((stat.mode & 0o7777).toString(8).padStart(4, '0'), `mode of ${path}`).toBe(wanted.mode);
  }
}

/** Everything about a directory that a dry run must not change. */
export function treeOf(dir: string): string[] {
  const out: string[] = [];
  const visit = (path: string): void => {
    const s = fs.lstatSync(path);
    const content = s.isSymbolicLink()
      ? fs.readlinkSync(path)
      : s.isFile()
        ? createHash('sha1').update(fs.readFileSync(path)).digest('hex')
        : '';
    out.push(`${path} ${s.mode.toString(8)} ${s.uid}:${s.gid} ${s.mtimeMs} ${content}`);
    if (s.isDirectory()) for (const name of fs.readdirSync(path).sort()) visit(join(path, basename(name)));
  };
  visit(dir);
  return out;
}

function mapAt(container: ValueMap, key: string): ValueMap {
  const value = container.get(key);
  return value instanceof Map ? value : new Map<Value, Value>();
}
