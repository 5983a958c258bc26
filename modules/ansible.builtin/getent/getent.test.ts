import { describe, expect, it } from 'vitest';
import { runLocally } from '../../../test/support/run-module.js';
import { entriesInFile } from './files.js';
import getent, { parseEntries } from './index.js';

describe('entries', () => {
  it('with colons', () => {
    expect(parseEntries('root:x:0:0:root:/root:/bin/sh\na:x:1:::\n', 'passwd', undefined)).toEqual({
      root: ['x', '0', '0', 'root', '/root', '/bin/sh'],
      a: ['x', '1', '', '', ''],
    });
  });
  it('with white space, more than one of a key, a separator of its own', () => {
    expect(parseEntries('127.0.0.1   localhost a\n127.0.0.1 b\n', 'hosts', undefined)).toEqual({
      '127.0.0.1': [['localhost', 'a'], ['b']],
    });
    expect(parseEntries('x/a/b\n', 'odd', '/')).toEqual({ x: ['a', 'b'] });
  });
});

describe('getent', () => {
  it('finds', async () => {
    const result = await runLocally(getent, { database: 'passwd', key: 'root', service: 'files' });
    expect(result).toMatchObject({
      changed: false,
      ansible_facts: {
        getent_passwd: {
          root: ['x', '0', '0'].concat([expect.anything() as string, '/root', expect.anything() as string]),
        },
      },
    });
  });
  it('fails on what is missing, or says null', async () => {
    const args = { database: 'passwd', key: 'nobody-has-this-name' };
    expect(await runLocally(getent, args)).toMatchObject({
      failed: true,
      msg: expect.stringContaining('could not be found') as string,
    });
    expect(await runLocally(getent, { ...args, fail_key: false })).toMatchObject({
      changed: false,
      ansible_facts: { getent_passwd: { 'nobody-has-this-name': null } },
    });
    expect(await runLocally(getent, { database: 'nonsense', key: 'x' })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('database unknown') as string,
    });
    expect(await runLocally(getent, { database: 'passwd', split: '' })).toMatchObject({ failed: true });
  });
});

describe('a file in the place of getent', () => {
  it.each([
    ['passwd', 'a:x:1:2:A # a:/a:/s\n#b:x\n\nc:x:3:\n', 'a', 'a:x:1:2:A # a:/a:/s\n'],
    ['passwd', 'a:x:1:2\nb:x:3:4\n', '3', 'b:x:3:4\n'],
    ['shadow', 'a:x:1\nb:x:3', '3', ''],
    ['group', 'a:x:1:b\n', 'b', ''],
    [
      'hosts',
      '127.0.0.1 localhost a # c\n::1 localhost\n# x y\n',
      'localhost',
      '127.0.0.1 localhost a\n::1 localhost\n',
    ],
    ['services', 'ssh\t22/tcp\nwww 80/tcp http\n', 'http/tcp', 'www 80/tcp http\n'],
    ['services', 'ssh\t22/tcp\nwww 80/tcp http\n', '22', 'ssh\t22/tcp\n'],
    ['services', 'ssh\t22/tcp\n', 'ssh/udp', ''],
    ['protocols', 'ip 0 IP\ntcp 6 TCP\n', '6', 'tcp 6 TCP\n'],
    ['hosts', '#\n\n127.0.0.1 a\n', undefined, '127.0.0.1 a\n'],
  ])('%s %j %j', (database, text, key, told) => {
    expect(entriesInFile(database, text, key)).toBe(told);
  });
});
