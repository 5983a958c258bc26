// Which reporters tell a run: the main output and what else is enabled, by the names of Ansible's callbacks.
import { basename, extname, join, relative, resolve } from 'node:path';
import type { DisplaySettings, Settings } from '../config/index.js';
import { writeFileAtomic } from '../controller/index.js';
import { stdout } from '../controller/streams.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { createMinimalReporter, createPrettyReporter, type Reporter } from '../reporters/index.js';

/** What reporters write to, and how it looks. */
export type Terminal = Omit<Parameters<typeof createPrettyReporter>[0], 'checkMode'>;

export interface CallbackRequest {
  readonly terminal: Terminal;
  readonly settings: Settings;
  readonly checkMode: boolean;
  readonly warn: (diagnostic: Diagnostic) => void;
}

/** Main outputs: Ansible's default with some settings replaced, or another form. */
const MAIN: Readonly<Record<string, Partial<DisplaySettings>>> = {
  default: {},
  debug: {},
  yaml: { resultFormat: 'yaml' },
  skippy: { skippedHosts: false },
  actionable: { skippedHosts: false, okHosts: false },
};
const OTHER_MAIN = ['minimal', 'oneline', 'json'];
const FURTHER = ['timer', 'profile_tasks', 'profile_roles', 'junit', 'tree'];

/** All of them as one. A name that tsplay does not have is warned of. */
export async function createReporters(request: CallbackRequest): Promise<Reporter> {
  const { callbacks, stdoutCallback } = request.settings.display;
  const main = await mainReporter(request, stdoutCallback);
  const further = await Promise.all(callbacks.map((name) => furtherReporter(request, name)));
  const all = [main, ...further.flat()];
  return { on: (event) => all.forEach((reporter) => reporter.on(event)) };
}

/** What enabled callbacks make of an ad hoc run, whose own output is always the minimal one. */
export async function furtherReporters(request: CallbackRequest): Promise<Reporter[]> {
  const names = request.settings.display.callbacks;
  return (await Promise.all(names.map((name) => furtherReporter(request, name)))).flat();
}

/** Whether any of them wants to be told the parameters of tasks. */
export function wantArguments({ display, configuration }: Settings): boolean {
  const isJunit = display.callbacks.some((name) => shortName(name) === 'junit');
  return (
    display.taskArguments ||
    (isJunit && configuration.optionText('callback', 'junit', 'hide_task_arguments') !== 'true')
  );
}

async function mainReporter(request: CallbackRequest, wanted: string): Promise<Reporter> {
  const { terminal, settings, checkMode } = request;
  const name = shortName(wanted);
  if (name === 'minimal' || name === 'oneline') return minimalReporter(terminal, settings, name === 'oneline');
  if (name === 'json') {
    const { createJsonReport } = await import('../reporters/json-report.js');
    const { write, writeError } = terminal;
    return createJsonReport({
      write,
      writeError,
      now: () => new Date(),
      place: resolve,
      customStats: settings.display.customStats,
    });
  }
  const changed = MAIN[name];
  if (!changed) request.warn(unknown(wanted, `the output is that of 'default'`));
  const show = { ...settings.display, ...changed };
  const yaml = await yamlOf(show);
  return withTail(terminal, (over) =>
    createPrettyReporter({ ...over, checkMode, customStats: show.customStats, show: { ...show, yaml } }),
  );
}

/** `host | CHANGED => …` */
export async function minimalReporter(terminal: Terminal, settings: Settings, oneLine: boolean): Promise<Reporter> {
  const { display } = settings;
  const yaml = await yamlOf(display);
  const make = (over: Terminal): Reporter => createMinimalReporter({ ...over, oneLine, show: { ...display, yaml } });
  return withTail(terminal, make);
}

/** On a terminal the reporter has a line below it that says what goes on. */
async function withTail(terminal: Terminal, make: (over: Terminal) => Reporter): Promise<Reporter> {
  const { columns, verbosity } = terminal;
  if (columns === undefined) return make(terminal);
  const { createTail } = await import('../reporters/tail.js');
  const draw = (text: string): void => stdout.write(text);
  const tail = createTail({ ...terminal, draw, columns, timeOnly: verbosity > 0, now: () => Date.now() });
  const reporter = make({ ...terminal, write: tail.write, writeError: tail.writeError });
  return {
    on(event) {
      reporter.on(event);
      tail.on(event);
    },
  };
}

async function yamlOf({ resultFormat, prettyResults }: DisplaySettings) {
  if (resultFormat !== 'yaml') return undefined;
  const { yamlResult } = await import('./yaml-result.js');
  return (result: Readonly<Record<string, unknown>>): string => yamlResult(result, prettyResults === false);
}

async function furtherReporter(request: CallbackRequest, callback: string): Promise<Reporter[]> {
  const { settings, terminal } = request;
  const times = { write: terminal.write, now: (): number => performance.now() };
  const name = shortName(callback);
  switch (name) {
    case '':
      return [];
    case 'timer': {
      const { createTimer } = await import('../reporters/times.js');
      return [createTimer(times)];
    }
    case 'profile_tasks':
    case 'profile_roles': {
      const { createRoleProfile, createTaskProfile } = await import('../reporters/profile.js');
      const { columns, verbosity } = terminal;
      const asked = settings.display.profile(name);
      if (name === 'profile_roles') return [createRoleProfile({ ...times, ...asked })];
      return [createTaskProfile({ ...times, ...asked, columns, verbosity })];
    }
    case 'junit':
      return [await junitReporter(settings)];
    case 'tree': {
      const { treeWriter } = await import('./tree.js');
      const directory = settings.configuration.optionText('callback', 'tree', 'directory') ?? '';
      const on = treeWriter(directory);
      return [{ on }];
    }
    default:
      request.warn(unknown(callback, 'it is left out'));
      return [];
  }
}

async function junitReporter({ configuration }: Settings): Promise<Reporter> {
  const { createJunit } = await import('../reporters/junit.js');
  const option = (name: string): string => configuration.setOption('callback', 'junit', name) ?? '';
  const isTrue = (name: string): boolean => option(name).toLowerCase() === 'true';
  const directory = configuration.path(configuration.optionText('callback', 'junit', 'output_dir') ?? '');
  const root = option('task_relative_path');
  const outside = option('replace_out_of_tree_path');
  return createJunit({
    now: () => performance.now(),
    taskClass: isTrue('task_class'),
    failOnChange: isTrue('fail_on_change'),
    failOnIgnore: isTrue('fail_on_ignore'),
    includeSetup: option('include_setup_tasks_in_report').toLowerCase() !== 'false',
    hideArguments: isTrue('hide_task_arguments'),
    prefix: option('test_case_prefix'),
    place(file) {
      const shown = root === '' ? resolve(file) : relative(root, file);
      return outside !== '' && shown.startsWith('../') ? outside + basename(shown) : shown;
    },
    save(playbook, document) {
      const name = `${basename(playbook, extname(playbook))}-${Date.now() / 1000}.xml`;
      writeFileAtomic(join(directory, name), document);
    },
  });
}

function shortName(callback: string): string {
  return callback.replace(/^(?:ansible\.(?:builtin|legacy|posix)|community\.general)\./, '');
}

function unknown(name: string, what: string): Diagnostic {
  const error = new TsplayError('bad-config', `tsplay has no callback '${name}': ${what}`, {
    hint: `it has ${[...Object.keys(MAIN), ...OTHER_MAIN, ...FURTHER].join(', ')}`,
  });
  return error.toDiagnostic('warning');
}
