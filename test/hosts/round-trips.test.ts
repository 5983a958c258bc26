// A task that changes nothing costs one round trip: module by module, over SSH and sudo.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

it('copy with remote_src looks at source and destination at once', async () => {
  const again = await secondRun('copy', { src: '/etc/hostname', dest: '/srv/hostname', remote_src: true });
  expect(again).toMatchObject({ result: { changed: false }, trips: 1 });
});

async function secondRun(name: string, args: Record<string, unknown>): Promise<Ran> {
  const load = registry[`ansible.builtin.${name}`];
  if (!load) throw new Error(`no module ${name}`);
  const { default: module } = await load();
  const first = await runOn(root, module, args);
  expect(first.result.failed, String(first.result.msg)).not.toBe(true);
  return runOn(root, module, args);
}
