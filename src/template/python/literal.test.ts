import { expect, it } from 'vitest';
import { parseLiteral } from './literal.js';

it('reads text as Python 2 printed it, and leaves an u inside of texts alone', () => {
  expect(parseLiteral(`[u'x', U"y", "u'z'", 'menu']`)).toEqual(['x', 'y', "u'z'", 'menu']);
  expect(parseLiteral(`[menu'x']`)).toBeUndefined();
});
