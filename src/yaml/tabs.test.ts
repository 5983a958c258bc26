// Tabs as libyaml takes or refuses them; the answers are PyYAML 6.0.3's.
import { expect, it } from 'vitest';
import { toJs } from '../value/index.js';
import { loadYamlDocument } from './load.js';

const READ: readonly (readonly [string, unknown])[] = [
  ['a: 1\n \t\nb: 2\n', { a: 1, b: 2 }],
  ['a: 1\n  \t# c\nb: 2\n', { a: 1, b: 2 }],
  ['a: x\n \t y\n', { a: 'x y' }],
  ["a: 'x\n\ty'\n", { a: 'x y' }],
  ['a: [1,\n\t2]\n', { a: [1, 2] }],
  ['a: [1,\n\t\n2]\n', { a: [1, 2] }],
  ['a: |\n  x\n  \t\n  y\n', { a: 'x\n\t\ny\n' }],
  ['a:\t1\n', { a: 1 }],
  ['a: \t1\n', { a: 1 }],
  ['a: 1\t\n', { a: 1 }],
  ['a: 1 \t# c\n', { a: 1 }],
  ['{a: 1,\n\tb: 2}\n', { a: 1, b: 2 }],
  ['{a:\t1}\n', { a: 1 }],
  ['a: "x\n\t\ny"\n', { a: 'x\ny' }],
  ['a:\n  - 1\n   \t\n  - 2\n', { a: [1, 2] }],
  ['a:\n  b: 1\n    \t\n  c: 2\n', { a: { b: 1, c: 2 } }],
  ['- a: 1\n  b: 2\n   \t\n- c: 1\n', [{ a: 1, b: 2 }, { c: 1 }]],
  ['x\n\t\n', 'x'],
  ['a: |\n  x\n   \t\nb: 1\n', { a: 'x\n \t\n', b: 1 }],
  ['- x\n  \t\n', ['x']],
  ['- x\n \t\n', ['x']],
  ['a: b c\n \t\n d\n', { a: 'b c\nd' }],
];
const REFUSED: readonly string[] = [
  'a: 1\n\t\nb: 2\n',
  'a:\n\t\n  b: 2\n',
  '- 1\n\t\n- 2\n',
  '\t\na: 1\n',
  'a: 1\n\t',
  'a: 1\n\t# c\nb: 2\n',
  'a: x\n\ty\n',
  'a: |\n  x\n\t\n  y\n',
  'a: >\n  x\n\t\n  y\n',
  '-\t1\n',
  '- \t1\n',
  'a: 1\n\n\t\n\nb: 2\n',
  '\t# c\na: 1\n',
  ' \ta: 1\n',
  'a: x\n\t\n  y\n',
  'a: x\n\n\t\n  y\n',
  '---\n\t\na: 1\n',
  'a: 1\n\t\n...\n',
  'a:\n  - 1\n\t\n  - 2\n',
  '? a\n\t\n: b\n',
  'a: !!str\n\t\n  x\n',
  'a: &x\n\t1\n',
  '#c\n\t\na: 1\n',
  'a: 1 #c\n\t\nb: 2\n',
  'a:\n\tb: 1\n',
  'a: b\n\t: c\n',
  '\t\n',
  '\t',
  'a: x\n\t',
  'a:\n \t\n  b: 2\n',
  'a: 1 #c\n \t\nb: 2\n',
  "a: 'x'\n\t\nb: 1\n",
  "a: 'x'\n   \t\nb: 1\n",
  'a:\n  - 1\n  \t\n  - 2\n',
  'a:\n  b: 1\n  \t\n  c: 2\n',
  'a:\n  b: 1\n \t\n  c: 2\n',
  '- a: 1\n  b: 2\n \t\n- c: 1\n',
  'a: {b: 1}\n \t\nc: 1\n',
  'a: |\n  x\n\t\nb: 1\n',
  'a: |\n\t\n  x\n',
  'a: [1]\n\t\n',
  'a: *x\n',
  'a:\n- x\n\t\n',
  'a: 1\n# c\n  \t\nb: 1\n',
];

it.each(READ)('%j is read', (text, value) => {
  const { value: mine, diagnostics } = loadYamlDocument(text, 't.yml', { trust: 'data' });
  expect([toJs(mine), diagnostics.filter((d) => d.severity === 'error')]).toEqual([value, []]);
});

it.each(REFUSED)('%j is refused', (text) => {
  const { diagnostics } = loadYamlDocument(text, 't.yml', { trust: 'data' });
  expect(diagnostics.some((d) => d.severity === 'error')).toBe(true);
});
