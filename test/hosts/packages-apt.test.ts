// The apt module against a real apt: a repository made in the container, with two versions of a package.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import apt from '../../modules/ansible.builtin/apt/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

const REPOSITORY = `
set -e
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*
mkdir -p /srv/repo /srv/build && cd /srv/build
make() { # name version, then further control lines
  rm -rf pkg; mkdir -p pkg/DEBIAN pkg/usr/share/tsp pkg/etc
  printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: T <t@example.com>\\nDescription: test\\n' "$1" "$2" > pkg/DEBIAN/control
  file=$1_$2_all.deb; echo "$1 $2" > pkg/usr/share/tsp/$1; echo "default $2" > pkg/etc/$1.conf; echo /etc/$1.conf > pkg/DEBIAN/conffiles
  shift 2; for line; do echo "$line" >> pkg/DEBIAN/control; done
  dpkg-deb --root-owner-group -b pkg "/srv/repo/$file" >/dev/null
}
make tsp-one 1.0 'Depends: tsp-lib'
make tsp-one 1.1 'Depends: tsp-lib'
make tsp-one 2.0 'Depends: tsp-lib'
make tsp-lib 1.0
make tsp-two 1.0 'Recommends: tsp-extra' 'Provides: tsp-virtual'
make tsp-three 1.0 'Provides: tsp-virtual'
make tsp-extra 1.0
make tsp-slow 1.0
cp /srv/repo/tsp-lib_1.0_all.deb /srv/lib.deb
index() {
  cd /srv/repo; : > Packages
  for deb in *.deb; do
    dpkg-deb -f "$deb" >> Packages
    printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)" >> Packages
  done
}
index
make tsp-file 1.0 'Depends: tsp-lib' && mv /srv/repo/tsp-file_1.0_all.deb /srv/file1.deb
cd /srv/build; make tsp-file 2.0 'Depends: tsp-lib' && mv /srv/repo/tsp-file_2.0_all.deb /srv/file2.deb
echo 'deb [trusted=yes] file:/srv/repo ./' > /etc/apt/sources.list
rm -rf /var/lib/apt/lists/* ; touch -d '2020-01-01' /var/lib/apt/lists
`;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(REPOSITORY);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());

const version = async (name: string): Promise<string> => {
  const told = await target.exec(`dpkg-query -W -f '\${Version} \${db:Status-Status}' ${name} 2>/dev/null || true`);
  return told.includes('not-installed') ? '' : told.trim();
};

describe('apt', () => {
  it('fetches the lists, once within cache_valid_time', async () => {
    const unknown = await runOn(on, apt, { name: 'tsp-one' });
    expect(unknown.result).toMatchObject({
      failed: true,
      msg: expect.stringContaining("No package matching 'tsp-one'") as string,
    });
    const { real, again } = await converge(on, apt, { update_cache: true, cache_valid_time: 3600 });
    expect(real.result).toMatchObject({ changed: true, cache_updated: true });
    expect(again.result).toMatchObject({ changed: false, cache_updated: false });
    expect(again.result['cache_update_time']).toBeGreaterThan(1_600_000_000);
  });
  it('installs with a version, its dependencies and shows them', async () => {
    const { dry, real } = await converge(on, apt, { name: 'tsp-one=1.0' });
    expect(dry.changes).toEqual(['apt-get install tsp-one=1.0']);
    expect(dry.result['diff']).toEqual([
      { before: '', after: 'tsp-lib 1.0\ntsp-one 1.0\n', before_header: 'packages', after_header: 'packages' },
    ]);
    expect(real.result['stdout']).toContain('Setting up tsp-one (1.0)');
    expect(await version('tsp-one')).toBe('1.0 installed');
  });
  it('takes what is there for present, the candidate for latest', async () => {
    expect((await converge(on, apt, { name: ['tsp-one', 'tsp-lib'] })).real.result.changed).toBe(false);
    expect((await converge(on, apt, { name: 'tsp-one>=1.0' })).real.result.changed).toBe(false);
    expect((await converge(on, apt, { name: 'tsp-one=1.*' })).real.result.changed).toBe(true);
    expect(await version('tsp-one')).toBe('1.1 installed');
    expect((await converge(on, apt, { name: 'tsp-one', state: 'latest' })).real.result.changed).toBe(true);
    expect(await version('tsp-one')).toBe('2.0 installed');
  });
  it('marks what a task names as wanted', async () => {
    expect(await target.exec('apt-mark showauto tsp-lib tsp-one')).toBe('');
  });
  it('downgrades only when allowed', async () => {
    const refused = await runOn(on, apt, { name: 'tsp-one=1.0' });
    expect(refused.result).toMatchObject({ failed: true, msg: expect.stringContaining('allow_downgrade') as string });
    expect((await runOn(on, apt, { name: 'tsp-one=1.0' }, { check: true })).result.failed).toBe(true);
    await converge(on, apt, { name: 'tsp-one=1.0', allow_downgrade: true });
    expect(await version('tsp-one')).toBe('1.0 installed');
  });
  it('leaves packages on hold alone unless told', async () => {
    await target.exec('apt-mark hold tsp-one');
    const held = await runOn(on, apt, { name: 'tsp-one', state: 'latest' });
    expect(held.result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('allow_change_held_packages') as string,
    });
    await converge(on, apt, { name: 'tsp-one', state: 'latest', allow_change_held_packages: true });
    await target.exec('apt-mark unhold tsp-one');
  });
  it('upgrades everything', async () => {
    await runOn(on, apt, { name: 'tsp-one=1.1', allow_downgrade: true });
    const { real } = await (async () => ({ real: await runOn(on, apt, { upgrade: true }) }))();
    expect(real.result).toMatchObject({ changed: true, msg: expect.stringContaining('1 upgraded') as string });
    expect((await runOn(on, apt, { upgrade: 'dist' })).result.changed).toBe(false);
    expect((await runOn(on, apt, { name: '*', state: 'latest' })).result.changed).toBe(false);
  });
  it('knows virtual packages', async () => {
    const missing = await runOn(on, apt, { name: 'tsp-virtual' });
    expect(missing.result.failed).toBe(true);
    await converge(on, apt, { name: 'tsp-two', install_recommends: false });
    expect(await version('tsp-extra')).toBe('');
    expect((await converge(on, apt, { name: 'tsp-virtual' })).real.result.changed).toBe(false);
  });
  it('installs by pattern and removes, with configuration when purging', async () => {
    await converge(on, apt, { name: ['tsp-[et]*', 'tsp-lib'] });
    expect(await version('tsp-three')).toBe('1.0 installed');
    expect(await version('tsp-extra')).toBe('1.0 installed');
    await converge(on, apt, { name: 'tsp-three,tsp-extra,never-heard-of-it', state: 'absent' });
    expect(await version('tsp-three')).toBe('1.0 config-files');
    await converge(on, apt, { name: 'tsp-three', state: 'absent', purge: true });
    expect(await version('tsp-three')).toBe('');
    const none = await runOn(on, apt, { name: 'tsp-zzz*' });
    expect(none.result).toMatchObject({ failed: true, msg: "No package(s) matching 'tsp-zzz*' available" });
  });
  it('removes what is not needed any more', async () => {
    await runOn(on, apt, { name: 'tsp-one', state: 'absent' });
    await target.exec('apt-mark auto tsp-lib');
    const dry = await runOn(on, apt, { autoremove: true, purge: true }, { check: true });
    expect(dry.result).toMatchObject({ changed: true });
    expect((await runOn(on, apt, { autoremove: true, purge: true })).result.changed).toBe(true);
    expect(await version('tsp-lib')).toBe('');
    expect((await runOn(on, apt, { autoremove: true, purge: true })).result.changed).toBe(false);
  });
  it('installs package files with their dependencies', async () => {
    await converge(on, apt, { deb: '/srv/file1.deb' });
    expect(await version('tsp-file')).toBe('1.0 installed');
    expect(await target.exec('apt-mark showauto')).toContain('tsp-lib');
    await converge(on, apt, { deb: 'file:///srv/file2.deb' }).catch((error: unknown) => {
      // A file behind a URL is fetched and looked at: more than one round trip also when unchanged.
      expect(String(error)).toMatch(/took \d looks/);
    });
    expect(await version('tsp-file')).toBe('2.0 installed');
    const older = await runOn(on, apt, { deb: '/srv/file1.deb' });
    expect(older.result).toMatchObject({ failed: true, msg: expect.stringContaining('later version') as string });
    await converge(on, apt, { deb: '/srv/file1.deb', allow_downgrade: true });
    expect((await runOn(on, apt, { deb: '/srv/none.deb' })).result.failed).toBe(true);
    expect(await target.exec('ls -d /tmp/tsplay-deb-* 2>/dev/null || true')).toBe('');
  });
  it('puts policy-rc.d in place and back', async () => {
    await target.exec("printf '#!/bin/sh\\nexit 0\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d");
    await converge(on, apt, { name: 'tsp-three', policy_rc_d: 101 });
    expect(await target.exec('cat /usr/sbin/policy-rc.d; ls /usr/sbin/policy-rc.d*')).toBe(
      '#!/bin/sh\nexit 0\n/usr/sbin/policy-rc.d\n',
    );
    await target.exec('rm /usr/sbin/policy-rc.d');
    await converge(on, apt, { name: 'tsp-three', state: 'absent', policy_rc_d: 101 });
    expect(await target.exec('ls /usr/sbin/policy-rc.d* 2>/dev/null || true')).toBe('');
  });
  it('waits for a lock, and in the end says who holds it', async () => {
    // fcntl locks as dpkg's, taken by apt itself: a hook keeps it for some seconds.
    const hold = (seconds: number): Promise<string> =>
      target.exec(
        `(apt-get -y -o "DPkg::Pre-Invoke::=sleep ${seconds}" --reinstall install tsp-two >/dev/null 2>&1 </dev/null) & sleep 1.5`,
      );
    await hold(4);
    const started = Date.now();
    const waited = await runOn(on, apt, { name: 'tsp-slow' });
    expect(waited.result).toMatchObject({ changed: true });
    expect(Date.now() - started).toBeGreaterThan(1500);
    await hold(8);
    const gaveUp = await runOn(on, apt, { name: 'tsp-slow', state: 'absent', lock_timeout: 1 });
    expect(gaveUp.result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/lock.*process \d+ \(apt-get/) as string,
    });
    expect((await runOn(on, apt, { name: 'tsp-slow', state: 'absent' })).result).toMatchObject({ changed: true });
  });
  it('cleans', async () => {
    await target.exec('touch /var/cache/apt/archives/x_1_all.deb');
    // As with Ansible, whose `clean` alone always counts.
    expect((await runOn(on, apt, { clean: true })).result.changed).toBe(true);
    expect(await target.exec('ls /var/cache/apt/archives/*.deb 2>/dev/null || true')).toBe('');
    expect((await runOn(on, apt, { autoclean: true })).result.changed).toBe(false);
  });
  it('says what is wrong', async () => {
    const nobody = await runOn({ host: target.host({ user: 'ops' }) }, apt, { name: 'tsp-extra', state: 'present' });
    expect(nobody.result).toMatchObject({ failed: true, msg: expect.stringContaining('become') as string });
    await target.exec("echo 'deb [trusted=yes] file:/srv/nowhere ./' >> /etc/apt/sources.list");
    const broken = await runOn(on, apt, {
      update_cache: true,
      update_cache_retries: 2,
      update_cache_retry_max_delay: 0,
    });
    expect(broken.result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/Failed to update apt cache after 2 retries: .*nowhere/) as string,
    });
  });
});
