// Modules on a server that has BusyBox and dropbear and nothing else: files, archives, commands, accounts, cron, facts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import assemble from '../../modules/ansible.builtin/assemble/index.js';
import blockinfile from '../../modules/ansible.builtin/blockinfile/index.js';
import command from '../../modules/ansible.builtin/command/index.js';
import copy from '../../modules/ansible.builtin/copy/index.js';
import cron from '../../modules/ansible.builtin/cron/index.js';
import fetch from '../../modules/ansible.builtin/fetch/index.js';
import file from '../../modules/ansible.builtin/file/index.js';
import find from '../../modules/ansible.builtin/find/index.js';
import group from '../../modules/ansible.builtin/group/index.js';
import lineinfile from '../../modules/ansible.builtin/lineinfile/index.js';
import packageFacts from '../../modules/ansible.builtin/package_facts/index.js';
import ping from '../../modules/ansible.builtin/ping/index.js';
import raw from '../../modules/ansible.builtin/raw/index.js';
import replace from '../../modules/ansible.builtin/replace/index.js';
import script from '../../modules/ansible.builtin/script/index.js';
import serviceFacts from '../../modules/ansible.builtin/service_facts/index.js';
import setup from '../../modules/ansible.builtin/setup/index.js';
import shell from '../../modules/ansible.builtin/shell/index.js';
import slurp from '../../modules/ansible.builtin/slurp/index.js';
import stat from '../../modules/ansible.builtin/stat/index.js';
import tempfile from '../../modules/ansible.builtin/tempfile/index.js';
import template from '../../modules/ansible.builtin/template/index.js';
import unarchive from '../../modules/ansible.builtin/unarchive/index.js';
import user from '../../modules/ansible.builtin/user/index.js';
import waitFor from '../../modules/ansible.builtin/wait_for/index.js';
import authorizedKey from '../../modules/ansible.posix/authorized_key/index.js';
import mount from '../../modules/ansible.posix/mount/index.js';
import sysctl from '../../modules/ansible.posix/sysctl/index.js';
import iniFile from '../../modules/community.general/ini_file/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { taskView } from '../support/task-view.js';
import { startBusybox, type BusyboxTarget } from './support/busybox.js';
import { converge, runOn } from './support/run-on.js';

let target: BusyboxTarget;
/** Files of the controller. */
let own: string;

beforeAll(async () => {
  own = mkdtempSync(join(tmpdir(), 'tsplay-busybox-'));
  target = await startBusybox();
});
afterAll(async () => {
  await target.stop();
  rmSync(own, { recursive: true, force: true });
});

async function run(module: AnyModule, args: Record<string, unknown>, check = false): Promise<ModuleResult> {
  const { result } = await runOn({ host: target.host }, module, args, { check, task: taskView(own, new Map()) });
  if (result.failed === true) throw new Error(`${module.name}: ${String(result.msg)} ${JSON.stringify(result)}`);
  return result;
}

/** A dry run that predicts, the real run that changes, and a second one that does not. */
async function applied(module: AnyModule, args: Record<string, unknown>): Promise<ModuleResult> {
  expect((await run(module, args, true)).changed, 'predicted').toBe(true);
  const result = await run(module, args);
  expect(result.changed).toBe(true);
  expect((await run(module, args)).changed, 'changed by the second run').toBe(false);
  return result;
}

const settled = (module: AnyModule, args: Record<string, unknown>) => converge({ host: target.host }, module, args);

const ODD = '/srv/it\'s $(odd) "näme"';

describe('files', () => {
  it('are written, with owner and mode, and a backup', async () => {
    await applied(copy, { content: 'one\ntwo\n', dest: '/srv/f', mode: '0640', owner: 'daemon', group: 'tty' });
    expect(await target.exec('stat -c "%U %G %a" /srv/f; cat /srv/f')).toBe('daemon tty 640\none\ntwo\n');
    const { backup_file: backup } = await run(copy, { content: 'three\n', dest: '/srv/f', backup: true });
    expect(await target.exec(`cat '${String(backup)}'`)).toBe('one\ntwo\n');
    expect(await target.exec('stat -c "%U %G %a" /srv/f')).toBe('daemon tty 640\n');
  });
  it('have hostile names', async () => {
    await applied(copy, { content: 'x', dest: ODD });
    await applied(file, { path: `${ODD}.d`, state: 'directory', mode: 'u=rwx,g=rx,o=' });
    await applied(file, { path: `${ODD}.l`, src: ODD, state: 'link' });
    await applied(file, { path: `${ODD}.h`, src: ODD, state: 'hard' });
    await applied(lineinfile, { path: ODD, line: 'more' });
    expect((await run(slurp, { src: ODD }))['content']).toBe(Buffer.from('x\nmore\n').toString('base64'));
    for (const end of ['.d', '.l', '.h']) await applied(file, { path: ODD + end, state: 'absent' });
  });
  it('are copied by directories, from here and on the host', async () => {
    mkdirSync(join(own, 'tree/in ner'), { recursive: true });
    writeFileSync(join(own, 'tree/a'), 'A');
    writeFileSync(join(own, 'tree/in ner/b'), 'B');
    await applied(copy, { src: 'tree', dest: '/srv/copied/', mode: 'u=rw,go=r', directory_mode: '0750' });
    expect(await target.exec('cd /srv/copied && find . | sort')).toBe(
      '.\n./tree\n./tree/a\n./tree/in ner\n./tree/in ner/b\n',
    );
    await applied(copy, { src: '/srv/copied/', dest: '/srv/again', remote_src: true });
    expect(await target.exec('cat "/srv/again/tree/in ner/b"')).toBe('B');
  });
  it('are rendered, assembled, edited', async () => {
    writeFileSync(join(own, 't.j2'), 'sum {{ 1 + 1 }}\n');
    await applied(template, { src: 't.j2', dest: '/srv/t', validate: 'grep sum %s' });
    await run(assemble, { src: '/srv/copied/tree', dest: '/srv/all', delimiter: '--' });
    await applied(lineinfile, { path: '/srv/t', regexp: '^sum', line: 'product 4' });
    await applied(blockinfile, { path: '/srv/t', block: 'a\nb' });
    await applied(replace, { path: '/srv/t', regexp: 'product', replace: 'result' });
    await applied(iniFile, { path: '/srv/ini', section: 's', option: 'o', value: 'v' });
    expect(await target.exec('head -n 1 /srv/t; cat /srv/ini')).toBe('result 4\n\n[s]\no = v\n');
  });
  it('are told of: stat, find, fetch, tempfile', async () => {
    await target.exec('chmod 600 /srv/t; touch -d "2020-02-03 04:05:06" /srv/t');
    const { stat: seen } = (await run(stat, { path: '/srv/t', checksum_algorithm: 'sha256', get_mime: true })) as {
      stat?: Record<string, unknown>;
    };
    expect(seen).toMatchObject({ exists: true, mode: '0600', pw_name: 'root', isreg: true, mtime: 1580702706 });
    expect(seen?.['checksum']).toBe((await target.exec('sha256sum /srv/t')).slice(0, 64));
    const found = await run(find, { paths: '/srv', recurse: true, patterns: 'b,*näme*', get_checksum: true });
    expect((found['files'] as { path: string }[]).map(({ path }) => path).sort()).toEqual([
      '/srv/again/tree/in ner/b',
      '/srv/copied/tree/in ner/b',
      ODD,
    ]);
    const directories = await run(find, { paths: '/srv', file_type: 'directory', recurse: true, age: '-1d' });
    expect(directories['matched']).toBe(6);
    expect(await run(find, { paths: '/srv', contains: '.*result.*', recurse: true })).toMatchObject({ matched: 1 });
    await run(fetch, { src: ODD, dest: `${own}/fetched`, flat: true });
    const { path } = await run(tempfile, { state: 'directory', prefix: 'tsp.' });
    expect(await target.exec(`stat -c %a '${String(path)}'`)).toBe('700\n');
  });
  it('are taken out of archives', async () => {
    execFileSync('tar', ['-C', join(own, 'tree'), '-czf', join(own, 'tree.tgz'), '.']);
    await target.exec('mkdir -p /srv/un');
    await applied(unarchive, { src: 'tree.tgz', dest: '/srv/un', mode: 'u=rwX,go=rX', owner: 'daemon' });
    expect(await target.exec('cat "/srv/un/in ner/b"; stat -c %U /srv/un/a')).toBe('Bdaemon\n');
    await target.exec('mkdir -p /srv/un2 && cd /srv/copied && tar cf /srv/on.tar tree');
    await applied(unarchive, { src: '/srv/on.tar', dest: '/srv/un2', remote_src: true, exclude: ['tree/a'] });
    expect(await target.exec('ls /srv/un2/tree')).toBe('in ner\n');
  });
  it('are removed, with their directories', async () => {
    await applied(file, { path: '/srv/un', state: 'absent' });
    await applied(file, { path: '/srv/again', state: 'directory', recurse: true, owner: 'daemon', mode: 'g-w' });
    await applied(file, {
      path: '/srv/touched',
      state: 'touch',
      access_time: 'preserve',
      modification_time: 'preserve',
    });
    const times = { access_time: 'preserve', modification_time: '202001020304.05', state: 'touch' };
    await applied(file, { path: '/srv/touched', mode: '0600', ...times });
    expect(await target.exec('stat -c %Y /srv/touched')).toBe('1577934245\n');
  });
});

describe('commands', () => {
  it('run', async () => {
    expect(await run(command, { argv: ['printf', '%s|', 'a b', "c'd"] })).toMatchObject({ stdout: "a b|c'd|", rc: 0 });
    expect(await run(shell, { cmd: 'cat; echo $0', stdin: 'in', chdir: '/srv' })).toMatchObject({
      stdout: 'in\n/bin/sh',
    });
    expect(await run(shell, { cmd: 'echo no', creates: '/srv/t*' })).toMatchObject({ changed: false });
    expect(await run(raw, { free_form: 'echo raw' })).toMatchObject({ rc: 0 });
    writeFileSync(join(own, 's.sh'), '#!/bin/sh\necho "script $1"\n');
    expect(await run(script, { cmd: 's.sh word' })).toMatchObject({ stdout: 'script word\n' });
    expect(await run(ping, {})).toMatchObject({ ping: 'pong' });
    expect(await run(waitFor, { path: '/srv/t', timeout: 5 })).toMatchObject({ state: 'file' });
    expect(await run(waitFor, { port: 22, timeout: 5 })).toMatchObject({ port: 22 });
  });
});

describe('accounts', () => {
  it('are made, changed and removed', async () => {
    await settled(group, { name: 'team', gid: 1500 });
    await settled(group, { name: 'more' });
    await settled(user, {
      name: 'ann',
      uid: 1600,
      group: 'team',
      groups: ['more'],
      comment: 'Ann A',
      home: '/home/ann',
    });
    expect(await target.exec('id ann; grep ^ann: /etc/passwd; stat -c "%U %G" /home/ann')).toMatch(
      /^uid=1600\(ann\) gid=1500\(team\) groups=.*more.*\nann:x:1600:1500:Ann A:\/home\/ann:\/bin\/\w*sh\nann team\n$/,
    );
    await settled(user, { name: 'ann', comment: 'Ann B', shell: '/bin/ash', groups: ['wheel'], append: true });
    expect(await target.exec('id -Gn ann')).toMatch(/team.*(?:more wheel|wheel more)/);
    await settled(user, { name: 'ann', password: '$6$salt$abcdefgh', update_password: 'always' });
    expect(await target.exec("grep '^ann:\\$6\\$salt' /etc/shadow")).not.toBe('');
    await settled(user, { name: 'sys', system: true, create_home: false, shell: '/bin/false' });
    await settled(authorizedKey, {
      user: 'ann',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkZ9jvW9Yy2vMRcQKJ4p9nZ+EZ6J0Q8aQ1b6c2d3e4f a@b',
    });
    expect(await target.exec('stat -c "%U %a" /home/ann/.ssh /home/ann/.ssh/authorized_keys')).toBe(
      'ann 700\nann 600\n',
    );
    await settled(user, { name: 'ann', state: 'absent', remove: true });
    await settled(user, { name: 'sys', state: 'absent' });
    await settled(group, { name: 'more', state: 'absent' });
    expect(await target.exec('ls -A /home; grep -c -e ann -e sys /etc/passwd || true')).toBe('0\n');
  });
});

describe('cron', () => {
  it('keeps entries in the crontab and in a file', async () => {
    await settled(cron, { name: 'tidy', minute: '5', hour: '2', job: 'echo "a %" > /dev/null' });
    await settled(cron, { name: 'PATH', env: true, job: '/bin:/sbin' });
    expect(await target.exec('crontab -l')).toBe(
      'PATH="/bin:/sbin"\n#Ansible: tidy\n5 2 * * * echo "a %" > /dev/null\n',
    );
    await settled(cron, { name: 'tidy', state: 'absent' });
    expect(await target.exec('crontab -l')).toBe('PATH="/bin:/sbin"\n');
  });
});

describe('the system', () => {
  it('is told of', async () => {
    const facts = (await run(setup, {}))['ansible_facts'] as Record<string, unknown>;
    expect(facts).toMatchObject({ ansible_hostname: 'busybox', ansible_system: 'Linux', ansible_user_id: 'root' });
    expect(await run(serviceFacts, {})).toMatchObject({
      skipped: true,
      msg: expect.stringContaining('any services') as string,
    });
    const packages = await runOn({ host: target.host }, packageFacts, {});
    expect(packages.result).toMatchObject({ failed: true, msg: expect.stringContaining('package manager') as string });
  });
  it('keeps its table of mounts and its parameters', async () => {
    await applied(mount, { path: '/mnt/x', src: '/dev/x', fstype: 'ext4', state: 'present', fstab: '/etc/fstab' });
    await applied(mount, { path: '/mnt/x', state: 'absent_from_fstab', fstab: '/etc/fstab' });
    await applied(sysctl, { name: 'vm.swappiness', value: '10', reload: false });
  });
});
