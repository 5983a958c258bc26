import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Files } from '../controller/index.js';
import { TsplayError } from '../ground/index.js';
import { TemplateText, toJs, type Value } from '../value/index.js';
import { readExtraVars } from './extra-vars.js';
import { actionNames, isAction, loadModule } from './modules.js';

const DISK: Record<string, string> = {
  'v.yml': 'a: 1\nb: [x, "{{ y }}"]\n',
  'v.json': '{"a": true}',
  'list.yml': '- 1',
  'bad.yml': 'a: [',
  'empty.yml': '# nothing\n',
  [join(homedir(), 'h.yml')]: 'home: yes',
};
const files = {
  readText: (path: string) => {
    const text = DISK[path];
    if (text === undefined) throw new TsplayError('file-missing', `no file ${path}`);
    return text;
  },
} as unknown as Files;

function plain(value: Value | undefined): unknown {
  if (value instanceof TemplateText) return `«${value.source}»`;
  if (Array.isArray(value)) return value.map(plain);
  return value === undefined ? undefined : toJs(value);
}
const read = (...given: string[]): unknown =>
  Object.fromEntries([...readExtraVars(given, files)].map(([k, v]) => [k, plain(v)]));

describe('extra vars', () => {
  it.each<[string[], unknown]>([
    [[], {}],
    [['', '  '], {}],
    [['a=1 b=two'], { a: '1', b: 'two' }],
    [[`a="x y" b='p "q"' c=`], { a: 'x y', b: 'p "q"', c: '' }],
    [['url=http://x/?a=b'], { url: 'http://x/?a=b' }],
    [['a={{ b }} c="{{ d }} e"'], { a: '«{{ b }}»', c: '«{{ d }} e»' }],
    [[String.raw`a="x\ny"`], { a: 'x\ny' }],
    [['{"a": 1, "b": [true, null], "c": {"d": 1.5}}'], { a: 1, b: [true, null], c: { d: 1.5 } }],
    [['{a: yes, b: 0644}'], { a: true, b: 0o644 }],
    [['word'], { _raw_params: 'word' }],
    [['a=1 b c'], { a: '1', _raw_params: 'b c' }],
    [['=1'], { _raw_params: '=1' }],
    [['=b=3'], { '=b': '3' }],
    [[String.raw`a\=1`], { _raw_params: 'a=1' }],
    [['@v.yml'], { a: 1, b: ['x', '«{{ y }}»'] }],
    [['@v.json'], { a: true }],
    [['@empty.yml'], {}],
    [['@~/h.yml'], { home: true }],
    [['a=1', '@v.yml', '{"b": 2}', 'c=3'], { a: 1, b: 2, c: '3' }],
    [['@v.yml', 'a=later'], { a: 'later', b: ['x', '«{{ y }}»'] }],
  ])('%j', (given, expected) => expect(read(...given)).toEqual(expected));

  it.each<[string, string, RegExp]>([
    ['a="x', 'yaml-syntax', /unbalanced jinja2 block or quotes/],
    ['[1, 2]', 'bad-option', /must hold a mapping/],
    ['{"a": ', 'yaml-syntax', /./],
    ['@gone.yml', 'file-missing', /gone.yml/],
    ['@list.yml', 'bad-option', /must hold a mapping/],
    ['@bad.yml', 'yaml-syntax', /./],
  ])('%j is refused', (given, code, message) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error,
    );
  });
});

describe('module names', () => {
  it.each([
    ['copy', 'ansible.builtin.copy'],
    ['ansible.builtin.copy', 'ansible.builtin.copy'],
    ['ansible.legacy.copy', 'ansible.builtin.copy'],
    ['k8s', 'kubernetes.core.k8s'],
    ['kubernetes.core.k8s', 'kubernetes.core.k8s'],
  ])('%s is %s', async (name, full) => {
    expect(isAction(name)).toBe(true);
    expect((await loadModule(name))?.name).toBe(full);
  });

  it('give the same module each time', async () => {
    expect(await loadModule('copy')).toBe(await loadModule('ansible.builtin.copy'));
  });

  it.each([
    '',
    'cpoy',
    'acme.tools.copy',
    'builtin.copy',
    'ansible.builtin.',
    'constructor',
    '__proto__',
    'toString',
    'Copy',
  ])('there is no module %j', (name) => {
    expect(isAction(name)).toBe(false);
    expect(loadModule(name)).toBeUndefined();
  });

  it.each(['include_tasks', 'ansible.builtin.import_role', 'ansible.legacy.meta', 'import_playbook'])(
    '%s is a statement',
    (name) => {
      expect(isAction(name)).toBe(true);
      expect(loadModule(name)).toBeUndefined();
    },
  );

  it('are all known by their full and short names', () => {
    const names = actionNames();
    expect(names).toEqual(expect.arrayContaining(['ansible.builtin.copy', 'copy', 'include_tasks', 'meta']));
    for (const name of names.filter((n) => n.includes('.'))) expect(isAction(name)).toBe(true);
  });
});
