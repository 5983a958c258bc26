// Modules of the system against a real Debian without Python, over SSH and sudo: sources and keys that the real apt
// checks, debconf, dpkg, update-alternatives, mounts, the time zone, the host name, a reboot.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import aptKey from '../../modules/ansible.builtin/apt_key/index.js';
import aptRepository from '../../modules/ansible.builtin/apt_repository/index.js';
import deb822 from '../../modules/ansible.builtin/deb822_repository/index.js';
import debconf from '../../modules/ansible.builtin/debconf/index.js';
import dpkgSelections from '../../modules/ansible.builtin/dpkg_selections/index.js';
import hostname from '../../modules/ansible.builtin/hostname/index.js';
import reboot from '../../modules/ansible.builtin/reboot/index.js';
import mount from '../../modules/ansible.posix/mount/index.js';
import sysctl from '../../modules/ansible.posix/sysctl/index.js';
import alternatives from '../../modules/community.general/alternatives/index.js';
import timezone from '../../modules/community.general/timezone/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { KEY, KEY_ID, MAKE_SIGNED_REPOSITORY } from './support/signed-repository.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget();
  // The kernel's parameters of the container's own network may be set once /proc/sys may be written.
  await target.exec(`rm -rf /etc/apt/sources.list.d/*; mount -o remount,rw /proc/sys
${MAKE_SIGNED_REPOSITORY}`);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());

describe('sources and keys', () => {
  const repo = 'deb file:/srv/signed ./';

  it('trusts nobody without the key, and leaves the files as they were', async () => {
    const args = { repo, update_cache_retries: 1, update_cache_retry_max_delay: 1 };
    expect((await runOn(on, aptRepository, args)).result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/^Failed to update apt cache after 1 retries: .*srv_signed|NO_PUBKEY/s) as string,
    });
    expect(await target.exec('ls /etc/apt/sources.list.d')).toBe('');
  });
  it('takes a key without gpg, which apt then trusts', async () => {
    const { real } = await converge(on, aptKey, { data: KEY });
    expect(real.result).toMatchObject({
      changed: true,
      fp: KEY_ID,
      after: expect.arrayContaining([KEY_ID]) as unknown,
    });
    const added = await converge(on, aptRepository, { repo, filename: 'signed' });
    expect(added.real.result['sources_added']).toEqual(['/etc/apt/sources.list.d/signed.list']);
    expect(await target.exec('apt-get update 2>&1')).not.toMatch(/^[WE]:.*(?:NO_PUBKEY|not signed)/m);
  });
  it('takes both away', async () => {
    await converge(on, aptRepository, { repo, state: 'absent' });
    await converge(on, aptKey, { id: KEY_ID, state: 'absent' });
    expect(await target.exec('ls /etc/apt/sources.list.d /etc/apt/trusted.gpg 2>&1 || true')).not.toMatch(
      /signed\.list/,
    );
  });
  it.each([
    ['the key as text', KEY],
    ['the key behind a URL', 'file:///srv/signed.asc'],
    ['a file of the host', '/srv/signed.asc'],
  ])('writes the format of today with %s, which apt checks', async (_what, signed_by) => {
    const args = { name: 'Signed Repo', uris: 'file:/srv/signed', suites: './', signed_by };
    const first = await runOn(on, deb822, args, { check: true });
    expect(first.result.changed).toBe(true);
    const real = await runOn(on, deb822, args);
    expect(real.result).toMatchObject({ changed: true, dest: '/etc/apt/sources.list.d/signed-repo.sources' });
    expect((await runOn(on, deb822, args)).result.changed).toBe(false);
    const said = await target.exec('apt-get update -o APT::Update::Error-Mode=any 2>&1');
    expect(said).toMatch(/file:\/srv\/signed/);
    await converge(on, deb822, { name: 'Signed Repo', state: 'absent' });
    expect(await target.exec('ls /etc/apt/sources.list.d')).toBe('');
  });
});

describe('dpkg and debconf', () => {
  it('holds a package', async () => {
    const { real } = await converge(on, dpkgSelections, { name: 'cron', selection: 'hold' });
    expect(real.result).toMatchObject({ before: 'install', after: 'hold' });
    expect(await target.exec('apt-mark showhold')).toBe('cron\n');
    await converge(on, dpkgSelections, { name: 'cron', selection: 'install' });
    const unknown = await runOn(on, dpkgSelections, { name: 'no-such-package', selection: 'hold' });
    expect(unknown.result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('Failed to find package') as string,
    });
  });
  it('answers questions', async () => {
    const args = { name: 'tsp', question: 'tsp/word', vtype: 'string', value: "it's $(x)" };
    await converge(on, debconf, args);
    await converge(on, debconf, { name: 'tsp', question: 'tsp/yes', vtype: 'boolean', value: true });
    await converge(on, debconf, { name: 'tsp', question: 'tsp/secret', vtype: 'password', value: 's3cret word' });
    const read = await runOn(on, debconf, { name: 'tsp' });
    expect(read.result['current']).toEqual({
      'tsp/word': "it's $(x)",
      'tsp/yes': 'true',
      'tsp/secret': '(password omitted)',
    });
  });
});

describe('alternatives', () => {
  it('installs, selects, gives back and removes', async () => {
    await target.exec('touch /srv/one /srv/two');
    const link = '/usr/local/bin/tsp';
    await converge(on, alternatives, { name: 'tsp', link, path: '/srv/one', priority: 10, state: 'present' });
    await converge(on, alternatives, { name: 'tsp', link, path: '/srv/two', priority: 20, state: 'present' });
    expect(await target.exec(`readlink -f ${link}`)).toBe('/srv/two\n');
    await converge(on, alternatives, { name: 'tsp', path: '/srv/one' });
    expect(await target.exec(`readlink -f ${link}`)).toBe('/srv/one\n');
    await converge(on, alternatives, { name: 'tsp', path: '/srv/one', state: 'auto' });
    expect(await target.exec(`readlink -f ${link}`)).toBe('/srv/two\n');
    await converge(on, alternatives, { name: 'tsp', path: '/srv/two', state: 'absent' });
    await converge(on, alternatives, { name: 'tsp', path: '/srv/one', state: 'absent' });
    expect(await target.exec(`ls ${link} 2>&1 || true`)).toContain('No such file');
  });
});

describe('mount', () => {
  const path = '/mnt/my data';

  it('mounts now and at boot, and takes it all back', async () => {
    const args = { path, src: 'tmpfs', fstype: 'tmpfs', opts: 'size=64k', state: 'mounted' };
    await converge(on, mount, args);
    expect(await target.exec('grep -c my.040data /proc/self/mountinfo')).toBe('1\n');
    await converge(on, mount, { ...args, opts: 'size=128k' });
    expect(await target.exec(`findmnt -no OPTIONS '${path}'`)).toContain('size=128k');
    await converge(on, mount, { path, state: 'unmounted' });
    await converge(on, mount, args);
    await converge(on, mount, { path, state: 'absent' });
    expect(await target.exec(`cat /etc/fstab; ls -d '${path}' 2>&1 || true`)).toMatch(/No such file/);
  });
  it('mounts a directory elsewhere', async () => {
    await target.exec('mkdir -p /srv/from && touch /srv/from/file');
    await converge(on, mount, { path: '/mnt/bind', src: '/srv/from', fstype: 'none', opts: 'bind', state: 'mounted' });
    expect(await target.exec('ls /mnt/bind')).toBe('file\n');
    await converge(on, mount, { path: '/mnt/bind', state: 'absent' });
  });
  it('says what the system says, and leaves no entry', async () => {
    const args = { path: '/mnt/none', src: '/dev/none', fstype: 'ext4', state: 'mounted' };
    expect((await runOn(on, mount, args)).result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/^Error mounting \/mnt\/none: /) as string,
    });
    expect(await target.exec('cat /etc/fstab; ls -d /mnt/none 2>&1 || true')).not.toContain('/dev/none');
  });
});

describe('sysctl', () => {
  it('sets a parameter of the network, at once and in a file', async () => {
    const args = {
      name: 'net.ipv4.ip_default_ttl',
      value: 77,
      sysctl_set: true,
      sysctl_file: '/etc/sysctl.d/60-tsp.conf',
    };
    await converge(on, sysctl, args);
    expect(await target.exec('cat /proc/sys/net/ipv4/ip_default_ttl')).toBe('77\n');
    await converge(on, sysctl, { ...args, state: 'absent' });
    expect(await target.exec('cat /etc/sysctl.d/60-tsp.conf')).toBe('');
  });
});

describe('time zone and name', () => {
  it('sets the zone', async () => {
    await converge(on, timezone, { name: 'Europe/Vienna' });
    expect(await target.exec('date +%Z')).toMatch(/^CES?T$/m);
    await converge(on, timezone, { name: 'Etc/UTC' });
  });
  it('sets the name', async () => {
    await target.exec('umount /etc/hostname && touch /etc/hostname'); // Docker's own, which cannot be replaced
    const { real } = await converge(on, hostname, { name: 'renamed' });
    expect(real.result['ansible_facts']).toMatchObject({ ansible_hostname: 'renamed', ansible_nodename: 'renamed' });
    expect(await target.exec('hostname; cat /etc/hostname')).toBe('renamed\nrenamed\n');
  });
});

const running = (): string =>
  execFileSync('docker', ['inspect', '-f', '{{.State.Running}}', target.container.getId()], {
    encoding: 'utf8',
  }).trim();

describe('reboot', () => {
  it('waits until the host is back', async () => {
    // The published port is another one after a restart, the container's own address is not.
    const settings = target.settings('ops', { host: target.ip, port: 22, connectTimeout: 3000 });
    const host = target.host({ settings });
    const args = {
      boot_time_command: "cut -d ' ' -f 22 /proc/1/stat",
      reboot_timeout: 120,
      test_command: 'systemctl is-system-running --wait',
    };
    const waiting = runOn({ host, become: sudo() }, reboot, args, { task: { connection: settings } });
    // systemd ends the container; Docker starts it again, as a machine would by itself.
    await expect.poll(running, { timeout: 30_000, interval: 500 }).toBe('false');
    execFileSync('docker', ['start', target.container.getId()]);
    const { result } = await waiting;
    expect(result).toMatchObject({ changed: true, rebooted: true, elapsed: expect.any(Number) as number });
    expect(await host.view({ become: sudo() }).view.platform()).toMatchObject({ osFamily: 'Debian' });
  });
});
