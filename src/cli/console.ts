// The terminal: which reporter, which colours, how mistakes are shown.
import { env, nodeFiles } from '../controller/index.js';
import type { Diagnostic } from '../ground/index.js';
import { createPrettyReporter, formatDiagnostics, type Reporter } from '../reporters/index.js';
import type { CliOptions } from './options.js';

const write = (text: string): void => void process.stdout.write(text);
const writeError = (text: string): void => void process.stderr.write(text);

/** `compat:` ANSIBLE_NOCOLOR and ANSIBLE_FORCE_COLOR as in Ansible, NO_COLOR as elsewhere. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  if (env('ANSIBLE_FORCE_COLOR')) return true;
  return stream.isTTY && !env('NO_COLOR') && !env('ANSIBLE_NOCOLOR');
}

function readSource(file: string): string | undefined {
  return nodeFiles.exists(file) === 'file' ? Buffer.from(nodeFiles.readBytes(file)).toString('utf8') : undefined;
}

export function showDiagnostics(diagnostics: readonly Diagnostic[]): void {
  writeError(formatDiagnostics(diagnostics, { readSource, colour: wantsColour(process.stderr) }));
}

/** What reporters need to know of the terminal. */
export function consoleOptions(verbosity: number): Omit<Parameters<typeof createPrettyReporter>[0], 'checkMode'> {
  return {
    write,
    writeError,
    colour: wantsColour(process.stdout),
    columns: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined,
    verbosity,
    readSource,
  };
}

export function consoleReporter(cli: CliOptions): Reporter {
  return createPrettyReporter({ ...consoleOptions(cli.verbosity), checkMode: cli.check });
}
