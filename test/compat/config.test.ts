// Settings and their origins, against what the real ansible-config dumps.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseDefinitions, Configuration, findConfig, originText, pluginDefinitions } from '../../src/config/index.js';
import type { Files } from '../../src/controller/index.js';
import { TsplayError } from '../../src/ground/index.js';
import { Float, toJs } from '../../src/value/index.js';

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly mode?: string;
}
type Row = [name: string, origin: string, value: unknown];
type Answer = { base: Row[]; plugins: Row[] } | { error: string; rc: number };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`config/${name}`, import.meta.url), 'utf8')) as T;
}
const cases = read<Record<string, Case>>('cases.json');
const answers = read<Record<string, Answer>>('answers.json');

/** Plugins of other collections, which ansible-core alone does not have. */
const OWN = ['doas', 'profile_tasks', 'yaml'];

const ROOT = '/root-of-the-case';
const real = (text: string): string => text.replaceAll('ROOT', ROOT);

function settingsOf({ files = {}, env = {}, mode = '755' }: Case): Configuration {
  const disk = new Map(Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, real(text)]));
  const isDirectory = (path: string): boolean =>
    path === `${ROOT}/work` || [...disk.keys()].some((p) => p.startsWith(`${path}/`));
  const fake: Partial<Files> = {
    exists: (path) => (disk.has(path) ? 'file' : isDirectory(path) ? 'directory' : undefined),
    readText: (path) => disk.get(path) ?? '',
    stat: () => ({ kind: 'directory', size: 0, mode: parseInt(mode, 8), mtime: 0, uid: 0, gid: 0 }),
  };
  const home = `${ROOT}/home`;
  const surroundings = {
    env: { HOME: home, ...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, real(v)])) },
    cwd: `${ROOT}/work`,
    home,
  };
  return new Configuration(findConfig(fake as Files, surroundings), surroundings);
}

/** Values as JSON has them; a tuple is a list, a directory that is made for one run has no name of its own. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value instanceof Float ? value.value : value);
  return JSON.parse(text.replaceAll('ROOT', ROOT).replace('/tmp/ansible-local-UNIQUE', '/tmp')) as unknown;
}

function changed(settings: Configuration): Row[] {
  return [...settings.all()]
    .filter((r) => r.origin.kind !== 'default')
    .map((r): Row => [r.definition.name, real(originText(r.origin)), plain(toJs(r.value))]);
}

describe('settings', () => {
  const { nothing } = answers;

  it('are all there, with the defaults', () => {
    if (!nothing || 'error' in nothing) throw new Error('no recording');
    const ours = [...settingsOf({}).all()].map((r): Row => [
      r.definition.name,
      real(originText(r.origin)),
      plain(toJs(r.value)),
    ]);
    expect(ours).toEqual(nothing.base.map(([name, origin, value]) => [name, real(origin), plain(value)]));
  });

  it('of plugins are all there', () => {
    if (!nothing || 'error' in nothing) throw new Error('no recording');
    const settings = settingsOf({});
    for (const [name, origin, value] of known(nothing.plugins)) {
      const [kind = '', plugin = '', option = ''] = name.split('/');
      const found = settings.option(kind, plugin, option);
      const ours = found && [real(originText(found.origin)), plain(toJs(found.value))];
      expect([name, ours]).toEqual([name, [origin, plain(value)]]);
    }
  });

  it.each(Object.keys(cases).filter((name) => name !== 'nothing'))('%s', (name) => {
    const answer = answers[name];
    if (!answer) throw new Error('no recording');
    if ('error' in answer) {
      expect(() => settingsOf(cases[name] ?? {})).toThrow(TsplayError);
      return;
    }
    const settings = settingsOf(cases[name] ?? {});
    expect(changed(settings)).toEqual(answer.base.map(([n, o, v]) => [n, real(o), plain(v)]));
    const ours = [...pluginDefinitions()].flatMap(([kind, plugins]) =>
      [...plugins]
        .filter(([plugin]) => !OWN.includes(plugin))
        .flatMap(([plugin, options]) =>
          [...options.keys()].flatMap((option): Row[] => {
            const found = settings.option(kind, plugin, option);
            if (!found || found.origin.kind === 'default' || found.origin.kind === 'required') return [];
            return [[`${kind}/${plugin}/${option}`, real(originText(found.origin)), plain(toJs(found.value))]];
          }),
        ),
    );
    const expected = known(answer.plugins).filter(([, origin]) => origin !== 'REQUIRED');
    expect(sorted(ours)).toEqual(sorted(expected.map(([n, o, v]) => [n, real(o), plain(v)])));
  });

  it('know what they are', () => {
    expect([...baseDefinitions().values()].filter((d) => d.about === '').map((d) => d.name)).toEqual([]);
  });
});

const sorted = (rows: Row[]): Row[] => rows.sort(([a], [b]) => (a < b ? -1 : 1));

/** Rows of plugins that tsplay has settings of. */
function known(rows: Row[]): Row[] {
  return rows.filter(([name]) => {
    const [kind = '', plugin = ''] = name.split('/');
    return pluginDefinitions().get(kind)?.has(plugin);
  });
}
