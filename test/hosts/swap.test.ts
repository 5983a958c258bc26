// Swap as playbooks make it: a file or a device, mkswap, swapon by command, an entry in fstab; on a real device.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import command from '../../modules/ansible.builtin/command/index.js';
import mount from '../../modules/ansible.posix/mount/index.js';
import filesystem from '../../modules/community.general/filesystem/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget({ deviceRules: ['b 7:* rwm'] });
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(async () => {
  // They are the machine's, and would stay.
  await target
    .exec('swapoff /dev/loop97 2>/dev/null; losetup -d /dev/loop97 2>/dev/null || true')
    .finally(() => target.stop());
});

describe('swap, as playbooks make it', () => {
  const device = '/dev/loop97';
  const image = '/srv/swapfile';
  const active = async (): Promise<unknown> =>
    (await runOn(on, command, { cmd: 'swapon --show=NAME --noheadings' })).result['stdout_lines'];

  it('is made once, used, and there again after the next boot', async () => {
    const dd = { argv: ['dd', 'if=/dev/zero', `of=${image}`, 'bs=1M', 'count=16'], creates: image };
    const { real } = await converge(on, command, dd);
    expect(real.result.changed).toBe(true);
    await target.exec(`mknod ${device} b 7 97; losetup -d ${device} 2>/dev/null; losetup ${device} ${image}`);
    await converge(on, filesystem, { dev: device, fstype: 'swap' });
    expect(await active()).not.toContain(device);
    expect((await runOn(on, command, { cmd: `swapon ${device}` })).result).toMatchObject({ changed: true, rc: 0 });
    expect(await active()).toContain(device);
    // What is in use is left alone.
    expect((await runOn(on, filesystem, { dev: device, fstype: 'swap' })).result.changed).toBe(false);
    const entry = { path: 'none', src: device, fstype: 'swap', opts: 'sw', state: 'present' };
    await converge(on, mount, entry);
    await converge(on, mount, { ...entry, src: image });
    expect(await target.exec('grep -c " swap sw 0 0$" /etc/fstab')).toBe('2\n');
    await converge(on, mount, { ...entry, state: 'absent' });
    expect(await target.exec('grep " swap " /etc/fstab')).toBe(`${image} none swap sw 0 0\n`);
    await runOn(on, command, { cmd: `swapoff ${device}` });
    expect(await active()).not.toContain(device);
  });
});
