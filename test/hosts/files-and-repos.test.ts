// fetch, git, facts of packages and services, authorized keys and INI files on a real Debian over SSH.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fetch from '../../modules/ansible.builtin/fetch/index.js';
import git from '../../modules/ansible.builtin/git/index.js';
import packageFacts from '../../modules/ansible.builtin/package_facts/index.js';
import serviceFacts from '../../modules/ansible.builtin/service_facts/index.js';
import authorizedKey from '../../modules/ansible.posix/authorized_key/index.js';
import iniFile from '../../modules/community.general/ini_file/index.js';
import type { BecomeSpec } from '../../src/become/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { taskView } from '../support/task-view.js';
import { runOn } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const folder = mkdtempSync(join(tmpdir(), 'tsplay-hosts-'));
let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await target.stop();
});

const task = taskView(folder, new Map([['inventory_hostname', 'target']]));

async function run(
  module: AnyModule,
  args: Record<string, unknown>,
  { user, become, check }: { user?: string; become?: BecomeSpec; check?: boolean } = {},
): Promise<ModuleResult> {
  const on = { host: target.host(user === undefined ? {} : { user }), become };
  const { result } = await runOn(on, module, args, { check: check ?? false, task });
  return result;
}

describe('fetch', () => {
  it('brings what only root may read, once, a large file in pieces', async () => {
    await target.exec('head -c 30000000 /dev/urandom > /root/big; chmod 600 /root/big');
    const args = { src: '/root/big', dest: `${folder}/out` };
    const root = { user: 'ops', become: sudo() };
    expect(await run(fetch, args, root)).toMatchObject({ changed: true, dest: `${folder}/out/target/root/big` });
    expect(await run(fetch, args, root)).toMatchObject({ changed: false, file: '/root/big' });
    const [sum = ''] = (await target.exec('sha1sum < /root/big')).split(' ');
    expect(await run(fetch, args)).toMatchObject({ checksum: sum });
    expect(readFileSync(`${folder}/out/target/root/big`)).toHaveLength(30_000_000);
    await target.exec('rm /root/big');
    expect(await run(fetch, args)).toMatchObject({
      failed: true,
      msg: expect.stringContaining('does not exist') as string,
    });
  });
  it('says what may not be read, and reads what has no size', async () => {
    const args = { src: '/etc/shadow', dest: `${folder}/`, flat: true };
    expect(await run(fetch, args, { user: 'nosudo' })).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/read permission/) as string,
    });
    expect(await run(fetch, { ...args, src: '/proc/version' })).toMatchObject({ changed: true });
    expect(readFileSync(`${folder}/version`, 'utf8')).toMatch(/^Linux/);
  });
});

describe('facts', () => {
  it('of packages', async () => {
    const { ansible_facts: facts } = (await run(packageFacts, {})) as unknown as {
      ansible_facts: { packages: Record<string, { name: string; version: string; arch: string; source: string }[]> };
    };
    const [name, version] = (await target.exec("dpkg-query -W -f '${Package} ${Version}' openssh-server")).split(' ');
    expect(facts.packages['openssh-server']).toMatchObject([{ name, version, source: 'apt' }]);
    const installed = (await target.exec("dpkg-query -W -f '${Package}\\n' | sort -u | wc -l")).trim();
    expect(Object.keys(facts.packages)).toHaveLength(Number(installed));
  });
  it('of services', async () => {
    const result = await run(serviceFacts, {}, { user: 'nosudo' });
    expect(result).toMatchObject({
      changed: false,
      ansible_facts: {
        services: {
          'ssh.service': { name: 'ssh.service', state: 'running', status: 'enabled', source: 'systemd' },
          'getty@.service': { state: 'unknown', source: 'systemd' },
        },
      },
    });
  });
});

describe('authorized keys', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPfake somebody';
  it('are added, are there, are removed', async () => {
    const args = { user: 'www-data', key, path: '/srv/keys/www' };
    expect(await run(authorizedKey, args, { check: true })).toMatchObject({ changed: true });
    expect(await run(authorizedKey, args)).toMatchObject({ changed: true, keyfile: '/srv/keys/www' });
    expect(await run(authorizedKey, args)).toMatchObject({ changed: false });
    expect(await target.exec('stat -c "%U %G %a" /srv/keys /srv/keys/www')).toBe(
      'www-data www-data 700\nwww-data www-data 600\n',
    );
    expect(await run(authorizedKey, { ...args, state: 'absent' })).toMatchObject({ changed: true });
    expect(await target.exec('cat /srv/keys/www')).toBe('');
  });
  it('of the login user himself, in his home, next to the one he came with', async () => {
    const args = { user: 'ops', key };
    expect(await run(authorizedKey, args, { user: 'ops' })).toMatchObject({ changed: true });
    expect(await run(authorizedKey, args, { user: 'ops', check: true })).toMatchObject({ changed: false });
    expect(await target.exec('tail -n 1 ~ops/.ssh/authorized_keys')).toBe(`${key}\n`);
    expect(await run(authorizedKey, { ...args, state: 'absent' }, { user: 'ops' })).toMatchObject({ changed: true });
  });
});

describe('ini_file', () => {
  it('sets, is idempotent, removes, and gives the file to its owner', async () => {
    const args = {
      path: '/etc/tsplay.ini',
      section: 'a b',
      option: 'x',
      value: "1 $(id) 'q'",
      owner: 'www-data',
      mode: '0640',
    };
    expect(await run(iniFile, args)).toMatchObject({ changed: true, owner: 'www-data', mode: '0640' });
    expect(await run(iniFile, args)).toMatchObject({ changed: false, msg: 'OK' });
    expect(await target.exec('cat /etc/tsplay.ini')).toBe("\n[a b]\nx = 1 $(id) 'q'\n");
    expect(await run(iniFile, { path: '/etc/tsplay.ini', section: 'a b', state: 'absent' })).toMatchObject({
      changed: true,
    });
    expect(await target.exec('cat /etc/tsplay.ini')).toBe('\n');
  });
});

describe('git', () => {
  it('is asked for where it is not installed', async () => {
    const there = await target.exec('command -v git || true');
    const result = await run(git, { repo: '/srv/none.git', dest: '/srv/clone' });
    expect(result.msg).toMatch(there === '' ? /required executable "git"/ : /does not appear to be a git repository/);
  });
});
