import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { networkText, parseNetwork } from './network.js';
import { inOrder, lineOf, parseFile, told, tokensOf } from './rules.js';

runCases(module, join(import.meta.dirname, 'cases'));

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.0.0.0/255.0.0.0', '10.0.0.0/8'],
    ['127.0.0.1', '127.0.0.1/32'],
    ['::1', '::1/128'],
    ['2001:DB8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
    ['::ffff:1.2.3.4/128', '::ffff:102:304/128'],
    ['0:0:0:0:0:0:0:0/0', '::/0'],
  ])('%s is %s', (text, wanted) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(wanted);
  });
  it.each([
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4/33',
    '::1::',
    ':::',
    '1:2:3:4:5:6:7',
    'samehost',
    '1:2:3:4:5:6:7:8:9',
  ])('%s is none', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
  it('knows bits behind the prefix', () => {
    expect(parseNetwork('10.0.0.1/8')?.whole).toBe(false);
  });
});

it('takes a line apart', () => {
  expect(tokensOf('host "a b","c#d"  all\t::1/128 ldap x="y z"#why not')).toEqual([
    'host',
    '"a b","c#d"',
    'all',
    '::1/128',
    'ldap',
    'x="y z"',
    '#why not',
  ]);
  expect(() => tokensOf('host "a')).toThrow('Unterminated quote');
});

it.each([
  ['x all all trust', 'Error in line 1: Found an unknown connection-type x'],
  ['\nlocal all all', 'Error in line 2: The rule has too few symbols'],
  ['host all all 10.0.0.1/8 trust', '10.0.0.1/8 has host bits set'],
  ['host all all 10.0.0.1 255.0.255.0 trust', 'IP mask 255.0.255.0 is invalid'],
  ['host all all 10.0.0.1 trust', 'either needs a hostname, full CIDR'],
  ['host all all 10.0.0.1 ffff:: trust', "Can't mix"],
  ['host all all a:b trust', 'neither a valid IP address'],
  ['local all all magic', 'unknown method: magic'],
  ['local all all peer x', "invalid option 'x'"],
  ['local all all peer a=1 a=2', 'two options with the same key'],
  ['local all all \\', 'line continuation'],
])('refuses %j', (text, message) => {
  expect(() => parseFile(text)).toThrow(message);
});

it('puts special rules before general ones, comments first, includes last', () => {
  const text = [
    'include other.conf',
    'host all all 0.0.0.0/0 md5',
    'host all all ::1/128 md5',
    '',
    'host b,a all 10.0.0.0/8 md5 # ten',
    'host replication all 10.0.0.0/8 md5',
    'local all all peer',
    '# first',
    'local all postgres peer map=x',
    'host all all samehost md5',
    'host all all \\',
    '  .example.com md5',
  ].join('\n');
  const entries = parseFile(text);
  expect(inOrder(entries).map(lineOf)).toEqual([
    '# first',
    'local all postgres peer map=x',
    'local all all peer',
    'host all all samehost md5',
    'host all all ::1/128 md5',
    'host all all \\\n  .example.com md5',
    'host replication all 10.0.0.0/8 md5',
    'host b,a all 10.0.0.0/8 md5 # ten',
    'host all all 0.0.0.0/0 md5',
    'include other.conf',
  ]);
  expect(entries.flatMap((one) => (one.kind === 'rule' ? [told(one)] : []))[2]).toEqual({
    type: 'host',
    db: 'a,b',
    usr: 'all',
    src: '10.0.0.0/8',
    method: 'md5',
  });
});
