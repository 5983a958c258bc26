// One command's words read: what every command has in common, help and version, and how a slip is told.
import { TsplayError } from '../ground/index.js';
import {
  count,
  flag,
  helpText,
  parseArgv,
  usageText,
  type CommandSpec,
  type OptionTable,
  type ParsedLine,
} from './args/index.js';
import { choose } from './dispatch.js';
import { ownVersion, VersionAsked } from './version.js';
import { stderr, stdout } from '../controller/streams.js';

/** What every command has; a command's table spreads it. */
export const COMMON = {
  help: flag(['-h', '--help'], 'show this and stop', { ends: true }),
  version: flag(['--version'], "show tsplay's version and stop", { ends: true }),
  verbosity: count(['-v', '--verbose'], 'say more; up to -vvvv'),
} satisfies OptionTable;

/** How the running command calls itself: `ansible-vault` when called by that name, else `tsplay vault`. */
export function programName(): string {
  return choose(process.argv[1] ?? 'tsplay', process.argv.slice(2)).program;
}

/**
 * @returns the options and words, or undefined when help or the version was asked for and has been shown
 * @throws TsplayError bad-usage, after the usage was shown; VersionAsked
 */
export function readCommandLine<T extends OptionTable & typeof COMMON>(
  spec: CommandSpec<T>,
  argv: readonly string[],
): ParsedLine<T> | undefined {
  const program = programName();
  let line: ParsedLine<T>;
  try {
    line = parseArgv(spec, argv);
  } catch (error) {
    throw error instanceof TsplayError && error.code === 'bad-usage' ? misused(program, spec, error) : error;
  }
  const shown: { readonly help?: unknown; readonly version?: unknown } = line.options;
  if (shown.help === true) stdout.write(helpText(program, spec));
  else if (shown.version !== true) return line;
  else if (program.startsWith('ansible')) throw new VersionAsked(program);
  else stdout.write(ownVersion(program));
  return undefined;
}

/** A slip on the command line found after it was parsed. */
export function misused(program: string, spec: CommandSpec<OptionTable>, error: TsplayError): TsplayError {
  stderr.write(usageText(program, spec));
  return new TsplayError('bad-usage', error.message, { hint: error.hint ?? `'${program} --help' lists the options` });
}
