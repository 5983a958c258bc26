// How each engine is started on a playbook against a target, and which of the workloads it can do.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @typedef {{ port: number, key: string, scratch: string, container: string }} Target where sshd listens on the loopback, the key, a private folder */
/**
 * @typedef {object} Engine
 * @property {string} name
 * @property {string | undefined} command undefined: not installed
 * @property {(playbook: string, target: Target, hosts: number) => string[]} argv with as many aliases of the target
 * @property {(target: Target) => Record<string, string>} env
 * @property {(playbook: string) => boolean} does whether it can do this work
 */

const SSH = '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';
const PYINFRA = resolve(import.meta.dirname, 'pyinfra');

const aliases = (hosts) => Array.from({ length: hosts }, (_, i) => `t${i + 1}`);

function common(playbook, target, hosts) {
  const vars = { ansible_host: '127.0.0.1', ansible_port: target.port, ansible_user: 'root' };
  return [
    ...[playbook, '-i', `${aliases(hosts).join(',')},`, '-e', JSON.stringify(vars)],
    ...['-f', '10', '--private-key', target.key, `--ssh-common-args=${SSH}`],
  ];
}

const environment = (target) => ({
  ANSIBLE_CONFIG: `${target.scratch}/ansible.cfg`,
  ANSIBLE_NOCOLOR: '1',
  ANSIBLE_PIPELINING: '1',
  ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  ANSIBLE_SSH_CONTROL_PATH_DIR: `${target.scratch}/cp`,
});

/** @type {Engine} */
export const tsplay = {
  name: 'tsplay',
  command: process.execPath,
  argv: (playbook, target, hosts = 1) => [resolve('dist/tsplay.js'), ...common(playbook, target, hosts)],
  env: (target) => ({ ANSIBLE_CONFIG: `${target.scratch}/ansible.cfg` }),
  does: () => true,
};

const ansible = find(process.env['TSPLAY_BENCH_ANSIBLE'] ?? 'ansible-playbook', 'pip install ansible-core');

/** ansible-core with pipelining; its ControlPersist sockets are in the folder of the target. @type {Engine} */
export const pipelining = {
  name: 'pipelining',
  command: ansible,
  argv: (playbook, target, hosts = 1) => common(playbook, target, hosts),
  env: environment,
  does: () => true,
};

/** The same ansible-core with the strategy of Mitogen, from the folder named or from beside that ansible. @type {Engine} */
const strategy = process.env['TSPLAY_BENCH_MITOGEN'] ?? besideAnsible('ansible_mitogen/plugins/strategy');
export const mitogen = {
  name: 'mitogen',
  command: strategy === undefined ? undefined : ansible,
  argv: pipelining.argv,
  env: (target) => ({
    ...environment(target),
    ANSIBLE_STRATEGY_PLUGINS: strategy ?? '',
    ANSIBLE_STRATEGY: 'mitogen_linear',
  }),
  does: () => true,
};

/** The same work in its own language, where there is a file for it in `pyinfra/`. @type {Engine} */
export const pyinfra = {
  name: 'pyinfra',
  command: find(process.env['TSPLAY_BENCH_PYINFRA'] ?? 'pyinfra', 'pip install pyinfra'),
  argv: (playbook, target, hosts = 1) => [
    ...['-y', '--user', 'root', '--port', String(target.port), '--key', target.key],
    ...['--data', 'ssh_strict_host_key_checking=no', '--data', 'ssh_known_hosts_file=/dev/null'],
    ...['--data', 'ssh_hostname=127.0.0.1', aliases(hosts).join(','), deploy(playbook)],
  ],
  env: () => ({}),
  does: (playbook) => existsSync(deploy(playbook)),
};

function deploy(playbook) {
  return join(
    PYINFRA,
    playbook
      .split('/')
      .at(-1)
      .replace(/\.yml$/, '.py'),
  );
}

function find(command, how) {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return command;
  } catch {
    console.error(`missing: ${command} (${how}); the others are measured without it`);
    return undefined;
  }
}

/** A folder in the Python environment that the ansible belongs to. */
function besideAnsible(path) {
  const lib = ansible === undefined ? undefined : join(dirname(ansible), '../lib');
  const folders = lib && existsSync(lib) ? readdirSync(lib).map((p) => join(lib, p, 'site-packages', path)) : [];
  const found = [...folders, `/usr/lib/python3/dist-packages/${path}`].find((p) => existsSync(p));
  if (!found) console.error('missing: Mitogen (pip install mitogen beside ansible-core, or TSPLAY_BENCH_MITOGEN)');
  return found;
}
