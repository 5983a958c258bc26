// The options of an ad hoc command, as `ansible` has them.
import { flag, integer, text, type CommandSpec } from './args/index.js';
import { COMMON } from './command-line.js';
import {
  BECOME,
  CHANGING,
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
  moduleName: text(['-m', '--module-name'], 'MODULE', 'the module to run', {
    defaultText: 'command',
    completes: 'module',
  }),
  moduleArgs: text(['-a', '--args'], 'ARGS', 'its parameters: key=value words, the text of a command, or JSON', {
    completes: 'nothing',
  }),
  ...INVENTORY,
  ...LIMIT,
  ...VARIABLES,
  ...CHANGING,
  ...FORKS,
  ...MODULE_PATH,
  oneLine: flag(['-o', '--one-line'], 'one line per host'),
  tree: text(['-t', '--tree'], 'DIRECTORY', "write each host's result into a file of its name there", {
    completes: 'directory',
  }),
  background: integer(['-B', '--background'], 'SECONDS', 'run asynchronously, for at most so long'),
  poll: integer(['-P', '--poll'], 'SECONDS', 'with -B: how often to ask whether it is done; 0 does not wait', {
    defaultText: '15',
  }),
  taskTimeout: integer(['--task-timeout'], 'SECONDS', 'fail when the task takes longer'),
  playbookDir: text(['--playbook-dir'], 'DIRECTORY', 'where group_vars, roles and files are looked for', {
    completes: 'directory',
  }),
  listHosts: flag(['--list-hosts'], 'list the hosts and stop'),
  ...CONNECTION,
  ...BECOME,
  ...VAULT,
};

export const ADHOC: CommandSpec<typeof OPTIONS> = {
  summary: 'Runs one module on the hosts that a pattern selects.',
  options: OPTIONS,
  positionals: [{ name: 'pattern', help: 'hosts and groups, as in hosts: of a play', completes: 'nothing' }],
};
