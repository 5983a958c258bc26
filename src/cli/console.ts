// The terminal: which reporter, which colours, how mistakes are shown.
import type { DisplaySettings, Settings } from '../config/index.js';
import { env, nodeFiles, runPager } from '../controller/index.js';
import { Secrets, TsplayError, withoutSecrets, type Diagnostic } from '../ground/index.js';
import { colourCode, formatDiagnostics, palette, type Palette } from '../reporters/index.js';
import type { Terminal } from './callbacks.js';
import { openLog } from './log-file.js';
import { loadSettings } from './settings.js';
import { stderr, stdout, type Output } from '../controller/streams.js';

let log: ReturnType<typeof openLog> | undefined;
/** What no finding may show; runs tell without it already. */
let secrets = new Secrets();

/** From now on findings, and the parts of files they show, go without these. */
export function hideInConsole(known: Secrets): void {
  secrets = known;
}

/** Puts text on the screen and into the log. */
export function write(text: string): void {
  stdout.write(text);
  log?.(text, 'INFO');
}

function writeError(text: string): void {
  stderr.write(text);
  if (text !== '') log?.(text, 'WARNING');
}

/** What is shown before the settings are known (or because they cannot be read) goes by the environment alone. */
let display: Pick<DisplaySettings, 'forceColour' | 'noColour'> = {
  forceColour: Boolean(env('ANSIBLE_FORCE_COLOR')),
  noColour: Boolean(env('NO_COLOR')) || Boolean(env('ANSIBLE_NOCOLOR')),
};

/** @throws TsplayError write-failed when the log cannot be written */
export function configureConsole(settings: DisplaySettings): void {
  colours = paletteOf(settings);
  display = settings;
  log = settings.logPath === undefined ? undefined : logAt(settings.logPath);
}

/** compat: a log that cannot be written is told, and the command goes on without it. */
function logAt(path: string): ReturnType<typeof openLog> | undefined {
  try {
    return openLog(path);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const message = `log file at ${path} is not writeable and we cannot create it: nothing is logged`;
    showDiagnostics([{ code: 'bad-config', severity: 'warning', message, hint: 'see log_path' }]);
    return undefined;
  }
}

/**
 * What every command begins with: settings are read, the console goes by them, and what is wrong with them is told; with
 * `-v` also what of them has no effect, and which file they come from.
 * @param asked how many `-v` the command line has
 * @throws TsplayError bad-config, file-missing, file-unreadable
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
  if (verbosity > 0) (verboseToStderr ? stderr : stdout).write(text);
  if (Math.max(verbosity, logVerbosity ?? 0) > 0) log?.(text, 'INFO');
}

let colours: Palette = palette();

/** `compat:` being forced wins over being forbidden. */
function wantsColour(output: Output): boolean {
  return display.forceColour || (output.isTTY && !display.noColour);
}

/** The palette with the colours that settings give. @throws TsplayError bad-config for one that there is not */
function paletteOf({ colours: given }: DisplaySettings): Palette {
  return palette(
    Object.fromEntries(
      Object.entries(given).map(([tone, name]) => {
        const code = colourCode(name);
        if (code !== undefined) return [tone, code];
        throw new TsplayError('bad-config', `there is no colour '${name}'`, {
          hint: 'colours are named (red, bright blue, dark gray), color0 to color255, rgb000 to rgb555 or gray0 to gray23',
        });
      }),
    ),
  );
}

/** The text around a finding, with a star for each character of a secret; none of a file that is encrypted. */
function readSource(file: string): string | undefined {
  if (nodeFiles.exists(file) !== 'file') return undefined;
  const text = Buffer.from(nodeFiles.readBytes(file)).toString('utf8');
  return text.startsWith('$ANSIBLE_VAULT;') ? undefined : secrets.mask(text);
}

/** A text without secrets. */
export function redacted(text: string): string {
  return secrets.redact(text);
}

export function showDiagnostics(found: readonly Diagnostic[]): void {
  if (found.length === 0) return;
  const diagnostics = found.map((diagnostic) => withoutSecrets(diagnostic, secrets));
  writeError(formatDiagnostics(diagnostics, { readSource, colour: wantsColour(stderr) && colours }));
}

/** What reporters need to know of the terminal. */
export function consoleOptions(verbosity: number): Terminal {
  return {
    write,
    writeError,
    colour: wantsColour(stdout) && colours,
    columns: stdout.columns,
    verbosity,
    readSource,
  };
}

const SETTING_COLOURS = { default: '0;32', changed: '0;33', required: '0;31' } as const;

/** Paints one line of `config dump`, as ansible-config does. */
export function paintSetting(kind: keyof typeof SETTING_COLOURS, text: string): string {
  return wantsColour(stdout) ? `\u001b[${SETTING_COLOURS[kind]}m${text}\u001b[0m` : text;
}

/** Shows long text, on a terminal through the pager. @returns the exit code 0 */
export function page(text: string, pager: string): number {
  if (!stdout.isTTY || !runPager(pager, text)) write(text);
  return 0;
}
