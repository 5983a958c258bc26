// Plays a case of states on a server, by tsplay or, to record, by the real Ansible.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from '../../support/command.js';

/** Where a server is reached as root. */
export interface Login {
  readonly address: { readonly host: string; readonly port: number };
  readonly key: { readonly path: string };
}

/** The real `ansible-playbook` to record with; without it tsplay plays. */
export const ANSIBLE = process.env['TSPLAY_STATES_ANSIBLE'];

/** What the real modules of a Debian want there, and ours do not. */
export const FOR_ANSIBLE = ['python3', 'python3-apt'];

/** A folder with the case's files and an inventory of the one host `target`; `remove` it. */
export function projectOf(
  { address: { host, port }, key }: Login,
  files: Readonly<Record<string, string>>,
): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tsplay-states-'));
  const inventory = `target ansible_host=${host} ansible_port=${port} ansible_user=root ansible_ssh_private_key_file=${key.path} ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes'\n`;
  for (const [name, text] of Object.entries({ ...files, hosts: inventory })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Plays a playbook of the folder. @returns the report of the callback `json`; fails the test when there is none */
export async function playIn(folder: string, playbook: string, command: Command): Promise<string> {
  const words = ['-i', join(folder, 'hosts'), '--diff', join(folder, playbook)];
  const env = { ANSIBLE_STDOUT_CALLBACK: ANSIBLE === undefined ? 'json' : 'ansible.posix.json', HOME: folder };
  if (ANSIBLE === undefined) {
    const { out, err } = await command.run(words, env, 1500);
    if (out.includes('"plays"')) return out;
    throw new Error(`no report:\n${err}`);
  }
  return new Promise((resolve, reject) => {
    execFile(ANSIBLE, words, { env: { ...process.env, ...env }, maxBuffer: 1e9 }, (error, out, err) => {
      if (out.includes('"plays"')) resolve(out);
      else reject(new Error(`${error?.message ?? ''}\n${err}`));
    });
  });
}
