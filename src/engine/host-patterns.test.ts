import { expect, it } from 'vitest';
import { OmitValue } from '../value/index.js';
import { hostPatterns } from './host-patterns.js';

it.each([
  ['web:db', ['web:db']],
  [
    ['web', ['db', ['x']]],
    ['web', 'db', 'x'],
  ],
  [OmitValue.instance, []],
  [[OmitValue.instance, 'web'], ['web']],
  [7, ['7']],
])('%j means %j', (hosts, patterns) => {
  expect(hostPatterns(hosts)).toEqual(patterns);
});

it('refuses a mapping', () => {
  expect(() => hostPatterns(['web', new Map([['a', 'b']])])).toThrow("'hosts' is a mapping");
});
