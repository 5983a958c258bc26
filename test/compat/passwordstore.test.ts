// Replays what the lookup passwordstore of real Ansible did to a real store (passwordstore/record.py) against ours.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTemplatePort } from '../../src/controller/index.js';
import { createTemplateEngine } from '../../src/template/index.js';
import { differences, type Answer, type Scenario } from './passwordstore/replay.js';

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`passwordstore/${name}`, import.meta.url), 'utf8')) as T;
}

const known = read<Record<string, string>>('differences.json');
const { answers } = read<{ answers: Record<string, Answer[]> }>('answers.json');

describe('passwordstore', () => {
  it.each(read<Scenario[]>('scenarios.json').map((s) => [s.name, s] as const))(
    '%s',
    (name, scenario) => {
      const wrong = differences(scenario, answers[name] ?? [], known);
      expect(wrong.map((w) => JSON.stringify(w)).join('\n')).toBe('');
    },
    process.env['TSPLAY_REAL_PASS'] === '1' ? 600_000 : 60_000,
  );
});

describe('its lock', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tsplay-pass-'));
    mkdirSync(join(root, 'store'));
    mkdirSync(join(root, 'bin'));
    symlinkSync(new URL('passwordstore/stand-in.sh', import.meta.url).pathname, join(root, 'bin/pass'));
    vi.stubEnv('PATH', `${root}/bin:${process.env['PATH']}`);
    vi.stubEnv('TMPDIR', root);
    vi.stubEnv('USER', 'me');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });
  const ask = (options: string): unknown =>
    createTemplateEngine(createTemplatePort({ searchPath: () => [root] })).expression(
      `lookup('community.general.passwordstore', 'a', directory='${root}/store', ${options})`,
      undefined,
      { lookup: () => undefined, names: () => [] },
    );
  const hold = (process: number): void => symlinkSync(String(process), join(root, '.me.tsplay-pass.lock'));

  it('waits for a run that lives, as long as it is told', () => {
    hold(process.pid);
    expect(() => ask("create=true, locktimeout='0s'")).toThrow('another run holds the lock for longer than 0s');
    expect(() => ask("lock='readwrite', locktimeout='0s', missing='empty'")).toThrow('another run holds the lock');
    expect(ask("missing='empty', locktimeout='0s'")).toBe(null);
    writeFileSync(join(root, 'store/a.gpg'), 'password');
    expect(ask("locktimeout='0s', create=true")).toBe('password');
    expect(ask("locktimeout='0s', lock='none', overwrite=true, userpass='other'")).toBe('other');
  });
  it('takes what a dead run left behind', () => {
    hold(2 ** 22 + 1);
    expect(ask("create=true, userpass='password', locktimeout='0s'")).toBe('password');
  });
});
