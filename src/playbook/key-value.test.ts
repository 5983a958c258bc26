import { describe, expect, it } from 'vitest';
import { TemplateText } from '../value/index.js';
import { parseFreeForm, splitWords } from './index.js';

const SPAN = { file: 'f', line: 1, col: 1 };

describe('splitWords', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['   ', []],
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    [`a="x y" b='p "q" r'`, ['a="x y"', `b='p "q" r'`]],
    ['a={{ x | default("q z") }} b=2', ['a={{ x | default("q z") }}', 'b=2']],
    ['{% if a b %}x y{% endif %} c', ['{% if a b %}x', 'y{% endif %}', 'c']],
    ['{# it is # one #} b', ['{# it is # one #}', 'b']],
    [String.raw`a\ b c\"d e`, [String.raw`a\ b`, String.raw`c\"d`, 'e']],
    [String.raw`"a \" b" c`, [String.raw`"a \" b"`, 'c']],
    ['größe=✓ 日本', ['größe=✓', '日本']],
  ])('%j', (text, words) => expect(splitWords(text)).toEqual(words));

  it.each(["it's", 'a "b', 'x={{ y', '{% if x', '{# c'])('finds no end in %j', (text) => {
    expect(splitWords(text)).toBeUndefined();
  });
});

/** The arguments as an object; templates as «source». */
function free(action: string, text: string): unknown {
  const { args, problem } = parseFreeForm(action, text, SPAN);
  if (problem !== undefined) return problem;
  return Object.fromEntries([...args].map(([k, v]) => [k, v instanceof TemplateText ? `«${v.source}»` : v]));
}

describe('key=value text', () => {
  it.each<[string, unknown]>([
    ['name=x state=present', { name: 'x', state: 'present' }],
    [`a="x y" b='z'`, { a: 'x y', b: 'z' }],
    ['a= b=""', { a: '', b: '' }],
    ['url=http://x/?a=b', { url: 'http://x/?a=b' }],
    ['a={{ x }} b="{{ y }} z"', { a: '«{{ x }}»', b: '«{{ y }} z»' }],
    ['a=1 a=2', { a: '2' }],
    [`a="b"c n='x'y`, { a: '"b"c', n: `'x'y` }],
    [String.raw`a="x\ty\n" b=p\x41\u00e9\101`, { a: 'x\ty\n', b: String.raw`pAé\101` }],
    [String.raw`a="x \" y" b=\\n`, { a: 'x " y', b: String.raw`\n` }],
    [String.raw`re=^\s+\d`, { re: String.raw`^\s+\d` }],
  ])('%j', (text, expected) => expect(free('ansible.builtin.file', text)).toEqual(expected));

  it.each(['b', 'a=1 b', '=x', 'a = b'])('refuses %j', (text) => {
    expect(free('file', text)).toMatch(/^'.*' is not of the form key=value$/);
  });
  it('refuses an open quote', () => expect(free('file', `a="b`)).toBe('a quote or a {{ is never closed'));
});

describe('text of commands', () => {
  it.each<[string, unknown]>([
    ['echo hi creates=/tmp/x', { creates: '/tmp/x', _raw_params: 'echo hi' }],
    ['chdir=/tmp ls  -l', { chdir: '/tmp', _raw_params: 'ls  -l' }],
    ['removes="/a b" rm  x', { removes: '/a b', _raw_params: 'rm  x' }],
    ['echo a=b --x=y', { _raw_params: 'echo a=b --x=y' }],
    ['echo "creates=/x"', { _raw_params: 'echo "creates=/x"' }],
    ['mycreates=/x creates=/x', { creates: '/x', _raw_params: 'mycreates=/x' }],
    ['creates=/x echo creates=/x', { creates: '/x', _raw_params: 'echo' }],
    ['creates={{ p }}/x {{ cmd }}', { creates: '«{{ p }}/x»', _raw_params: '«{{ cmd }}»' }],
    ['a && b\nc; d', { _raw_params: 'a && b\nc; d' }],
    [String.raw`printf "a\nb\\c"`, { _raw_params: String.raw`printf "a\nb\\c"` }],
    ["echo it's", { _raw_params: "echo it's" }],
    ['', {}],
  ])('%j', (text, expected) => {
    expect(free('shell', text)).toEqual(expected);
    expect(free('ansible.builtin.command', text)).toEqual(expected);
  });

  it('of includes name a file, of include_role anything', () => {
    expect(free('include_tasks', 'a b.yml')).toEqual({ _raw_params: 'a b.yml' });
    expect(free('import_tasks', 'file=a.yml')).toEqual({ file: 'a.yml' });
    expect(free('include_role', 'name=x tasks_from=y')).toEqual({ name: 'x', tasks_from: 'y' });
    expect(free('meta', 'flush_handlers')).toEqual({ _raw_params: 'flush_handlers' });
  });
});
