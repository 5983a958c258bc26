// Options that several commands have, with the spellings and meanings of Ansible's commands.
import { ArgumentError, flag, integer, list, text, type Option, type OptionTable } from './args/index.js';

const CONNECTING = 'connection options';
const BECOMING = 'privilege escalation options';

/** At least one, as Ansible wants it of forks and we of seconds. */
function atLeastOne(option: Option<number | undefined>, message: string): Option<number | undefined> {
  return {
    ...option,
    take(given, before) {
      const value = option.take(given, before);
      if (value !== undefined && value < 1) throw new ArgumentError(message);
      return value;
    },
  };
}

/** `-t a,b`: words between commas, added to those given before. */
export function commaList(
  names: readonly string[],
  metavar: string,
  help: string,
  defaultText: string,
): Option<readonly string[]> {
  return {
    ...list(names, metavar, help, { defaultText, completes: 'nothing' }),
    take: (given, before) => [
      ...before,
      ...given
        .split(',')
        .map((t) => t.trim())
        .filter((t) => t !== ''),
    ],
  };
}

export const INVENTORY = {
  inventory: list(
    ['-i', '--inventory', '--inventory-file'],
    'SOURCE',
    'inventory file, directory, or comma separated hosts; repeatable',
    { defaultText: '/etc/ansible/hosts' },
  ),
} satisfies OptionTable;

export const LIMIT = {
  limit: text(['-l', '--limit'], 'PATTERN', 'only these hosts', { completes: 'nothing' }),
} satisfies OptionTable;

export const VARIABLES = {
  extraVars: list(['-e', '--extra-vars'], 'VARS', 'variables as key=value, JSON, YAML or @file; repeatable'),
} satisfies OptionTable;

export const CHANGING = {
  check: flag(['-C', '--check'], 'change nothing; say what would change'),
  diff: flag(['-D', '--diff'], 'show what changes in files'),
} satisfies OptionTable;

export const FORKS = {
  forks: atLeastOne(
    integer(['-f', '--forks'], 'N', 'hosts at a time', { defaultText: '5' }),
    'The number of processes (--forks) must be >= 1',
  ),
} satisfies OptionTable;

export const MODULE_PATH = {
  modulePath: list(['-M', '--module-path'], 'PATHS', 'more places to look for modules, between colons; repeatable', {
    completes: 'directory',
  }),
} satisfies OptionTable;

export const CONNECTION = {
  privateKey: text(['--private-key', '--key-file'], 'FILE', 'the key to log in with', { group: CONNECTING }),
  user: text(['-u', '--user'], 'USER', 'log in as this user', { group: CONNECTING }),
  connection: text(['-c', '--connection'], 'TYPE', 'ssh, ssh_cli, local, docker, podman, chroot, nspawn or kubectl', {
    group: CONNECTING,
    defaultText: 'ssh',
    completes: ['ssh', 'ssh_cli', 'local', 'docker', 'podman', 'chroot', 'nspawn', 'kubectl'],
  }),
  timeout: atLeastOne(
    integer(['-T', '--timeout'], 'SECONDS', 'for one connection attempt', { group: CONNECTING, defaultText: '10' }),
    'a whole number from 1 is needed',
  ),
  sshCommonArgs: text(['--ssh-common-args'], 'ARGS', 'options as ssh takes them, e.g. "-o ProxyJump=gate"', {
    group: CONNECTING,
    completes: 'nothing',
  }),
  sftpExtraArgs: text(['--sftp-extra-args'], 'ARGS', 'for sftp, which tsplay never runs: a warning says so', {
    group: CONNECTING,
    completes: 'nothing',
  }),
  scpExtraArgs: text(['--scp-extra-args'], 'ARGS', 'for scp, which tsplay never runs: a warning says so', {
    group: CONNECTING,
    completes: 'nothing',
  }),
  sshExtraArgs: text(['--ssh-extra-args'], 'ARGS', 'the same as --ssh-common-args, added to it', {
    group: CONNECTING,
    completes: 'nothing',
  }),
  askPass: flag(['-k', '--ask-pass'], 'ask for the connection password', {
    group: CONNECTING,
    exclusive: 'connection password',
  }),
  connectionPasswordFile: text(
    ['--connection-password-file', '--conn-pass-file'],
    'FILE',
    'take the connection password from a file, from what a program prints, or from - (standard input)',
    { group: CONNECTING, exclusive: 'connection password' },
  ),
} satisfies OptionTable;

export const BECOME = {
  become: flag(['-b', '--become'], 'run as another user', { group: BECOMING }),
  becomeMethod: text(['--become-method'], 'METHOD', 'sudo, su or doas', {
    group: BECOMING,
    defaultText: 'sudo',
    completes: ['sudo', 'su', 'doas'],
  }),
  becomeUser: text(['--become-user'], 'USER', 'whom to become', { group: BECOMING, defaultText: 'root' }),
  askBecomePass: flag(['-K', '--ask-become-pass'], 'ask for the become password', {
    group: BECOMING,
    exclusive: 'become password',
  }),
  becomePasswordFile: text(
    ['--become-password-file', '--become-pass-file'],
    'FILE',
    'take the become password from a file, from what a program prints, or from - (standard input)',
    { group: BECOMING, exclusive: 'become password' },
  ),
} satisfies OptionTable;

const VAULTS = 'vault options';

export const VAULT = {
  vaultIds: list(['--vault-id'], 'LABEL@SOURCE', 'a vault password: a file, a program or prompt; repeatable', {
    group: VAULTS,
  }),
  askVaultPass: flag(['-J', '--ask-vault-password', '--ask-vault-pass'], 'ask for the vault password', {
    group: VAULTS,
    exclusive: 'vault password',
  }),
  vaultPasswordFiles: list(
    ['--vault-password-file', '--vault-pass-file'],
    'FILE',
    'take a vault password from a file, or from what a program prints; repeatable',
    { group: VAULTS, exclusive: 'vault password' },
  ),
} satisfies OptionTable;
