// The command line: flags as ansible-playbook has them, parsed into one plain record.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { TsplayError } from '../ground/index.js';

export interface CliOptions {
  readonly playbooks: readonly string[];
  readonly inventory: readonly string[];
  readonly limit: string | undefined;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly extraVars: readonly string[];
  readonly check: boolean;
  readonly diff: boolean;
  readonly become: boolean;
  readonly becomeUser: string | undefined;
  readonly becomeMethod: string | undefined;
  readonly askBecomePass: boolean;
  readonly askPass: boolean;
  readonly user: string | undefined;
  readonly privateKey: string | undefined;
  readonly connection: string | undefined;
  readonly timeout: number | undefined;
  readonly sshCommonArgs: string | undefined;
  readonly sshExtraArgs: string | undefined;
  readonly forks: number;
  readonly verbosity: number;
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
  readonly syntaxCheck: boolean;
  readonly startAtTask: string | undefined;
  readonly forceHandlers: boolean;
  readonly vaultIds: readonly string[];
  readonly vaultPasswordFiles: readonly string[];
  readonly askVaultPass: boolean;
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];
const commaList = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  ...value
    .split(',')
    .map((t) => t.trim())
    .filter((t) => t !== ''),
];

function positive(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number from 1 is needed');
  return n;
}

/** The definition of the command line; README.md's table is held to it. */
export function program(version: string): Command {
  return new Command('tsplay')
    .description('Runs Ansible playbooks over SSH; the hosts need sshd and a POSIX shell, nothing else.')
    .version(version, '--version', "show tsplay's version and exit")
    .argument('<playbook...>', 'playbooks to run, in order')
    .addOption(
      new Option('-i, --inventory <source>', 'inventory file, directory, or comma separated hosts (repeatable)')
        .argParser(collect)
        .default([], '/etc/ansible/hosts'),
    )
    .option('-l, --limit <pattern>', 'only these hosts')
    .addOption(
      new Option('-t, --tags <tags>', 'only plays and tasks with these tags').argParser(commaList).default([], 'all'),
    )
    .addOption(
      new Option('--skip-tags <tags>', 'not the plays and tasks with these tags')
        .argParser(commaList)
        .default([], 'none'),
    )
    .addOption(
      new Option('-e, --extra-vars <vars>', 'variables as key=value, JSON, YAML or @file (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('-C, --check', 'change nothing; say what would change', false)
    .option('-D, --diff', 'show what changes in files', false)
    .option('-b, --become', 'run as another user', false)
    .option('--become-method <method>', 'sudo, su or doas (default: sudo)')
    .option('--become-user <user>', 'whom to become (default: root)')
    .option('-K, --ask-become-pass', 'ask for the become password', false)
    .option('-k, --ask-pass', 'ask for the connection password', false)
    .option('-u, --user <user>', 'log in as this user')
    .option('--private-key, --key-file <file>', 'the key to log in with')
    .option('-c, --connection <type>', 'ssh or local (default: ssh)')
    .addOption(new Option('-T, --timeout <seconds>', 'for one connection attempt (default: 10)').argParser(positive))
    .option('--ssh-common-args <args>', 'options as ssh takes them, e.g. "-o ProxyJump=gate"')
    .option('--ssh-extra-args <args>', 'the same, added to --ssh-common-args')
    .addOption(new Option('-f, --forks <n>', 'hosts at a time').argParser(positive).default(5))
    .addOption(
      new Option('-v, --verbose', 'say more; up to -vvvv')
        .argParser((_, before: number) => before + 1)
        .default(0, 'off'),
    )
    .option('--list-hosts', 'list the hosts of each play and stop', false)
    .option('--list-tasks', 'list the tasks that would run and stop', false)
    .option('--list-tags', 'list all tags and stop', false)
    .option('--syntax-check', 'load everything, run nothing', false)
    .option('--start-at-task <name>', 'start at the task of this name')
    .option('--force-handlers', 'run handlers even when a task fails', false)
    .addOption(
      new Option('--vault-id <label@source>', 'a vault password: a file, a program or prompt (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(
      new Option('--vault-password-file, --vault-pass-file <file>', 'a file that holds or a program that prints it')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('-J, --ask-vault-pass', 'ask for the vault password', false)
    .allowExcessArguments(true)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

/** `-vvv` as three times `-v`, which commander does not do for options that count. */
function expandVerbose(argv: readonly string[]): string[] {
  return argv.flatMap((arg) => (/^-v{2,}$/.test(arg) ? Array.from({ length: arg.length - 1 }, () => '-v') : [arg]));
}

/**
 * @returns the options, or undefined when help or the version was shown
 * @throws TsplayError bad-option
 */
export function parseOptions(argv: readonly string[], version: string): CliOptions | undefined {
  const command = program(version);
  try {
    command.parse(expandVerbose(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new TsplayError('bad-option', error.message.replace(/^error: /, ''), {
      hint: "'tsplay --help' lists the options",
    });
  }
  const flags = command.opts<Record<string, never>>();
  return {
    ...(flags as unknown as Omit<CliOptions, 'playbooks' | 'privateKey' | 'verbosity'>),
    playbooks: command.args,
    privateKey: flags['keyFile'],
    vaultIds: flags['vaultId'] ?? [],
    vaultPasswordFiles: flags['vaultPassFile'] ?? [],
    verbosity: flags['verbose'] ?? 0,
  };
}
