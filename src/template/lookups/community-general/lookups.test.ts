import { describe, expect, it } from 'vitest';
import { fromJs, toJs, type Value } from '../../../value/index.js';
import { engineWith, scopeOf, template } from '../../testing.js';

const scope = scopeOf({
  a__list: ['a'],
  b__list: ['b'],
  a__dict: { ports: [1], deep: { x: 1 } },
  b__dict: { ports: [3], deep: { y: 2 } },
  c__dict: { deep: { x: 9 } },
  odd__list: { a: 1 },
  hostvars: { h1: { group_names: ['web'], h__l: [1] }, h2: { group_names: ['db'], h__l: [2] } },
});
const ask = (source: string): unknown => toJs(engineWith().expression(source, undefined, scope));

describe('merge_variables', () => {
  const lookup = (rest: string): unknown => ask(`lookup('community.general.merge_variables', ${rest})`);
  it('merges lists and dicts in the order of names', () => {
    expect(lookup(`'^[ab]__list$'`)).toEqual(['a', 'b']);
    expect(lookup(`'^[ab]__list$', initial_value=['start']`)).toEqual(['start', 'a', 'b']);
    expect(lookup(`'a__dict', 'b__list'`)).toEqual([{ ports: [1], deep: { x: 1 } }, ['b']]);
    expect(lookup(`'^[ab]__dict'`)).toEqual({ ports: [1, 3], deep: { x: 1, y: 2 } });
    expect(lookup(`'nothing', pattern_type='prefix'`)).toBe(null);
  });
  it('says which key would be overwritten', () => {
    expect(() => lookup(`'__dict', pattern_type='suffix'`)).toThrow("The key 'x' with value '1'");
    expect(lookup(`'__dict', pattern_type='suffix', override='ignore'`)).toMatchObject({ deep: { x: 9 } });
  });
  it('tells, once, of what it was asked to warn of', () => {
    const told: string[] = [];
    const engine = engineWith({}, { tell: (d) => told.push(d.message) });
    const twice = (source: string): void => [1, 2].forEach(() => engine.expression(source, undefined, scope));
    twice("lookup('community.general.merge_variables', '__dict', pattern_type='suffix', override='warn')");
    twice("lookup('file', '/none', errors='warn')");
    twice("lookup('file', '/none', errors='ignore')");
    twice("lookup('config', 'NONE', on_missing='warn')");
    expect(told).toEqual([
      "The key 'x' with value '1' will be overwritten with value '9' from 'c__dict.deep.x'",
      "Lookup failed but the error is being ignored: the file '/none' was not found",
      'Skipping, did not find setting NONE',
    ]);
  });
  it('merges across the hosts of groups', () => {
    expect(lookup(`'h__l', pattern_type='prefix', groups=['web']`)).toEqual([1]);
    expect(lookup(`'h__l', pattern_type='prefix', groups=['all']`)).toEqual([1, 2]);
  });
  it('refuses what does not fit', () => {
    expect(() => lookup(`'__list', pattern_type='suffix'`)).toThrow('not all variables are of the same type');
    expect(() => lookup(`'x', pattern_type='glob'`)).toThrow('pattern_type');
    expect(() => lookup(`'hostvars', colour=1`)).toThrow('colour');
    expect(() => lookup(`5`)).toThrow('takes patterns');
  });
  it('changes no variable', () => {
    lookup(`'^[ab]__dict'`);
    expect(ask('a__dict')).toEqual({ ports: [1], deep: { x: 1 } });
  });
});

describe('random_string', () => {
  const lookup = (rest = ''): string => ask(`lookup('community.general.random_string'${rest})`) as string;
  it('has the length and the characters that are asked for', () => {
    expect(lookup()).toHaveLength(8);
    expect(lookup(', length=40, special=false, upper=false, numbers=false')).toMatch(/^[a-z]{40}$/);
    expect(lookup(", length=20, override_all='ab'")).toMatch(/^[ab]{20}$/);
    expect(lookup(', length=6, min_numeric=6')).toMatch(/^\d{6}$/);
    expect(lookup(', length=3, min_upper=5')).toMatch(/^[A-Z]{5}$/);
    expect(lookup(', length=200, ignore_similar_chars=true, special=false')).not.toMatch(/[il1LoO0]/);
    expect(atob(lookup(', base64=true'))).toHaveLength(8);
    expect(() => lookup(', upper=false, lower=false, numbers=false, special=false')).toThrow('no characters');
    expect(() => lookup(', size=3')).toThrow('size');
  });
});

describe('passwordstore', () => {
  function store(entries: Record<string, string>): { ask: (rest: string) => Value; entries: Record<string, string> } {
    const written: Record<string, string> = {};
    const engine = engineWith(written);
    const port = engine.port as unknown as Record<string, unknown>;
    port['exists'] = (path: string) =>
      path === '/home/me/.password-store'
        ? 'directory'
        : Object.keys(entries).some((name) => path.endsWith(`/${name}.gpg`))
          ? 'file'
          : undefined;
    port['exec'] = (command: string) => {
      if (command.includes('.lock')) return { rc: 0, stdout: '', stderr: '' };
      const [, action, name = ''] = / pass '?(show|insert)'? .*?'?([\w/]+)'?(?: <|$)/.exec(command) ?? [];
      if (action === 'insert') {
        entries[name] = written[/< '?([^ ';]+)/.exec(command)?.[1] ?? ''] ?? '';
        return { rc: 0, stdout: '', stderr: '' };
      }
      const found = entries[name];
      if (found === undefined) return { rc: 1, stdout: '', stderr: `Error: ${name} is not in the password store.\n` };
      return { rc: 0, stdout: found, stderr: '' };
    };
    port['fromYaml'] = () => fromJs(null);
    const ask_ = (rest: string): Value =>
      engine.expression(`lookup('community.general.passwordstore', ${rest})`, undefined, scopeOf({}));
    return { ask: ask_, entries };
  }

  it('reads the password, a key of its own or everything', () => {
    const { ask } = store({ 'a/b': 'secret\nuser: joe\n' });
    expect(ask("'a/b'")).toBe('secret');
    expect(ask("'a/b', subkey='user'")).toBe('joe');
    expect(ask("'a/b subkey=user'")).toBe('joe');
    expect(ask("'a/b', returnall=true")).toBe('secret\nuser: joe');
    expect(ask("'a/b', subkey='nope'")).toBe(null);
    expect(() => ask("'a/b', subkey='nope', missing_subkey='error'")).toThrow('subkey nope');
  });
  it('makes what is missing when it may', () => {
    const { ask, entries } = store({});
    expect(() => ask("'x'")).toThrow('missing=error');
    expect(ask("'x', missing='empty'")).toBe(null);
    const made = ask("'x', create=true, length=20, nosymbols=true");
    expect(made).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(entries['x']).toMatch(/^[A-Za-z0-9]{20}\nlookup_pass: First generated by ansible on /);
    expect(ask("'x', create=true")).toBe(made);
    expect(ask("'x', overwrite=true, userpass='new', backup=true")).toBe('new');
    expect(entries['x']).toMatch(/^new\n[^]*old password was/);
  });
  it('refuses wrong options', () => {
    const { ask } = store({ x: 'p' });
    expect(() => ask("'x colour=red'")).toThrow('colour=red');
    expect(() => ask("'x', umask='777'")).toThrow('umask');
    expect(() => ask("'x', missing='maybe'")).toThrow('missing');
    expect(() => ask("'x', directory='/none'")).toThrow("'/none' does not exist");
  });
});

describe('the names of lookups', () => {
  it('has full names, and the old ones that ansible-core redirects', () => {
    expect(ask("query('community.general.flattened', [1, [2, [3]]])")).toEqual([1, 2, 3]);
    expect(ask("query('flattened', [1, [2, [3]]])")).toEqual([1, 2, 3]);
    expect(ask("lookup('community.general.collection_version', 'community.general')")).toBe('10.7.6');
    expect(ask("lookup('community.general.collection_version', 'no.such')")).toBe(null);
    expect(() => ask("lookup('random_string')")).toThrow("no lookup 'random_string'");
    expect(() => ask("lookup('community.general.env', 'HOME')")).toThrow('no lookup');
    expect(() => ask("lookup('dig', 'example.com')")).toThrow('cannot be asked here');
    expect(engineWith().hasLookup('community.general.flattened')).toBe(true);
  });
  it('leaves templates in merged variables to the engine', () => {
    const s = scopeOf(new Map<Value, Value>([['x__l', [template('{{ 1 + 1 }}')]]]));
    expect(engineWith().expression("lookup('community.general.merge_variables', 'x__l')", undefined, s)).toEqual([2]);
  });
});
