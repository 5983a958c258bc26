// The modules of package managers against the real programs of Debian's archive, with repositories made in the container:
// dnf and rpm, zypper, pacman. What Debian does not have (apk, dnf5) is tested beside its module with a fake program.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import dnf from '../../modules/ansible.builtin/dnf/index.js';
import rpmKey from '../../modules/ansible.builtin/rpm_key/index.js';
import subversion from '../../modules/ansible.builtin/subversion/index.js';
import gem from '../../modules/community.general/gem/index.js';
import make from '../../modules/community.general/make/index.js';
import npm from '../../modules/community.general/npm/index.js';
import pacman from '../../modules/community.general/pacman/index.js';
import zypper from '../../modules/community.general/zypper/index.js';
import zypperRepository from '../../modules/community.general/zypper_repository/index.js';
import type { AnyModule } from '../../src/kit/index.js';
import { converge, runOn, type OnHost, type Ran } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

const PROGRAMS = `command -v dnf && command -v pacman && command -v zypper || {
apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \\
  dnf createrepo-c rpm pacman-package-manager makepkg libarchive-tools zypper gnupg ruby subversion make npm
}`;

/** tsp-one in two versions (a security update), which needs tsp-lib; tsp-two provides tsp-virtual and /usr/share/tsp-two. */
const RPMS = `set -e; mkdir -p /etc/rpm; echo '%_dbpath /var/lib/rpm' > /etc/rpm/macros; mkdir -p /srv/repo /root/specs; cd /root/specs
mk() { n=$1 v=$2; shift 2
  { printf 'Name: %s\\nVersion: %s\\nRelease: 1\\nSummary: t\\nLicense: X\\nBuildArch: noarch\\n' "$n" "$v"; for l; do echo "$l"; done
    printf '%%description\\nt\\n%%install\\nmkdir -p %%{buildroot}/usr/share; echo %s > %%{buildroot}/usr/share/%s\\n%%files\\n/usr/share/%s\\n' "$v" "$n" "$n"
  } > "$n.spec"; rpmbuild --quiet -bb "$n.spec"; }
mk tsp-one 1.0 'Requires: tsp-lib'; mk tsp-one 2.0 'Requires: tsp-lib'; mk tsp-lib 1.0
mk tsp-two-with-a-name-that-does-not-fit-into-its-column-of-the-table 1.0 'Provides: tsp-virtual' 'Epoch: 3'
mk tsp-extra 1.0; mk tsp-file 1.0; cp /root/rpmbuild/RPMS/noarch/tsp-file-1.0-1.noarch.rpm /srv/my-file.rpm
mv /root/rpmbuild/RPMS/noarch/tsp-file* /root/; cp /root/rpmbuild/RPMS/noarch/*.rpm /srv/repo
cat > /root/comps.xml <<'X'
<comps><group><id>tsp-group</id><name>Tsp Group</name><description>d</description><uservisible>true</uservisible>
<packagelist><packagereq type="mandatory">tsp-extra</packagereq></packagelist></group></comps>
X
createrepo_c -q -g /root/comps.xml /srv/repo
mkdir -p /srv/empty; createrepo_c -q /srv/empty
mkdir -p /etc/yum.repos.d /etc/dnf; rm -f /etc/yum.repos.d/*
printf '[local]\\nname=local\\nbaseurl=file:///srv/repo\\ngpgcheck=0\\n[empty]\\nname=empty\\nbaseurl=file:///srv/empty\\nenabled=0\\ngpgcheck=0\\n' > /etc/yum.repos.d/local.repo`;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(PROGRAMS);
  await target.exec(RPMS);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
}, 600_000);
afterAll(() => target.stop());

const installed = async (name: string): Promise<string> =>
  (await target.exec(`rpm -q --qf '%{VERSION}' ${name} || true`)).replace(/.*is not installed/, '').trim();

/** As `converge`, for what only the package manager itself can tell: it is asked even when nothing changes. */
async function settle(
  module: AnyModule,
  args: Record<string, unknown>,
): Promise<{ readonly dry: Ran; readonly real: Ran }> {
  const dry = await runOn(on, module, args, { check: true });
  const real = await runOn(on, module, args);
  const again = await runOn(on, module, args);
  const seen = [dry, real, again].map(({ result }) => [result.changed, result.failed, result.failed && result.msg]);
  expect(seen, `${module.name} ${JSON.stringify(args)}`).toEqual([
    [real.result.changed, undefined, undefined],
    [real.result.changed, undefined, undefined],
    [false, undefined, undefined],
  ]);
  return { dry, real };
}

describe('dnf', () => {
  const two = 'tsp-two-with-a-name-that-does-not-fit-into-its-column-of-the-table';

  it('installs a version with what it needs, and tells it', async () => {
    const { dry, real, again } = await converge(on, dnf, { name: 'tsp-one-1.0', releasever: '9' });
    expect(dry.result).toMatchObject({
      changed: true,
      msg: 'Check mode: No changes made, but would have if not in check mode',
      results: ['Installed: tsp-one-1.0-1.noarch', 'Installed: tsp-lib-1.0-1.noarch'],
    });
    expect(real.result).toMatchObject({ changed: true, msg: '', rc: 0, results: dry.result['results'] });
    expect(again.result).toMatchObject({ changed: false, msg: 'Nothing to do', results: [] });
    expect(again.trips).toBe(1);
  });
  it('takes names, capabilities, paths, patterns and comparisons', async () => {
    for (const name of [
      'tsp-one',
      'tsp-one.noarch',
      'tsp-one >= 1.0',
      'tsp-one-1.0-1.noarch',
      '/usr/share/tsp-one',
      'tsp-l*',
    ]) {
      const { result } = await runOn(on, dnf, { name });
      expect(result, name).toMatchObject({ changed: false, rc: 0 });
    }
    const { real } = await converge(on, dnf, { name: ['tsp-virtual'] });
    expect(real.result['results']).toEqual([`Installed: ${two}-3:1.0-1.noarch`]);
    const newer = await runOn(on, dnf, { name: 'tsp-one > 1.0' }, { check: true });
    expect(newer.result).toMatchObject({ changed: true });
  });
  it('updates, and goes back only when told so', async () => {
    const latest = await settle(dnf, { name: ['tsp-one', 'tsp-nothing'], state: 'latest', update_only: true });
    expect(latest.real.result['results']).toEqual([
      'Packages providing tsp-nothing not installed due to update_only specified',
      'Installed: tsp-one-2.0-1.noarch',
      'Removed: tsp-one-1.0-1.noarch',
    ]);
    expect((await runOn(on, dnf, { name: 'tsp-one-1.0' })).result).toMatchObject({ changed: false });
    const back = await runOn(on, dnf, { name: 'tsp-one-1.0', allow_downgrade: true });
    expect(back.result).toMatchObject({ changed: true });
    expect(await installed('tsp-one')).toBe('1.0');
    expect((await runOn(on, dnf, { name: '*', state: 'latest', security: true })).result).toMatchObject({
      changed: false,
    });
    expect((await settle(dnf, { name: '*', state: 'latest' })).real.result.changed).toBe(true);
    expect(await installed('tsp-one')).toBe('2.0');
  });
  it('installs files, whose signature must be right', async () => {
    const unsigned = await runOn(on, dnf, { name: '/srv/my-file.rpm' });
    expect(unsigned.result).toMatchObject({ failed: true, msg: expect.stringContaining('GPG check FAILED') as string });
    const { real } = await converge(on, dnf, { name: '/srv/my-file.rpm', disable_gpg_check: true });
    expect(real.result['results']).toContain('Installed: tsp-file-1.0-1.noarch');
    expect((await runOn(on, dnf, { name: '/srv/my-file.rpm', state: 'absent' })).result['msg']).toMatch(
      /Cannot remove paths/,
    );
  });
  it('installs groups and leaves out what is excluded or not enabled', async () => {
    const none = await runOn(on, dnf, { name: '@tsp-none' });
    expect(none.result).toMatchObject({ failed: true, msg: 'No group tsp-none available.' });
    const off = await runOn(on, dnf, { name: 'tsp-extra', disablerepo: '*', enablerepo: 'empty' });
    expect(off.result).toMatchObject({ failed: true, failures: ['No package tsp-extra available.'] });
    const { real } = await settle(dnf, { name: '@tsp-group' });
    expect(real.result['results']).toContain('Installed: tsp-extra-1.0-1.noarch');
  });
  it('removes, with those that need it, and what nobody needs', async () => {
    const { real } = await converge(on, dnf, { name: ['tsp-one', 'tsp-none'], state: 'absent' });
    expect(real.result['results']).toEqual(['No match for argument: tsp-none', 'Removed: tsp-one-2.0-1.noarch']);
    expect(await installed('tsp-lib')).toBe('1.0');
    expect((await settle(dnf, { autoremove: true })).real.result['results']).toEqual(['Removed: tsp-lib-1.0-1.noarch']);
  });
  it('downloads, lists, refreshes, installs elsewhere', async () => {
    const down = await runOn(on, dnf, { name: 'tsp-one', download_only: true, download_dir: '/srv/down' });
    expect(down.result['results']).toContain('Downloaded: tsp-one-2.0-1.noarch');
    await target.exec('test -f /srv/down/tsp-one-2.0-1.noarch.rpm');
    const list = await runOn(on, dnf, { list: 'available' });
    expect(list.result['results']).toContainEqual(
      expect.objectContaining({ name: 'tsp-one', version: '1.0', epoch: '0', repo: 'local', yumstate: 'available' }),
    );
    expect((await runOn(on, dnf, { list: 'repos' })).result['results']).toEqual([
      { repoid: 'local', state: 'enabled' },
    ]);
    expect((await runOn(on, dnf, { update_cache: true })).result).toMatchObject({
      changed: false,
      msg: 'Cache updated',
    });
    const root = { name: 'tsp-lib', installroot: '/srv/root', releasever: '9', disable_gpg_check: true };
    const { real } = await converge(on, dnf, root);
    expect(real.result['results']).toEqual(['Installed: tsp-lib-1.0-1.noarch']);
    await target.exec('test -f /srv/root/usr/share/tsp-lib');
  });
  it('waits for another dnf', async () => {
    const held = `python3 -c 'import dnf, time
with dnf.lock.build_rpmdb_lock("/var/lib/dnf", True): time.sleep(25)' > /tmp/held 2>&1 &`;
    await target.exec(`rpm -e tsp-lib 2>/dev/null; ${held} sleep 3; test -e /var/lib/dnf/rpmdb_lock.pid`);
    const short = await runOn(on, dnf, { name: 'tsp-lib', lock_timeout: 0 });
    expect(short.result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('held by another process') as string,
    });
    const waited = await runOn(on, dnf, { name: 'tsp-lib' });
    expect(waited.result).toMatchObject({ changed: true });
  });
  it('needs root', async () => {
    const { result } = await runOn({ host: target.host({ user: 'nosudo' }) }, dnf, { name: 'tsp-one' });
    expect(result['msg']).toBe('This command has to be run under the root user.');
  });
});

describe('rpm_key', () => {
  it('imports a key once and removes it', async () => {
    await target.exec(`export GNUPGHOME=/root/gpg; mkdir -p -m 700 $GNUPGHOME
gpg --batch --passphrase '' --quick-gen-key 'T <t@example.com>' rsa2048 sign never 2>/dev/null; gpg --armor --export > /srv/key.asc`);
    const id = (
      await target.exec(`GNUPGHOME=/root/gpg gpg --with-colons -k 2>/dev/null | awk -F: '/^fpr/ { print $10; exit }'`)
    ).trim();
    const wrong = await runOn(on, rpmKey, { key: '/srv/key.asc', fingerprint: 'A'.repeat(40) });
    expect(wrong.result).toMatchObject({ failed: true, msg: expect.stringContaining('does not match') as string });
    expect((await converge(on, rpmKey, { key: '/srv/key.asc', fingerprint: id })).real.result.changed).toBe(true);
    expect((await runOn(on, rpmKey, { key: id.slice(-8) })).result.changed).toBe(false);
    expect((await converge(on, rpmKey, { key: `0x${id.slice(-8)}`, state: 'absent' })).real.result.changed).toBe(true);
    expect(await target.exec('rpm -q gpg-pubkey || true')).toContain('not installed');
    expect((await runOn(on, rpmKey, { key: 'nonsense' })).result['msg']).toBe('Not a valid key nonsense');
  });
});

describe('zypper', () => {
  it('adds a repository, changes it, removes it', async () => {
    await target.exec('mkdir -p /etc/zypp/repos.d; rm -f /etc/zypp/repos.d/*');
    const wanted = { name: 'local', repo: 'dir:/srv/repo', disable_gpg_check: true, autorefresh: false };
    const settled = async (args: Record<string, unknown>): Promise<unknown[]> =>
      [await runOn(on, zypperRepository, args), await runOn(on, zypperRepository, args)].map(
        ({ result }) => result.failed ?? result.changed,
      );
    expect(await settled(wanted)).toEqual([true, false]);
    expect(await settled({ ...wanted, description: 'Of tests', priority: 42 })).toEqual([true, false]);
    expect(await target.exec('zypper lr -p')).toMatch(/Of tests.*42/);
    expect(await settled({ name: 'local', state: 'absent' })).toEqual([true, false]);
    expect(await settled(wanted)).toEqual([true, false]);
  });
  it('installs, updates and removes packages', async () => {
    await target.exec(
      'for p in tsp-one tsp-lib tsp-extra; do rpm -e $p 2>/dev/null || true; done ; zypper -q --non-interactive --no-gpg-checks refresh',
    );
    const first = await settle(zypper, {
      name: ['tsp-one=1.0', 'tsp-extra'],
      update_cache: true,
      disable_gpg_check: true,
    });
    expect(first.dry.result['diff']).toEqual([
      expect.objectContaining({ after: 'installed: tsp-extra, tsp-lib, tsp-one\n' }),
    ]);
    expect(await installed('tsp-one')).toBe('1.0');
    expect((await converge(on, zypper, { name: ['tsp-one', 'tsp-lib'] })).real.result).toMatchObject({
      changed: false,
      rc: 0,
    });
    const latest = await settle(zypper, { name: 'tsp-one', state: 'latest', disable_gpg_check: true });
    expect(latest.real.result['stdout']).toContain('<to-upgrade>');
    expect((await runOn(on, zypper, { name: 'tsp-nothing' })).result).toMatchObject({ failed: true, rc: 104 });
    expect((await settle(zypper, { name: '*', state: 'latest' })).real.result.changed).toBe(false);
    expect((await converge(on, zypper, { name: ['tsp-lib', 'tsp-none'], state: 'absent' })).real.result.changed).toBe(
      true,
    );
    expect(await installed('tsp-one')).toBe('');
  });
});

const PACKAGES = `set -e; rm -rf /srv/arch; mkdir -p /srv/arch/repo /var/lib/pacman /etc/pacman.d; cd /srv/arch
mk() { n=$1 v=$2; shift 2; rm -rf p; mkdir -p p/usr/share
  printf 'pkgname = %s\\npkgver = %s\\npkgdesc = t\\nurl = u\\nbuilddate = 1\\npackager = T\\nsize = 1\\narch = any\\n' "$n" "$v" > p/.PKGINFO
  for l; do echo "$l" >> p/.PKGINFO; done; echo "$v" > p/usr/share/arch-$n
  tar -C p -czf "repo/$n-$v-any.pkg.tar.gz" .PKGINFO usr; }
mk one 1.0-1 'depend = lib'; mk lib 1.0-1; mk two 1.0-1 'group = tsp'; mk three 1.0-1 'group = tsp'; mk file 1.0-1
mv repo/file-1.0-1-any.pkg.tar.gz /srv/arch/; repo-add -q repo/tsprepo.db.tar.gz repo/*.pkg.tar.gz > /dev/null
printf '[options]\\nArchitecture = auto\\nSigLevel = Never\\nLocalFileSigLevel = Never\\n[tsprepo]\\nServer = file:///srv/arch/repo\\n' > /etc/pacman.conf`;

describe('pacman', () => {
  beforeAll(() => target.exec(PACKAGES));

  it('fetches lists, installs with what is needed', async () => {
    const { result } = await runOn(on, pacman, { update_cache: true });
    expect(result).toMatchObject({ changed: true, cache_updated: true, msg: 'Updated package db' });
    expect((await runOn(on, pacman, { update_cache: true })).result).toMatchObject({
      changed: false,
      cache_updated: false,
    });
    const { dry, real, again } = await converge(on, pacman, { name: 'one' });
    expect(dry.result).toMatchObject({ msg: 'Would have installed 2 packages', packages: ['lib', 'one'] });
    expect(dry.result['diff']).toEqual(expect.objectContaining({ before: '', after: 'lib-1.0-1\none-1.0-1\n' }));
    expect(real.result).toMatchObject({ msg: 'Installed 2 package(s)', packages: ['lib', 'one'] });
    expect(again.result).toMatchObject({ msg: 'package(s) already installed', packages: [] });
  });
  it('knows groups, files, reasons and repositories', async () => {
    expect((await converge(on, pacman, { name: 'tsp' })).real.result['packages']).toEqual(['three', 'two']);
    const file = await settle(pacman, { name: '/srv/arch/file-1.0-1-any.pkg.tar.gz' });
    expect(file.real.result['packages']).toEqual(['file']);
    expect((await settle(pacman, { name: 'tsprepo/two' })).real.result.changed).toBe(false);
    const reason = { name: ['one', 'two'], reason: 'dependency', reason_for: 'all' };
    expect((await converge(on, pacman, reason)).real.result['packages']).toEqual(['one', 'two']);
    expect((await runOn(on, pacman, { name: 'nothing' })).result).toMatchObject({ failed: true });
  });
  it('upgrades', async () => {
    await target.exec(`cd /srv/arch; ${PACKAGES.slice(PACKAGES.indexOf('mk()'), PACKAGES.indexOf('mk one'))}
mk one 2.0-1 'depend = lib'; repo-add -q repo/tsprepo.db.tar.gz repo/one-2.0-1-any.pkg.tar.gz > /dev/null`);
    const latest = await runOn(on, pacman, { name: 'one', state: 'latest', update_cache: true });
    expect(latest.result).toMatchObject({ changed: true, packages: ['one'], cache_updated: true });
    expect((await converge(on, pacman, { upgrade: true })).real.result).toMatchObject({
      changed: false,
      msg: 'Nothing to upgrade',
    });
  });
  it('waits for the lock, then removes', async () => {
    await target.exec('touch /var/lib/pacman/db.lck; (sleep 4; rm /var/lib/pacman/db.lck) > /dev/null 2>&1 &');
    const { real } = await settle(pacman, { name: ['one', 'none'], state: 'absent' });
    expect(real.result).toMatchObject({ packages: ['one-2.0-1'], msg: 'Removed 1 package(s)' });
    const needed = await runOn(on, pacman, { name: 'one' });
    expect(needed.result.changed).toBe(true);
    expect((await runOn(on, pacman, { name: 'lib', state: 'absent' })).result).toMatchObject({ failed: true });
    expect((await runOn(on, pacman, { name: 'lib', state: 'absent', force: true })).result.changed).toBe(true);
  });
});

describe('programs that install for a project', () => {
  it('gem installs a file, tells versions, removes', async () => {
    await target.exec(
      `mkdir -p /srv/gem; cd /srv/gem; printf 'Gem::Specification.new { |s| s.name = "tsp"; s.version = "1.2"; s.summary = "t"; s.authors = ["t"]; s.files = [] }' > tsp.gemspec; gem build -q tsp.gemspec 2>/dev/null`,
    );
    const args = { name: 'tsp', gem_source: '/srv/gem/tsp-1.2.gem', user_install: false };
    expect((await converge(on, gem, args)).real.result).toEqual(
      expect.objectContaining({ changed: true, name: 'tsp', state: 'present' }),
    );
    expect((await runOn(on, gem, { name: 'tsp', version: '1.2' })).result).toMatchObject({
      changed: false,
      version: '1.2',
    });
    expect((await converge(on, gem, { name: 'tsp', state: 'absent', user_install: false })).real.result.changed).toBe(
      true,
    );
  });
  it('make runs what is not up to date', async () => {
    await target.exec(
      `mkdir -p '/srv/m k'; cd '/srv/m k'; printf 'out: ; echo $(X) > out; echo made\\nall: out\\n' > Makefile`,
    );
    const { real } = await converge(on, make, { chdir: '/srv/m k', target: 'out', params: { X: 'a b' }, jobs: 2 });
    expect(real.result).toMatchObject({
      changed: true,
      stdout: 'echo a b > out; echo made\nmade',
      target: 'out',
      file: null,
    });
    expect(real.result['command']).toMatch(/make -j 2 out 'X=a b'$/);
    expect((await runOn(on, make, { chdir: '/srv/m k', target: 'nothing' })).result).toMatchObject({ failed: true });
  });
  it('subversion checks out, updates, minds changes, exports', async () => {
    await target.exec(
      `rm -rf /srv/svn /srv/wc /srv/out; svnadmin create /srv/svn; svn -q co file:///srv/svn /root/w; cd /root/w; echo 1 > a; svn -q add a; svn -q ci -m 1`,
    );
    const args = { repo: 'file:///srv/svn', dest: '/srv/wc' };
    const { real, again } = await settleSvn(args);
    expect(real['after']).toEqual(['Revision: 1', 'URL: file:///srv/svn']);
    expect(again).toMatchObject({ changed: false, before: ['Revision: 1', 'URL: file:///srv/svn'] });
    await target.exec('cd /root/w; echo 2 > a; svn -q ci -m 2');
    expect((await runOn(on, subversion, args, { check: true })).result).toMatchObject({
      changed: true,
      after: 'Revision: 2',
    });
    expect((await runOn(on, subversion, args)).result).toMatchObject({
      changed: true,
      after: ['Revision: 2', 'URL: file:///srv/svn'],
    });
    await target.exec('echo x > /srv/wc/a');
    expect((await runOn(on, subversion, args)).result['msg']).toBe('ERROR: modified files exist in the repository.');
    expect((await runOn(on, subversion, { ...args, force: true })).result.changed).toBe(true);
    expect(await target.exec('cat /srv/wc/a')).toBe('2\n');
    expect((await runOn(on, subversion, { ...args, dest: '/srv/out', export: true, revision: 1 })).result.changed).toBe(
      true,
    );
    expect(await target.exec('cat /srv/out/a; ls -A /srv/out')).toBe('1\na\n');
    const idle = { repo: args.repo, checkout: false, update: false };
    expect((await runOn(on, subversion, idle)).result).toMatchObject({ changed: false, after: 'Revision: 2' });
  });
  it('npm installs a package of the disk', async () => {
    await target.exec(
      `rm -rf /srv/np; mkdir -p /srv/np/lib /srv/np/app; cd /srv/np/lib; echo '{"name":"tsp-lib","version":"1.0.0"}' > package.json; echo '{"name":"app","version":"1.0.0","dependencies":{"tsp-lib":"file:../lib"}}' > ../app/package.json; chmod -R a+rX /srv/np`,
    );
    expect((await converge(on, npm, { path: '/srv/np/app' })).real.result.changed).toBe(true);
    expect(
      (await converge(on, npm, { path: '/srv/np/app', name: 'tsp-lib', state: 'absent' })).real.result.changed,
    ).toBe(true);
  });
});

async function settleSvn(
  args: Record<string, unknown>,
): Promise<Record<'again' | 'dry' | 'real', Record<string, unknown>>> {
  const { result: dry } = await runOn(on, subversion, args, { check: true });
  const { result: real } = await runOn(on, subversion, args);
  const { result: again } = await runOn(on, subversion, args);
  expect([dry.changed, real.changed, again.changed, real.msg]).toEqual([real.changed, real.changed, false, undefined]);
  return { dry, real, again };
}
