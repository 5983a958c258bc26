// `delegate_to` across kinds of connections: each task runs where and as whom its host's own variables say.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { ensureBusyboxImage } from './support/busybox.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
const name = `delegation-${process.pid}`;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-delegation-'));
const root = join(dir, 'root');
const docker = (...args: string[]): string =>
  execFileSync('docker', args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
let target: Target;

/** Where each host is, as its own shell says it. */
const PLACES = ['ssh', 'other', 'dock', 'here', 'jail'] as const;

beforeAll(async () => {
  target = await startTarget({ hostname: 'ssh-place' });
  docker(
    'run',
    '-d',
    '--rm',
    '--name',
    name,
    '--hostname',
    'dock-place',
    '--entrypoint',
    '/bin/sh',
    ensureBusyboxImage(),
    '-c',
    'echo dock > /place; sleep 3600',
  );
  execFileSync('sh', [
    '-c',
    `mkdir ${root}; docker export ${name} | tar -x -C ${root}; mkdir -p ${root}/tmp ${root}/dev; : > ${root}/dev/null; echo jail > ${root}/place`,
  ]);
  await target.exec('echo ssh > /place; chmod 644 /place');
  cli.write({
    hosts:
      hostLine('ssh', target) +
      hostLine('other', target, 'ops') +
      `dock ansible_connection=docker ansible_host=${name}\n` +
      'here ansible_connection=local\n' +
      `jail ansible_connection=chroot ansible_host=${root}\n`,
  });
});
afterAll(async () => {
  await target.stop();
  docker('rm', '-f', name);
  rmSync(dir, { recursive: true, force: true });
});

describe.runIf(process.getuid?.() === 0)('delegate_to', () => {
  it('goes from each kind to each', async () => {
    cli.write({
      'each.yml': `- hosts: all
  gather_facts: false
  tasks:
    - shell: echo $(cat /place 2>/dev/null || echo here) $(id -un) {{ inventory_hostname }}
      delegate_to: "{{ item }}"
      loop: [${PLACES.join(', ')}]
      register: said
    - copy: {content: "{{ said.results | map(attribute='stdout') | list | to_json }}", dest: "${dir}/{{ inventory_hostname }}.json"}
      delegate_to: here
`,
    });
    const { out, err, code } = await cli.run(['each.yml', '-i', 'hosts']);
    expect(code, out + err).toBe(0);
    for (const from of PLACES) {
      expect(JSON.parse(readFileSync(join(dir, `${from}.json`), 'utf8'))).toEqual([
        `ssh root ${from}`,
        `ssh ops ${from}`,
        `dock root ${from}`,
        `here root ${from}`,
        `jail root ${from}`,
      ]);
    }
  });
  it('takes become, files, facts and loops along, and leaves the others what they are', async () => {
    cli.write({
      'more.yml': `- hosts: dock
  gather_facts: false
  tasks:
    - {command: id -un, become: true, delegate_to: other, register: root}
    - {command: id -un, delegate_to: other, register: plain}
    - {command: id -un, become: true, become_user: nosudo, delegate_to: other, register: nosudo}
    - {setup: {gather_subset: [min]}, delegate_to: ssh, delegate_facts: true}
    - {setup: {gather_subset: [min]}, delegate_to: jail}
    - copy: {content: "from dock", dest: /tmp/moved}
      delegate_to: ssh
    - {slurp: {src: /tmp/moved}, delegate_to: other, register: moved}
    - {copy: {content: "{{ moved.content | b64decode }}, read", dest: /tmp/moved}}
    - {command: cat /tmp/moved, register: own}
    - {command: cat /tmp/moved, delegate_to: other, register: theirs}
    - assert:
        that:
          - root.stdout == 'root' and plain.stdout == 'ops' and nosudo.stdout == 'nosudo'
          - hostvars['ssh'].ansible_facts.hostname == 'ssh-place'
          - hostvars['ssh'].ansible_facts.distribution == 'Debian'
          - ansible_facts.distribution != 'Debian'
          - own.stdout == 'from dock, read' and theirs.stdout == 'from dock'
    - {wait_for_connection: {timeout: 5}, delegate_to: jail}
    - {command: "true", delegate_to: "no-such-container-here", vars: {ansible_connection: docker}, ignore_unreachable: true, register: gone}
    - assert: {that: [gone.unreachable, "'No such container' in gone.msg"]}
`,
    });
    const { out, err, code } = await cli.run(['more.yml', '-i', 'hosts']);
    expect(code, out + err).toBe(0);
    expect(recapOf(out)['dock'], out).toMatchObject({ failed: 0, unreachable: 0 });
  });
});
