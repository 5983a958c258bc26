import { describe, expect, it } from 'vitest';
import { runLocally } from '../../../test/support/run-module.js';
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
