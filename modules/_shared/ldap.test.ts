import { expect, it } from 'vitest';
import { hexFilter, ldifLine, parseLdif, splitDn } from './ldap-text.js';

it.each([
  ['cn=a,dc=b', ['cn=a', 'dc=b']],
  [String.raw`cn=a\, b, dc="x,y"`, [String.raw`cn=a\, b`, 'dc="x,y"']],
  ['', []],
])('splits %s', (dn, parts) => expect(splitDn(dn)).toEqual(parts));

it('writes filters and LDIF that hold any text', () => {
  expect(hexFilter('a*(ü)\n')).toBe(String.raw`a\2a\28\c3\bc\29\0a`);
  expect(ldifLine('cn', ' ü\n')).toBe('cn:: IMO8Cg==');
});

it('reads LDIF', () => {
  const [one, ...rest] = parseLdif('dn: cn=a\ncn;lang-de: x: y\nempty:\n\n# note\n\nref: x\n');
  expect(rest).toEqual([]);
  expect([...(one?.attributes ?? [])].map(([name, values]) => [name, String(values[0])])).toEqual([
    ['cn;lang-de', 'x: y'],
    ['empty', ''],
  ]);
});
