// What Python's `re` gives for patterns JavaScript has not, or has otherwise.
import { describe, expect, it } from 'vitest';
import { expandReplacement, pythonRegex, substitute } from './python-regex.js';

const all = (pattern: string, text: string): (string | undefined)[][] =>
  [...text.matchAll(pythonRegex(pattern))].map((m) => [...m]);

describe('patterns', () => {
  it.each<[string, string, (string | undefined)[][]]>([
    ['(?i:a)b', 'Ab aB', [['Ab']]],
    ['(?i)a(?-i:b)', 'Ab AB', [['Ab']]],
    ['a++b', 'aab', [['aab']]],
    ['a++ab', 'aab', []],
    ['(?>a|ab)c', 'abc', []],
    [
      '(a)?(?(1)b|c)',
      'ab c',
      [
        ['ab', 'a'],
        ['c', undefined],
      ],
    ],
    [
      '(?:(a)|b)*',
      'ab',
      [
        ['ab', 'a'],
        ['', undefined],
      ],
    ],
    ['(?P<x>.)(?P=x)', 'abba', [['bb', 'b']]],
    ['a$', 'ba\n', [['a']]],
    ['a\\Z', 'ba\n', []],
    ['x*', 'axb', [[''], ['x'], [''], ['']]],
    ['|a', 'a', [[''], ['a'], ['']]],
    ['a{,2}', 'aaa', [['aa'], ['a'], ['']]],
    ['a{x}', 'a{x}', [['a{x}']]],
    ['\\w+', 'Grüße 日本', [['Grüße'], ['日本']]],
    ['(?a)\\w+', 'Grü', [['Gr']]],
    ['(?x) a b # comment', 'ab', [['ab']]],
    ['[]a]+', ']a', [[']a']]],
    ['.', '🎉', [['🎉']]],
    ['(?<=é)x', 'éx', [['x']]],
    ['\\x41\\101\\u0041', 'AAA', [['AAA']]],
  ])('%s on %j', (pattern, text, wanted) => {
    expect(all(pattern, text)).toEqual(wanted);
  });

  it.each([
    '(',
    ')',
    '*a',
    'a**',
    '[b-a]',
    '[a',
    '(?<=a+)b',
    '(?P<n>a)(?P<n>b)',
    '\\1',
    '\\q',
    'a(?i)',
    '(?P=x)',
    '(?<n>a)',
    'a{2,1}',
  ])('refuses %s', (pattern) => {
    expect(() => pythonRegex(pattern)).toThrow(/is not valid/);
  });

  it.each(['(a+)+$', '^(a|a)*$', '(.*)*x'])('stops %s in time', (pattern) => {
    expect(() => pythonRegex(pattern).test(`${'a'.repeat(40)}!`)).toThrow(/too many steps/);
  });

  it('matches whole texts', () => {
    expect(pythonRegex('a|ab').fullMatch('ab')).toBe(true);
    expect(pythonRegex('a').fullMatch('ab')).toBe(false);
  });
});

describe('replacements', () => {
  it.each([
    ['(?P<x>a)(b)', '\\g<x>\\2\\g<0>\\n\\-', 'ab', 'abab\n\\-'],
    ['(a)|b', '[\\1]', 'ab', '[a][]'],
  ])('%s with %s', (pattern, replacement, text, wanted) => {
    expect(substitute(pythonRegex(pattern), replacement, text).text).toBe(wanted);
    const match = pythonRegex(pattern).exec(text);
    expect(match && expandReplacement(replacement, match)).toBe(pattern.startsWith('(?P') ? wanted : '[a]');
  });

  it.each(['\\2', '\\g<y>', '\\q', '\\g<', '\\'])('refuses %s also when nothing matches', (replacement) => {
    expect(() => substitute(pythonRegex('(?P<x>a)'), replacement, 'b')).toThrow(/replacement/);
  });
});
