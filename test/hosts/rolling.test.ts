// playbooks/rolling-update.yml on three servers with packages of their own: canary first, exact versions, reboots one by one, and
// what becomes of it when the canary or a host of a batch does not get healthy.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { makeKey, startTarget, type Target, type TestKey } from './support/target.js';

const PLAYBOOK = join(import.meta.dirname, '../../playbooks/rolling-update.yml');
const NAMES = ['canary', 'two', 'three'] as const;
type Name = (typeof NAMES)[number];

/** Makes a repository of the packages of a word `name=version`, the only one that apt knows. */
const PUBLISH = `publish() {
  mkdir -p /srv/repo; cd /srv/repo
  for word; do mkdir -p /srv/b/DEBIAN
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: x <x@example.com>\\nDescription: x\\n' "\${word%=*}" "\${word#*=}" >/srv/b/DEBIAN/control
    dpkg-deb -b /srv/b "\${word%=*}_\${word#*=}_all.deb" >/dev/null; rm -r /srv/b
  done
  for f in *.deb; do dpkg-deb -f "$f"; printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$f" "$(stat -c %s "$f")" "$(sha256sum "$f" | cut -d' ' -f1)"; done >Packages
  printf 'deb [trusted=yes] file:/srv/repo ./\\n' >/etc/apt/sources.list; rm -rf /etc/apt/sources.list.d/*
  apt-get update -qq
}
`;

const cli = useCommand();
let key: TestKey;
const targets = {} as Record<Name, Target>;
const on = (name: Name, script: string): Promise<string> => targets[name].exec(script);
const versionsOf = (name: Name): Promise<string> =>
  on(name, `dpkg-query -W -f '\${Package}=\${Version} ' app lib 2>/dev/null || true`);

beforeAll(async () => {
  key = makeKey();
  const started = await Promise.all(NAMES.map((name) => startTarget({ key, hostname: name })));
  NAMES.forEach((name, i) => (targets[name] = started[i] as Target));
  const lines = NAMES.map(
    (name) =>
      `${name} ansible_host=${targets[name].ip} ansible_user=root ansible_ssh_private_key_file=${key.path} ${NO_KNOWN_HOSTS} ansible_timeout=5\n`,
  );
  cli.write({ hosts: `${lines.join('')}[canaries]\ncanary\n` });
});
afterAll(async () => {
  await Promise.all(Object.values(targets).map((target) => target.stop()));
  key.remove();
});

/** All start with version 1; the canary's mirror has 2, those of the others have 3 already. */
beforeEach(async () => {
  await Promise.all(
    NAMES.map((name) =>
      on(
        name,
        `${PUBLISH}rm -rf /srv/repo /run/reboot-required /root/sick /var/lock/tsplay-os-update; publish app=1.0 lib=1.0
apt-get purge -qq -y app lib >/dev/null 2>&1; apt-get install -qq -y ${name === 'three' ? 'app' : 'app lib'} >/dev/null 2>&1
publish app=2.0 lib=2.0 ${name === 'canary' ? '' : 'app=3.0 lib=3.0'}`,
      ),
    ),
  );
});

/** Containers share the machine's own boot. */
const BOOT = 'cut -d" " -f22 /proc/1/stat';
const HEALTH = [{ command: 'test ! -e /root/sick' }, { service: 'ssh' }, { port: 22 }];

function update(extra: object = {}, ...words: readonly string[]): Promise<Ran> {
  const vars = { os_update_health: HEALTH, os_update_health_retries: 1, os_update_health_delay: 1, ...extra };
  return cli.run([PLAYBOOK, '-i', 'hosts', '-e', JSON.stringify({ update_batches: [1], ...vars }), ...words], {}, 240);
}

describe('a rolling update', () => {
  it('gives the others exactly what the canary got, and says who runs what', async () => {
    const dry = await update({}, '--check');
    expect(dry.code, dry.out + dry.err).toBe(0);
    expect(await versionsOf('canary')).toBe('app=1.0 lib=1.0 ');

    const { code, out, err } = await update({ os_update_report: cli.path('.') });
    expect(code, out + err).toBe(0);
    expect(await Promise.all(NAMES.map(versionsOf))).toEqual(['app=2.0 lib=2.0 ', 'app=2.0 lib=2.0 ', 'app=2.0 ']);
    const report = JSON.parse(readFileSync(cli.path('report.json'), 'utf8')) as { host: string; changed: string[] }[];
    expect(report.map(({ host, changed }) => [host, changed])).toEqual([
      ['canary', ['app=2.0', 'lib=2.0']],
      ['three', ['app=2.0']],
      ['two', ['app=2.0', 'lib=2.0']],
    ]);
    const written = JSON.parse(readFileSync(cli.path('changesets.json'), 'utf8')) as { os_update_changesets: object };
    expect(Object.entries(written.os_update_changesets)).toEqual([
      [expect.stringMatching(/^Debian-bookworm-/), ['app app=2.0', 'lib lib=2.0']],
    ]);

    for (const name of NAMES) expect(await on(name, 'ls /var/lock')).not.toContain('os-update');

    const again = await update({ os_update_lock_holder: 'somebody else' });
    expect(again.code, again.out).toBe(0);
    for (const name of NAMES) expect(recapOf(again.out)[name], again.out).toMatchObject({ failed: 0 });
  });

  it('stops when the canary does not get healthy: nobody else is touched, and the lock says who is at work', async () => {
    await on('canary', 'touch /root/sick');
    const { code, out } = await update();
    expect(code, out).not.toBe(0);
    expect(out).not.toContain('Give the others what the canaries got');
    expect(await versionsOf('two')).toBe('app=1.0 lib=1.0 ');
    const other = await update({ os_update_lock_holder: 'somebody else' });
    expect(other.code).not.toBe(0);
    expect(other.out + other.err).toMatch(/updates since \d+ seconds/);
  });

  it('stops at the first batch that fails', async () => {
    await on('two', 'touch /root/sick');
    const { code, out } = await update();
    expect(code, out).not.toBe(0);
    expect(await Promise.all(NAMES.map(versionsOf))).toEqual(['app=2.0 lib=2.0 ', 'app=2.0 lib=2.0 ', 'app=1.0 ']);
  });

  it('reboots only who has to, and waits for him', async () => {
    await on('two', 'touch /run/reboot-required');
    // Docker starts a container again whose systemd has gone down, as a machine would.
    await promisify(execFile)('docker', ['update', '--restart', 'always', targets.two.container.getId()]);
    const boots = (): Promise<string[]> => Promise.all(NAMES.map((name) => on(name, BOOT)));
    const before = await boots();
    const { code, out, err } = await update({ os_update_boot_time_command: BOOT, os_update_reboot_timeout: 120 });
    expect(code, out + err).toBe(0);
    const after = await boots();
    expect(after.map((boot, i) => boot !== before[i])).toEqual([false, true, false]);
    expect(await versionsOf('two')).toBe('app=2.0 lib=2.0 ');
  });
});
