import { expect, it } from 'vitest';
import { float, type Value } from '../../value/index.js';
import { parseLiteral } from './literal.js';

it('reads text as Python 2 printed it, and leaves an u inside of texts alone', () => {
  expect(parseLiteral(`[u'x', U"y", "u'z'", 'menu']`)).toEqual(['x', 'y', "u'z'", 'menu']);
  expect(parseLiteral(`[menu'x']`)).toBeUndefined();
});

// What ast.literal_eval of Python 3.11 says to each.
it.each<[string, Value]>([
  ['[.5, 5.e-1, 1_0, 0x_f, .5_5]', [0.5, 0.5, 10, 15, 0.55]],
  ['[1.e5]', [float(100000)]],
  ['[1] # c', [1]],
  ['[1]\n\n  # c', [1]],
  ['[1, # one\n 2]', [1, 2]],
  ['[r"a\\n", \'a\' "b"]', ['a\\n', 'ab']],
  ['[+1, - 1.5, -(1), (1)]', [1, -1.5, -1, 1]],
  ['["\\x41\\101\\q"]', ['AA\\q']],
  ["['''a\nb''']", ['a\nb']],
  ['[true, null, None]', [true, null, null]],
  ['[1\\\n]', [1]],
  ['['.repeat(200) + ']'.repeat(200), JSON.parse('['.repeat(200) + ']'.repeat(200)) as Value],
])('%j', (text, value) => expect(parseLiteral(text)).toEqual(value));

it.each([
  ...['[--1]', '[1+2]', '[+True]', '[01]', '[1__0]', '[1_]', '[,]', '[1,,2]', '[1#c]', '[1]\v', '[1]\u00a0', '[none]'],
  ...['{[1]: 1}', '{[1]}', '{1: 2, 3}', '["a\nb"]', '["\\xg"]', '[b"é"]', '["a" b"b"]', '[1 if 1 else 2]', '[1]\n 2'],
  ...['[1:2]', '{**{}}', '[*[1]]', '[f"x"]', '[set(1)]', '[1.real]', '['.repeat(201) + ']'.repeat(201)],
  ...['{{ 5 }}', '{{1}: 2}', '{{}}', '[{1}', '{{ 1 }} x'],
])('%j is no literal', (text) => expect(parseLiteral(text)).toBeUndefined());

it.each(['{1, 2}', '[set()]', '[b"x"]', '[1+2j]', '[-1j]', '[...]', '["\\N{BULLET}"]', '["\\ud83d"]'])(
  '%j is refused',
  (text) => expect(() => parseLiteral(text)).toThrow('reads as a Python literal with'),
);
