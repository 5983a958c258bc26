// How each engine is started on a playbook against a target.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** @typedef {{ port: number, key: string, scratch: string }} Target where sshd listens on the loopback, the key, a private folder */
/** @typedef {{ name: string, command: string | undefined, argv(playbook: string, target: Target): string[], env(target: Target): Record<string, string> }} Engine */

const SSH = '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';

function common(playbook, target) {
  const vars = { ansible_host: '127.0.0.1', ansible_port: target.port, ansible_user: 'root' };
  return [playbook, '-i', 'target,', '-e', JSON.stringify(vars), '--private-key', target.key, '--ssh-common-args', SSH];
}

/** @type {Engine} */
export const tsplay = {
  name: 'tsplay',
  command: process.execPath,
  argv: (playbook, target) => [resolve('dist/tsplay.js'), ...common(playbook, target)],
  env: () => ({}),
};

/** Ansible as it comes: its own defaults, its ControlPersist sockets kept apart for each target. @type {Engine} */
export const ansible = {
  name: 'ansible',
  command: find(process.env['TSPLAY_BENCH_ANSIBLE'] ?? 'ansible-playbook'),
  argv: common,
  env: (target) => ({
    ANSIBLE_CONFIG: `${target.scratch}/ansible.cfg`,
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_SSH_CONTROL_PATH_DIR: `${target.scratch}/cp`,
  }),
};

function find(command) {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return command;
  } catch {
    console.error(`missing: ${command} (pip install ansible-core, or TSPLAY_BENCH_ANSIBLE); tsplay is measured alone`);
    return undefined;
  }
}
