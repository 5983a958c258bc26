// The options of a playbook run, as ansible-playbook has them.
import { flag, text, type CommandSpec, type Parsed } from './args/index.js';
import { COMMON, readCommandLine } from './command-line.js';
import {
  BECOME,
  CHANGING,
  commaList,
  CONNECTION,
  FORKS,
  INVENTORY,
  LIMIT,
  MODULE_PATH,
  VARIABLES,
  VAULT,
} from './shared-options.js';

const OPTIONS = {
  ...COMMON,
  ...INVENTORY,
  ...LIMIT,
  tags: commaList(['-t', '--tags'], 'TAGS', 'only plays and tasks with these tags', 'all'),
  skipTags: commaList(['--skip-tags'], 'TAGS', 'not the plays and tasks with these tags', 'none'),
  ...VARIABLES,
  ...CHANGING,
  ...FORKS,
  ...MODULE_PATH,
  listHosts: flag(['--list-hosts'], 'list the hosts of each play and stop'),
  listTasks: flag(['--list-tasks'], 'list the tasks that would run and stop'),
  listTags: flag(['--list-tags'], 'list all tags and stop'),
  syntaxCheck: flag(['--syntax-check'], 'load everything, run nothing'),
  startAtTask: text(['--start-at-task'], 'NAME', 'start at the task of this name', { completes: 'nothing' }),
  step: flag(['--step'], 'ask before each task: no, yes, or continue without asking'),
  flushCache: flag(['--flush-cache'], 'forget the cached facts of all hosts of the inventory first'),
  forceHandlers: flag(['--force-handlers'], 'run handlers even when a task fails'),
  ...CONNECTION,
  ...BECOME,
  ...VAULT,
};

/** What a playbook run can be told; README.md's table is made of it. */
export const PLAYBOOK: CommandSpec<typeof OPTIONS> = {
  summary: 'Runs Ansible playbooks over SSH; the hosts need sshd and a POSIX shell, nothing else.',
  options: OPTIONS,
  positionals: [{ name: 'playbook', help: 'playbooks to run, in order', many: true }],
};

export interface CliOptions extends Omit<Parsed<typeof OPTIONS>, 'help' | 'version'> {
  readonly playbooks: readonly string[];
}

/**
 * @returns the options, or undefined when help or the version was shown
 * @throws TsplayError bad-usage
 */
export function parseOptions(argv: readonly string[]): CliOptions | undefined {
  const line = readCommandLine(PLAYBOOK, argv);
  return line && { ...line.options, playbooks: line.positionals };
}
