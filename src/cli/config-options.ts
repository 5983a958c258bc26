// The options of `tsplay config`, as `ansible-config` has them.
import { ArgumentError, choice, flag, text, type CommandSpec } from './args/index.js';
import { COMMON } from './command-line.js';

const PLUGIN_KINDS = ['become', 'cache', 'callback', 'connection', 'inventory', 'shell', 'vars'] as const;

const OPTIONS = {
  ...COMMON,
  configFile: text(['-c', '--config'], 'FILE', 'the configuration file to read instead of the one that is found'),
  type: choice(['-t', '--type'], 'TYPE', ['all', 'base', ...PLUGIN_KINDS], 'settings of one kind of plugins, or all', {
    defaultText: 'base',
  }),
  format: choice(
    ['-f', '--format'],
    'FORMAT',
    ['display', 'json', 'yaml', 'ini', 'env', 'vars'],
    'how it is written: dump takes display, json, yaml; list yaml, json; init and validate ini, env',
  ),
  onlyChanged: flag(['--only-changed', '--changed-only'], 'dump: only what differs from the defaults'),
  disabled: flag(['--disabled'], 'init: every line is a comment'),
};

export const ACTIONS = ['list', 'dump', 'view', 'init', 'validate'] as const;
export type ConfigAction = (typeof ACTIONS)[number];

/** The formats each action takes, the default first. */
const FORMATS: Readonly<Record<ConfigAction, readonly string[]>> = {
  list: ['yaml', 'json'],
  dump: ['display', 'json', 'yaml'],
  view: [],
  init: ['ini', 'env'],
  validate: ['ini', 'env'],
};

export const CONFIG: CommandSpec<typeof OPTIONS> = {
  summary: 'Shows what ansible.cfg and the environment set, and what tsplay does with it.',
  options: OPTIONS,
  positionals: [
    { name: 'action', help: `${ACTIONS.slice(0, -1).join(', ')} or validate`, completes: ACTIONS },
    { name: 'plugin', help: 'only these plugins; needs -t', many: true, optional: true, completes: 'nothing' },
  ],
};

/** The action and the format it is asked in. @throws ArgumentError */
export function readAction(word: string, format: string | undefined): { action: ConfigAction; format: string } {
  const action = ACTIONS.find((a) => a === word);
  const named = ACTIONS.map((a) => `'${a}'`).join(', ');
  if (!action) throw new ArgumentError(`argument action: invalid choice: '${word}' (choose from ${named})`);
  const known = FORMATS[action];
  if (format !== undefined && !known.includes(format)) {
    const choices = known.length === 0 ? 'it has no format' : `choose from ${known.map((f) => `'${f}'`).join(', ')}`;
    throw new ArgumentError(`argument --format/-f: invalid choice: '${format}' (${choices})`);
  }
  return { action, format: format ?? known[0] ?? '' };
}
