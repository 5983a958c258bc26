// A task that changes nothing costs one round trip: module by module, over SSH and sudo.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import { runOn, type OnHost, type Ran } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let root: OnHost;
const local = mkdtempSync(join(tmpdir(), 'tsplay-trips-'));

beforeAll(async () => {
  writeFileSync(join(local, 'small.txt'), 'small\n');
  writeFileSync(join(local, 'small.j2'), '{{ 6 * 7 }}\n');
  target = await startTarget();
  root = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(async () => {
  rmSync(local, { recursive: true });
  await target.stop();
});

it.each<[string, Record<string, unknown>]>([
  ['apt', { name: ['coreutils', 'bash'] }],
  ['apt', { name: 'no-such-package', state: 'absent' }],
  ['blockinfile', { path: '/srv/block', block: 'x', create: true }],
  ['command', { cmd: 'touch /srv/made', creates: '/srv/made' }],
  ['command', { cmd: 'rm /srv/gone', removes: '/srv/gone' }],
  ['copy', { content: 'text\n', dest: '/srv/copied', mode: '0644' }],
  ['copy', { src: join(local, 'small.txt'), dest: '/srv/small.txt', owner: 'ops' }],
  ['cron', { name: 'trip', job: '/bin/true', hour: '3' }],
  ['file', { path: '/srv/dir/of/dirs', state: 'directory', mode: '0750' }],
  ['file', { path: '/srv/link', src: '/etc/hostname', state: 'link' }],
  ['file', { path: '/srv/nothing', state: 'absent' }],
  ['find', { paths: ['/etc'], patterns: ['host*'] }],
  ['getent', { database: 'passwd', key: 'root' }],
  ['group', { name: 'triptrip' }],
  ['lineinfile', { path: '/srv/lines', line: 'a=1', create: true }],
  ['package', { name: 'bash', state: 'present' }],
  ['ping', {}],
  ['replace', { path: '/etc/hostname', regexp: 'nothing', replace: 'x' }],
  ['service', { name: 'cron', state: 'started', enabled: true }],
  ['shell', { cmd: 'touch /srv/shelled', creates: '/srv/shelled' }],
  ['slurp', { src: '/etc/hostname' }],
  ['stat', { path: '/etc/hostname' }],
  ['systemd_service', { name: 'cron', state: 'started', enabled: true }],
  ['template', { src: join(local, 'small.j2'), dest: '/srv/templated' }],
  ['user', { name: 'tripper', shell: '/bin/sh' }],
  ['wait_for', { path: '/etc/hostname' }],
])('%s %j', async (name, args) => {
  expect(await secondRun(name, args)).toMatchObject({ result: { changed: false }, trips: 1 });
});

/** What more can be told on one bare server, with the number of round trips where it is not one. */
it.each<[string, Record<string, unknown>, number?]>([
  ['apt_repository', { repo: 'deb http://127.0.0.1/x x main', update_cache: false, filename: 'trip' }],
  ['assemble', { src: '/etc/apt/apt.conf.d', dest: '/srv/assembled', remote_src: true }],
  ['deb822_repository', { name: 'trip2', uris: ['http://127.0.0.1/x'], suites: ['x'], components: ['main'] }],
  ['debconf', { name: 'tzdata', question: 'tzdata/Areas', vtype: 'select', value: 'Europe' }],
  ['dpkg_selections', { name: 'bash', selection: 'hold' }],
  ['known_hosts', { name: 'trip.example', key: 'trip.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0' }],
  ['package_facts', {}],
  ['service_facts', {}],
  ['setup', {}],
  ['ansible.posix.authorized_key', { user: 'ops', key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0 trip' }],
  ['ansible.posix.mount', { path: '/srv/mnt', src: 'tmpfs', fstype: 'tmpfs', state: 'present' }],
  ['ansible.posix.sysctl', { name: 'vm.swappiness', value: '33', reload: false }],
  ['community.crypto.openssh_keypair', { path: '/srv/key', type: 'ed25519', backend: 'cryptography' }],
  ['community.crypto.openssl_privatekey', { path: '/srv/trip.pem', type: 'ECC', curve: 'secp256r1' }],
  ['community.crypto.openssl_csr', { path: '/srv/trip.csr', privatekey_path: '/srv/trip.pem', common_name: 'x' }],
  [
    'community.crypto.x509_certificate',
    { path: '/srv/trip.crt', csr_path: '/srv/trip.csr', privatekey_path: '/srv/trip.pem', provider: 'selfsigned' },
  ],
  ['community.crypto.x509_certificate_info', { path: '/srv/trip.crt' }],
  ['community.general.alternatives', { name: 'trip', path: '/bin/sh', link: '/usr/bin/trip' }],
  // It is packed again beside the one there is, to be compared with it.
  ['community.general.archive', { path: '/etc/default', dest: '/srv/default.tgz' }, 3],
  ['community.general.cronvar', { name: 'MAILTO', value: 'ops' }],
  ['community.general.crypttab', { name: 'trip', backing_device: '/dev/null', state: 'present' }],
  ['community.general.dpkg_divert', { path: '/usr/bin/nothing' }],
  ['community.general.ini_file', { path: '/srv/trip.ini', section: 'a', option: 'b', value: 'c' }],
  ['community.general.interfaces_file', { dest: '/srv/interfaces', iface: 'eth9', option: 'mtu', value: '1400' }],
  ['community.general.kernel_blacklist', { name: 'pcspkr' }],
  ['community.general.pam_limits', { domain: 'ops', limit_type: 'soft', limit_item: 'nofile', value: '2000' }],
  [
    'community.general.pamd',
    { name: 'su', type: 'auth', control: 'sufficient', module_path: 'pam_rootok.so', state: 'updated' },
  ],
  ['community.general.read_csv', { path: '/srv/trip.csv', fieldnames: 'a,b' }],
  // Where the home of another user is, is asked first.
  ['community.general.ssh_config', { host: 'trip', hostname: '127.0.0.1', user: 'root' }, 2],
  ['community.general.sudoers', { name: 'trip', user: 'ops', commands: '/bin/true' }],
  ['community.general.timezone', { name: 'Etc/UTC' }],
  ['community.general.xml', { path: '/srv/trip.xml', xpath: '/a/b', value: 'c' }],
])('%s %j: the second run is one look', async (name, args, trips = 1) => {
  await target.exec(
    `mkdir -p /etc/modprobe.d; [ -e /srv/trip.csv ] || { echo 1,2 > /srv/trip.csv; echo '<a><b>x</b></a>' > /srv/trip.xml; printf 'auto eth9\\niface eth9 inet dhcp\\n' > /srv/interfaces; }`,
  );
  expect(await secondRun(name, args)).toMatchObject({ result: { changed: false }, trips });
});

it('copy with remote_src looks at source and destination at once', async () => {
  const again = await secondRun('copy', { src: '/etc/hostname', dest: '/srv/hostname', remote_src: true });
  expect(again).toMatchObject({ result: { changed: false }, trips: 1 });
});

// A look and a change; the look after it travels with the change.
it.each<[string, Record<string, unknown>]>([
  ['copy', { content: 'new\n', dest: '/srv/trip-copied', mode: '0640' }],
  ['copy', { src: join(local, 'small.txt'), dest: '/srv/trip-made/' }],
  ['copy', { src: local, dest: '/srv/trip-tree', mode: '0640', directory_mode: '0750' }],
  ['copy', { src: '/etc/default', dest: '/srv/trip-default', remote_src: true }],
  ['copy', { src: '/etc/hostname', dest: '/srv/trip-name', remote_src: true }],
  ['template', { src: join(local, 'small.j2'), dest: '/srv/trip-templated', owner: 'ops' }],
])('%s %j takes two when it changes something, one when nothing', async (name, args) => {
  // With --diff what was there is read as well.
  const { first, again } = await twice(name, args, { diff: false });
  expect(first).toMatchObject({ result: { changed: true }, trips: 2 });
  expect(again).toMatchObject({ result: { changed: false }, trips: 1 });
});

it.each<[string, Record<string, unknown>]>([
  ['tar from here', { src: join(local, 'small.tgz'), dest: '/srv/unpacked' }],
  ['tar with attributes', { src: join(local, 'small.tgz'), dest: '/srv/unpacked', owner: 'ops', mode: 'u+rwX' }],
  ['tar on the host', { src: '/srv/small.tgz', dest: '/srv/unpacked', remote_src: true }],
])('unarchive: %s', async (_, args) => {
  execFileSync('tar', ['-czf', 'small.tgz', 'small.txt', 'small.j2'], { cwd: local });
  await target.container.copyFilesToContainer([{ source: join(local, 'small.tgz'), target: '/srv/small.tgz' }]);
  await target.exec('mkdir -p /srv/unpacked');
  expect(await secondRun('unarchive', args)).toMatchObject({ result: { changed: false }, trips: 1 });
});

// What HTTP says travels through the same connection and is no round trip of the shell.
it('get_url and uri: one look, then what the web server is asked', async () => {
  const seen: string[] = [];
  const web = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('text\n');
  });
  const gateway = networkInterfaces()['docker0']?.find((a) => a.family === 'IPv4')?.address;
  await new Promise<void>((done) => web.listen(0, gateway, done));
  try {
    const url = `http://${gateway}:${(web.address() as AddressInfo).port}/text`;
    const checksum = `sha256:${createHash('sha256').update('text\n').digest('hex')}`;
    const pinned = await secondRun('get_url', { url, dest: '/srv/text', checksum });
    expect(pinned).toMatchObject({ result: { changed: false }, trips: 1 });
    expect(seen.splice(0)).toEqual(['GET /text']);
    expect(await secondRun('uri', { url })).toMatchObject({ result: { changed: false, status: 200 }, probes: 1 });
    expect(seen).toEqual(['GET /text', 'GET /text']);
  } finally {
    web.close();
  }
});

const secondRun = async (name: string, args: Record<string, unknown>): Promise<Ran> => (await twice(name, args)).again;

async function twice(
  name: string,
  args: Record<string, unknown>,
  mode: { readonly diff?: boolean } = {},
): Promise<{ readonly first: Ran; readonly again: Ran }> {
  const load = registry[name.includes('.') ? name : `ansible.builtin.${name}`];
  if (!load) throw new Error(`no module ${name}`);
  const { default: module } = await load();
  const first = await runOn(root, module, args, mode);
  expect(first.result.failed, String(first.result.msg)).not.toBe(true);
  return { first, again: await runOn(root, module, args, mode) };
}
