// Which command a command line means: by the name the program is called by, or by its first word.
import { TsplayError } from '../ground/index.js';
import type { CommandSpec, OptionTable } from './args/index.js';

/** What a command is: it does its work and says the exit code; mistakes are thrown as TsplayError or LoadErrors. */
interface CommandModule {
  run(argv: readonly string[]): Promise<number>;
  /** Its options and those of its actions (`''` is the command itself), for shell completion. */
  readonly SPECS?: Readonly<Record<string, CommandSpec<OptionTable>>>;
}

interface CommandEntry {
  readonly load: () => Promise<CommandModule>;
  /** Ansible's name for it: a link of that name behaves as the command. */
  readonly link?: string;
}

/** Each command's file is loaded only when it is wanted. To add one, write `commands/NAME.ts` and add its line. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  playbook: { load: () => import('./commands/playbook.js'), link: 'ansible-playbook' },
  inventory: { load: () => import('./commands/inventory.js'), link: 'ansible-inventory' },
  config: { load: () => import('./commands/config.js'), link: 'ansible-config' },
  run: { load: () => import('./commands/run.js'), link: 'ansible' },
  vault: { load: () => import('./commands/vault.js'), link: 'ansible-vault' },
  doc: { load: () => import('./commands/doc.js'), link: 'ansible-doc' },
  vars: { load: () => import('./commands/vars.js') },
  schema: { load: () => import('./commands/schema.js') },
  completion: { load: () => import('./commands/completion.js') },
};

/** All commands, in the order of the table. */
export function commands(): (CommandEntry & { readonly name: string })[] {
  return Object.entries(COMMANDS).map(([name, entry]) => ({ name, ...entry }));
}

export interface Chosen {
  readonly load: () => Promise<CommandModule>;
  /** How the command calls itself: `ansible-vault`, `tsplay vault`; `tsplay` for a playbook run. */
  readonly program: string;
  /** The words after the command. */
  readonly argv: readonly string[];
}

/**
 * The first word is a command when it is the name of one; everything else is a playbook run. A playbook whose file is named
 * like a command, without an extension, is run by `tsplay playbook NAME`.
 * @param path how the program was called; its last part decides when it is the name of one of Ansible's commands
 * @param argv the words of the command line
 * @throws TsplayError not-supported for a link named like a command of Ansible's that tsplay does not have
 */
export function choose(path: string, argv: readonly string[]): Chosen {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const linked = Object.values(COMMANDS).find((entry) => entry.link === name);
  if (linked) return { load: linked.load, program: name, argv };
  if (/^ansible(?:-|$)/.test(name))
    throw new TsplayError('not-supported', `tsplay cannot stand for '${name}'`, {
      hint: `it can be linked as ${Object.values(COMMANDS)
        .flatMap((entry) => entry.link ?? [])
        .join(', ')}`,
    });
  const [word = '', ...rest] = argv;
  const named = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (named) return { load: named.load, program: `tsplay ${word}`, argv: rest };
  return { load: () => import('./commands/playbook.js'), program: 'tsplay', argv };
}
