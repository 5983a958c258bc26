// The terminal: which reporter, which colours, how mistakes are shown.
import type { DisplaySettings, Settings } from '../config/index.js';
import { env, nodeFiles, runPager } from '../controller/index.js';
import type { Diagnostic } from '../ground/index.js';
import {
  createMinimalReporter,
  createPrettyReporter,
  createTaskProfile,
  createTimer,
  formatDiagnostics,
  type Reporter,
} from '../reporters/index.js';
import { dumpYaml } from '../template/index.js';
import { fromJs } from '../value/index.js';
import { openLog } from './log-file.js';
import type { CliOptions } from './options.js';
import { loadSettings } from './settings.js';

let log: ReturnType<typeof openLog> | undefined;

/** Puts text on the screen and into the log. */
export function write(text: string): void {
  process.stdout.write(text);
  log?.(text, 'INFO');
}

function writeError(text: string): void {
  process.stderr.write(text);
  if (text !== '') log?.(text, 'WARNING');
}

/** What is shown before the settings are known (or because they cannot be read) goes by the environment alone. */
let display: Pick<DisplaySettings, 'forceColour' | 'noColour'> = {
  forceColour: Boolean(env('ANSIBLE_FORCE_COLOR')),
  noColour: Boolean(env('NO_COLOR')) || Boolean(env('ANSIBLE_NOCOLOR')),
};

/** @throws TsplayError write-failed when the log cannot be written */
export function configureConsole(settings: DisplaySettings): void {
  display = settings;
  log = settings.logPath === undefined ? undefined : openLog(settings.logPath);
}

/**
 * What every command begins with: settings are read, the console goes by them, and what is wrong with them is told; with
 * `-v` also what of them has no effect, and which file they come from.
 * @param asked how many `-v` the command line has
 * @throws TsplayError bad-config, file-missing, file-unreadable, write-failed
 */
export function openConsole(asked: number): Settings {
  const { settings, configuration, remarks } = loadSettings();
  configureConsole(settings.display);
  const verbosity = asked + settings.display.verbosity;
  showDiagnostics([...configuration.warnings, ...(verbosity > 0 ? remarks() : [])]);
  const { configFile } = settings;
  verbose(
    configFile === undefined ? 'No config file found; using defaults' : `Using ${configFile} as config file`,
    verbosity,
    settings.display,
  );
  return settings;
}

/** A line that `-v` adds. `compat:` the log has it when `log_verbosity` asks for it, whatever the screen shows. */
function verbose(line: string, verbosity: number, { verboseToStderr, logVerbosity }: DisplaySettings): void {
  const text = `${line}\n`;
  if (verbosity > 0) (verboseToStderr ? process.stderr : process.stdout).write(text);
  if (Math.max(verbosity, logVerbosity ?? 0) > 0) log?.(text, 'INFO');
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

export function consoleReporter(cli: CliOptions, settings: DisplaySettings): Reporter {
  return combined([mainReporter(cli, settings), ...settings.callbacks.flatMap(extraReporter)]);
}

/** Names of callbacks whose output tsplay has: as it is, with a setting, or in another form. */
const MAIN: Readonly<Record<string, Partial<DisplaySettings>>> = {
  default: {},
  debug: {},
  yaml: { resultFormat: 'yaml' },
  skippy: { skippedHosts: false },
  actionable: { skippedHosts: false, okHosts: false },
};

function mainReporter(cli: CliOptions, settings: DisplaySettings): Reporter {
  const name = shortName(settings.stdoutCallback);
  const terminal = consoleOptions(cli.verbosity);
  if (name === 'minimal' || name === 'oneline')
    return createMinimalReporter({ ...terminal, oneLine: name === 'oneline' });
  const changed = MAIN[name];
  if (!changed) warnOfCallback(settings.stdoutCallback, `the output is that of 'default'`);
  const show = { ...settings, ...changed };
  return createPrettyReporter({
    ...terminal,
    checkMode: cli.check,
    customStats: settings.customStats,
    show: { ...show, yaml: show.resultFormat === 'yaml' ? yamlResult : undefined },
  });
}

/** `compat:` four spaces before each line. */
function yamlResult(result: Readonly<Record<string, unknown>>): string {
  const text = dumpYaml(fromJs(result), { flow: false, width: 1000, unicode: true, sortKeys: true });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function extraReporter(callback: string): Reporter[] {
  const times = { write, now: () => performance.now() };
  switch (shortName(callback)) {
    case 'timer':
      return [createTimer(times)];
    case 'profile_tasks':
      return [createTaskProfile(times)];
    case '':
      return [];
    default:
      warnOfCallback(callback, 'it is left out');
      return [];
  }
}

function shortName(callback: string): string {
  return callback.replace(/^(?:ansible\.(?:builtin|legacy|posix)|community\.general)\./, '');
}

function warnOfCallback(name: string, what: string): void {
  const message = `tsplay has no callback '${name}': ${what}`;
  const hint = `it has ${[...Object.keys(MAIN), 'minimal', 'oneline', 'timer', 'profile_tasks'].join(', ')}`;
  showDiagnostics([{ code: 'bad-config', severity: 'warning', message, hint }]);
}

function combined(reporters: readonly Reporter[]): Reporter {
  return { on: (event) => reporters.forEach((reporter) => reporter.on(event)) };
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
