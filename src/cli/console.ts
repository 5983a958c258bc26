// The terminal: which reporter, which colours, how mistakes are shown.
import type { DisplaySettings } from '../config/index.js';
import { env, nodeFiles, runPager } from '../controller/index.js';
import type { Diagnostic } from '../ground/index.js';
import { createPrettyReporter, formatDiagnostics, type Reporter } from '../reporters/index.js';
import type { CliOptions } from './options.js';

const write = (text: string): void => void process.stdout.write(text);
const writeError = (text: string): void => void process.stderr.write(text);

/** What is shown before the settings are known (or because they cannot be read) goes by the environment alone. */
let display: Pick<DisplaySettings, 'forceColour' | 'noColour'> = {
  forceColour: Boolean(env('ANSIBLE_FORCE_COLOR')),
  noColour: Boolean(env('NO_COLOR')) || Boolean(env('ANSIBLE_NOCOLOR')),
};

export function configureConsole(settings: DisplaySettings): void {
  display = settings;
}

/** `compat:` being forced wins over being forbidden. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  return display.forceColour || (stream.isTTY && !display.noColour);
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

const SETTING_COLOURS = { default: '0;32', changed: '0;33', required: '0;31' } as const;

/** Paints one line of `config dump`, as ansible-config does. */
export function paintSetting(kind: keyof typeof SETTING_COLOURS, text: string): string {
  return wantsColour(process.stdout) ? `\u001b[${SETTING_COLOURS[kind]}m${text}\u001b[0m` : text;
}

/** Shows long text, on a terminal through the pager. @returns the exit code 0 */
export function page(text: string, pager: string): number {
  if (!process.stdout.isTTY || !runPager(pager, text)) write(text);
  return 0;
}
