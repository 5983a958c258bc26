// The file modules on a real server over SSH: other users, a full disk, links, validation.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import blockinfile from '../../modules/ansible.builtin/blockinfile/index.js';
import copy from '../../modules/ansible.builtin/copy/index.js';
import file from '../../modules/ansible.builtin/file/index.js';
import lineinfile from '../../modules/ansible.builtin/lineinfile/index.js';
import stat from '../../modules/ansible.builtin/stat/index.js';
import unarchive from '../../modules/ansible.builtin/unarchive/index.js';
import type { BecomeSpec } from '../../src/become/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { taskView } from '../support/task-view.js';
import { runOn } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget({ tmpfs: { '/small': 'size=64k,mode=1777' } });
});
afterAll(() => target.stop());

const task = taskView(join(import.meta.dirname, 'fixtures'), new Map());

async function run(
  module: AnyModule,
  args: Record<string, unknown>,
  { user, become, check }: { user?: string; become?: BecomeSpec; check?: boolean } = {},
): Promise<ModuleResult> {
  const on = { host: target.host(user === undefined ? {} : { user }), become };
  const { result } = await runOn(on, module, args, { check: check ?? false, task });
  return result;
}

describe('on a full disk', () => {
  it('a copy leaves the old file and nothing else', async () => {
    await target.exec('printf old > /small/f; head -c 100000 /dev/zero > /small/filler || true');
    const result = await run(copy, { content: 'x'.repeat(90_000), dest: '/small/f' });
    expect(result).toMatchObject({ failed: true, changed: false });
    expect(result.msg).toMatch(/cannot write \/small\/f: .*(No space left|could not be written)/s);
    expect(await target.exec('cat /small/f; ls -A /small')).toBe('oldf\nfiller\n');
  });
  it('so does a copy from the host itself, and lineinfile', async () => {
    await target.exec('head -c 90000 /dev/zero > /root/big');
    const copied = await run(copy, { src: '/root/big', dest: '/small/f', remote_src: true });
    expect(copied).toMatchObject({ failed: true });
    expect(await target.exec('cat /small/f; ls -A /small')).toBe('oldf\nfiller\n');
    const edited = await run(lineinfile, { path: '/small/f', line: 'y'.repeat(80_000) });
    expect(edited).toMatchObject({ failed: true });
    expect(await target.exec('cat /small/f; ls -A /small')).toBe('oldf\nfiller\n');
    await target.exec('rm /small/*');
  });
});

describe('owners', () => {
  it('are set by root through sudo', async () => {
    const root = { user: 'ops', become: sudo() };
    const args = { content: 'x', dest: '/etc/tsplay-owned', owner: 'ops', group: 'www-data', mode: '0640' };
    expect(await run(copy, args, root)).toMatchObject({ changed: true, owner: 'ops', group: 'www-data', mode: '0640' });
    expect(await run(copy, args, root)).toMatchObject({ changed: false });
    expect(await target.exec('stat -c "%U %G %a" /etc/tsplay-owned')).toBe('ops www-data 640\n');
  });
  it('are those of the other user that a task becomes', async () => {
    const www = { user: 'ops', become: sudo('www-data') };
    expect(await run(file, { path: '/tmp/www', state: 'directory' }, www)).toMatchObject({ owner: 'www-data' });
    expect(await run(copy, { content: 'x', dest: '/tmp/www/f' }, www)).toMatchObject({ owner: 'www-data' });
    expect(await run(blockinfile, { path: '/tmp/www/f', block: 'b' }, www)).toMatchObject({ changed: true });
    expect(await run(stat, { path: '/tmp/www/f' }, www)).toMatchObject({ stat: { pw_name: 'www-data' } });
  });
  it('a user who may not write is told so, and the file stays', async () => {
    const nobody = { user: 'nosudo' };
    const result = await run(copy, { content: 'x', dest: '/etc/hostname' }, nobody);
    expect(result).toMatchObject({ failed: true });
    expect(result.msg).toMatch(/cannot write \/etc\/hostname/);
    expect(await run(file, { path: '/etc/hostname', mode: '0600' }, nobody)).toMatchObject({ failed: true });
    expect(await run(file, { path: '/root/x', state: 'touch' }, nobody)).toMatchObject({ failed: true });
    expect(await target.exec('stat -c %a /etc/hostname')).toBe('644\n');
  });
  it('unpacking as a plain user is idempotent whatever the archive says', async () => {
    await target.exec('cd /root && mkdir -p p && echo 1 > p/a && chmod 666 p/a && tar -czf /tmp/p.tgz p');
    const args = { src: '/tmp/p.tgz', dest: '/home/ops', remote_src: true };
    expect(await run(unarchive, args, { user: 'ops' })).toMatchObject({ changed: true });
    expect(await run(unarchive, args, { user: 'ops' })).toMatchObject({ changed: false });
  });
});

describe('bind mounts and validation', () => {
  it('a file that is a mount point needs unsafe_writes', async () => {
    const args = { path: '/etc/hosts', line: '192.0.2.1 tsplay.example' };
    const refused = await run(lineinfile, args);
    expect(refused).toMatchObject({ failed: true });
    expect(await run(lineinfile, { ...args, unsafe_writes: true })).toMatchObject({ changed: true, msg: 'line added' });
    expect(await run(lineinfile, { ...args, unsafe_writes: true })).toMatchObject({ changed: false });
  });
  it('sudoers that visudo refuses never get in place', async () => {
    const validate = '/usr/sbin/visudo -csf %s';
    const bad = await run(copy, { content: 'nonsense\n', dest: '/etc/sudoers.d/x', mode: '0440', validate });
    expect(bad.msg).toMatch(/visudo.*refused the new content/s);
    expect(await target.exec('ls -A /etc/sudoers.d | grep -c -e x -e tsplay || true')).toBe('0\n');
    const good = { content: 'ops ALL=(ALL) NOPASSWD: ALL\n', dest: '/etc/sudoers.d/x', mode: '0440', validate };
    expect(await run(copy, good)).toMatchObject({ changed: true, mode: '0440' });
    expect(await run(copy, good, { check: true })).toMatchObject({ changed: false });
  });
  it('a locale on the target does not matter', async () => {
    expect(await run(stat, { path: '/nowhere' })).toEqual({ changed: false, stat: { exists: false } });
  });
});
