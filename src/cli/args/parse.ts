// Reads a command line against a table of options: commander parses, mistakes are told in the words of Ansible's commands.
import { Command, CommanderError, InvalidArgumentError, Option as CommanderOption } from 'commander';
import { TsplayError } from '../../ground/index.js';
import { canonicalName, spellOut, unrecognized, usage } from './spelling.js';
import { ArgumentError, type CommandSpec, type Option, type OptionTable, type Parsed } from './table.js';

export interface ParsedLine<T extends OptionTable> {
  readonly options: Parsed<T>;
  readonly positionals: readonly string[];
  /** Fields of the options that stand on the command line. */
  readonly given: ReadonlySet<keyof T>;
}

/**
 * Options may stand anywhere; `--` ends them; `spellOut` says which spellings there are.
 * @throws TsplayError bad-usage; not-supported for an option that is refused
 */
export function parseArgv<T extends OptionTable>(spec: CommandSpec<T>, argv: readonly string[]): ParsedLine<T> {
  const { words, ended } = spellOut(spec.options, argv);
  const command = new Command()
    .helpOption(false)
    .exitOverride()
    .allowExcessArguments(ended)
    .configureOutput({ writeErr: () => undefined });
  const fields = Object.entries(spec.options).map(([field, option]) => {
    const built = commanderOption(option);
    command.addOption(built);
    return { field, option, name: built.attributeName() };
  });
  // After `--help` nothing is missing and nothing too much.
  if (!ended) for (const p of spec.positionals) command.argument(argumentFlags(p));
  parse(command, words, spec);
  const given = fields.filter(({ name }) => command.getOptionValueSource(name) === 'cli');
  if (!ended) checkRivals(given.map(({ option }) => option));
  return {
    options: Object.fromEntries(fields.map(({ field, name }) => [field, command.getOptionValue(name)])) as Parsed<T>,
    positionals: command.args,
    given: new Set(given.map(({ field }) => field)),
  };
}

function commanderOption(option: Option<unknown>): CommanderOption {
  const name = canonicalName(option);
  const flags = option.metavar === undefined ? name : `${name} <${option.metavar}>`;
  return new CommanderOption(flags, option.help).default(option.initial).argParser((text: string, before: unknown) => {
    if (option.refused !== undefined) {
      const message = `tsplay does not have ${option.names.join('/')}`;
      throw new TsplayError('not-supported', message, { hint: option.refused });
    }
    try {
      return option.take(text, before);
    } catch (error) {
      throw error instanceof ArgumentError ? new InvalidArgumentError(error.message) : error;
    }
  });
}

function argumentFlags({ name, many, optional }: CommandSpec<OptionTable>['positionals'][number]): string {
  const word = `${name}${many ? '...' : ''}`;
  return optional ? `[${word}]` : `<${word}>`;
}

function parse(command: Command, words: readonly string[], spec: CommandSpec<OptionTable>): void {
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? inArgparseWords(error, command, spec) : error;
  }
}

/** `compat:` the messages of Python's argparse, which scripts and people know. */
function inArgparseWords(error: CommanderError, command: Command, spec: CommandSpec<OptionTable>): TsplayError {
  const all = Object.values(spec.options);
  const quoted = /'(-[^' ]+)[^']*'/.exec(error.message)?.[1];
  const names = all.find((option) => canonicalName(option) === quoted)?.names.join('/') ?? quoted ?? '';
  switch (error.code) {
    case 'commander.missingArgument': {
      const missing = spec.positionals.slice(command.args.length).filter((p) => !p.optional);
      return usage(`the following arguments are required: ${missing.map((p) => p.name).join(', ')}`);
    }
    case 'commander.excessArguments':
      return unrecognized(command.args.slice(spec.positionals.length), []);
    case 'commander.optionMissingArgument':
      return usage(`argument ${names}: expected one argument`);
    case 'commander.invalidArgument':
      return usage(
        `argument ${names}: ${error.message.replace(/^error: option '[^']*' argument '[^]*?' is invalid\. /, '')}`,
      );
    default:
      return usage(error.message.replace(/^error: /, ''));
  }
}

function checkRivals(given: readonly Option<unknown>[]): void {
  for (const [i, option] of given.entries()) {
    const rival = given.slice(0, i).find((o) => o.exclusive !== undefined && o.exclusive === option.exclusive);
    if (rival) throw usage(`argument ${option.names.join('/')}: not allowed with argument ${rival.names.join('/')}`);
  }
}
