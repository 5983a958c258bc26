// Partitions, volumes and file systems by the real tools: on loop devices and images in a container. There is no device
// mapper in it: LVM keeps its books for real (activation = 0), and no logical volume has a device.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import filesystem from '../../modules/community.general/filesystem/index.js';
import lvg from '../../modules/community.general/lvg/index.js';
import lvol from '../../modules/community.general/lvol/index.js';
import parted from '../../modules/community.general/parted/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const PACKAGES = 'lvm2 parted e2fsprogs xfsprogs btrfs-progs f2fs-tools dosfstools';
const DEVICES = [90, 91, 92];
const [first, second] = DEVICES.map((number) => `/dev/loop${number}`);

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget({ deviceRules: ['b 7:* rwm', 'c 10:237 rwm'] });
  await target.exec(`apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends ${PACKAGES} >/dev/null 2>&1
sed -i 's/^\\(\\s*\\)# activation = [01]$/\\1activation = 0/' /etc/lvm/lvm.conf
for i in ${DEVICES.join(' ')}; do
  mknod /dev/loop$i b 7 $i; losetup -d /dev/loop$i 2>/dev/null || true
  truncate -s 64M /srv/$i.img; losetup /dev/loop$i /srv/$i.img
done`);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(async () => {
  // They are the machine's, and would stay.
  await target.exec(`for i in ${DEVICES.join(' ')}; do losetup -d /dev/loop$i; done`).finally(() => target.stop());
});

describe('LVM', () => {
  it('has groups that grow, shrink and go', async () => {
    await converge(on, lvg, { vg: 'data', pvs: first, pesize: '2' });
    expect(await target.exec('vgs --noheadings -o vg_name,pv_count,vg_extent_size 2>/dev/null')).toMatch(
      /data +1 +2.00m/,
    );
    await converge(on, lvg, { vg: 'data', pvs: [first, second] });
    await converge(on, lvg, { vg: 'data', pvs: second });
    const taken = await runOn(on, lvg, { vg: 'other', pvs: second });
    expect(taken.result).toMatchObject({ failed: true, msg: `Device ${second} is already in data volume group.` });
  });
  it('has volumes', async () => {
    const volumes = 'lvs --noheadings -o lv_name,lv_size 2>/dev/null';
    // Without a device mapper nothing is ever active.
    const off = { vg: 'data', lv: 'www', active: false };
    await converge(on, lvol, { ...off, size: '10', opts: '-Zn -Wn' });
    expect(await target.exec(volumes)).toMatch(/www +10.00m/);
    const { real } = await converge(on, lvol, { ...off, size: '20m' });
    expect(real.result).toMatchObject({ changed: true, vg: 'data', lv: 'www' });
    await converge(on, lvol, { ...off, size: '50%VG' });
    expect(await target.exec(volumes)).toMatch(/www +32.00m/);
    expect((await runOn(on, lvol, { ...off, size: '16m' })).result).toMatchObject({
      failed: true,
      msg: 'Sorry, no shrinking of www without force=true.',
    });
    await converge(on, lvol, { ...off, size: '16m', force: true });
    expect((await runOn(on, lvg, { vg: 'data', state: 'absent' })).result.msg).toMatch(/Refuse to remove non-empty/);
    await converge(on, lvol, { vg: 'data', lv: 'www', state: 'absent', force: true });
    await converge(on, lvg, { vg: 'data', state: 'absent' });
    expect(await target.exec('vgs --noheadings 2>/dev/null')).toBe('');
  });
});

describe('file systems', () => {
  it.each([
    ['ext4', 16],
    ['xfs', 320],
    ['btrfs', 128],
    ['f2fs', 64],
    ['vfat', 16],
    ['swap', 16],
  ])('%s is made once, and wiped', async (fstype, size) => {
    const dev = `/srv/a $(touch odd) ${fstype}`;
    await target.exec(`truncate -s ${size}M '${dev}'`);
    await converge(on, filesystem, { dev, fstype });
    expect(await target.exec(`blkid -o value -s TYPE '${dev}'`)).toBe(`${fstype}\n`);
    const other = await runOn(on, filesystem, { dev, fstype: fstype === 'ext4' ? 'xfs' : 'ext4' });
    expect(other.result).toMatchObject({
      failed: true,
      msg: `'${dev}' is already used as ${fstype}, use force=true to overwrite`,
    });
    await converge(on, filesystem, { dev, state: 'absent' });
    expect(await target.exec(`blkid -p '${dev}' || true; ls odd 2>/dev/null || true; rm '${dev}'`)).toBe('');
  });
  it('grow with their device', async () => {
    await target.exec('truncate -s 16M /srv/g && mkfs.ext4 -q /srv/g && truncate -s 32M /srv/g');
    await converge(on, filesystem, { dev: '/srv/g', fstype: 'ext4', resizefs: true });
    expect(await target.exec('tune2fs -l /srv/g | grep "^Block count"')).toMatch(/32768/);
  });
  it('are physical volumes too', async () => {
    await converge(on, filesystem, { dev: first, fstype: 'lvm' });
    await converge(on, filesystem, { dev: first, state: 'absent' });
  });
});

describe('partitions', () => {
  const device = '/srv/disk';

  it('are made, named, flagged, resized and removed', async () => {
    await target.exec(`truncate -s 64M ${device}`);
    const label = { device, label: 'gpt', unit: 'MiB' };
    await converge(on, parted, {
      ...label,
      number: 1,
      state: 'present',
      part_end: '10MiB',
      name: 'the first',
      flags: 'lvm',
    });
    await converge(on, parted, { ...label, number: 2, state: 'present', part_start: '10MiB', part_end: '20MiB' });
    await converge(on, parted, { ...label, number: 1, state: 'present', name: 'new', flags: 'boot,esp' });
    await converge(on, parted, { ...label, number: 2, state: 'present', part_end: '30MiB', resize: true });
    await converge(on, parted, { device, number: 1, state: 'absent' });
    const { result } = await runOn(on, parted, { device, unit: 'MiB' });
    expect(result).toMatchObject({
      changed: false,
      script: "unit 'MiB' print",
      disk: { dev: device, table: 'gpt', unit: 'mib', logical_block: 512 },
      partitions: [{ num: 2, name: 'primary', flags: [], unit: 'mib' }],
    });
  });
  it('says what parted says', async () => {
    expect((await runOn(on, parted, { device: '/srv/none' })).result).toMatchObject({
      failed: true,
      rc: 1,
      err: expect.stringContaining('Could not stat device') as string,
    });
  });
});
