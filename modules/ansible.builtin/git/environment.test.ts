import { describe, expect, it } from 'vitest';
import { args } from './args.js';
import { sshOptions } from './environment.js';

const options = (given: Record<string, unknown>): string =>
  sshOptions(args.parse({ repo: 'git@example.com:x.git', dest: '/x', ...given }));

describe('the options of ssh', () => {
  it('never ask', () => expect(options({})).toBe('-o BatchMode=yes'));
  it('have the key and no other, whatever its name', () => {
    expect(options({ key_file: "/k/a b$(x)'" })).toBe(`-o BatchMode=yes -i '/k/a b$(x)'\\''' -o IdentitiesOnly=yes`);
  });
  it('accept keys of servers once', () => {
    expect(options({ accept_hostkey: true })).toContain('-o StrictHostKeyChecking=no');
    expect(options({ accept_newhostkey: true, ssh_opts: '-v' })).toBe(
      '-v -o StrictHostKeyChecking=accept-new -o BatchMode=yes',
    );
    expect(options({ accept_hostkey: true, ssh_opts: '-o StrictHostKeyChecking=accept-new' })).not.toContain('=no');
  });
});
