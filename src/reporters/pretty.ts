// A run told to people, in the words of ansible-playbook's default output.
import { formatSpan, type Diagnostic } from '../ground/index.js';
import type { Event, EventBody, HostStats, ShownResult, TaskInfo } from '../events/index.js';
import { painter, type Palette, type Tone } from './colour.js';
import { details } from './diagnostics.js';
import type { ReadSource } from './excerpt.js';
import { failureLines } from './failure-text.js';
import { jsonIndented, jsonLine } from './json.js';
import { recapLines } from './recap.js';
import { isAlwaysShown, isCopying, resultText, shownPart } from './result-text.js';
import { diffLines } from './show-diff.js';
import { displayWidth, harmless } from './width.js';

export interface PrettyOptions {
  /** Takes whole lines, with their line feeds, for stdout. */
  readonly write: (text: string) => void;
  /** The same for stderr: warnings. */
  readonly writeError: (text: string) => void;
  readonly colour: boolean | Palette;
  /** Width of the terminal in cells; undefined when it is none. */
  readonly columns: number | undefined;
  /** How many `-v` were given. */
  readonly verbosity: number;
  /** Adds a line that says what the recap of a check run counts. */
  readonly checkMode: boolean;
  /** The setting `show_custom_stats`: whether what set_stats noted is shown. */
  readonly customStats?: boolean | undefined;
  readonly readSource: ReadSource;
  /** What settings leave out or add; without it everything is as Ansible's defaults have it. */
  readonly show?: ShowOptions | undefined;
}

/** The settings of Ansible's callback `default`, by their names there. */
export interface ShowOptions {
  readonly skippedHosts: boolean;
  readonly okHosts: boolean;
  readonly failedToStderr: boolean;
  readonly taskPathOnFailure: boolean;
  readonly checkModeMarkers: boolean;
  /** Say when a task begins on a host; show the parameters of tasks in their headers. */
  readonly perHostStart?: boolean | undefined;
  readonly taskArguments?: boolean | undefined;
  /** Whether warnings, and deprecations among them, that come with results are shown; they are when left out. */
  readonly actionWarnings?: boolean | undefined;
  readonly deprecationWarnings?: boolean | undefined;
  /** Lines around each difference; the largest text of which differences are shown, in bytes. */
  readonly diffContext?: number | undefined;
  readonly maxDiffSize?: number | undefined;
  /** `callback_format_pretty`: results on several lines, or never; undefined is Ansible's mixture. */
  readonly prettyResults?: boolean | undefined;
  /** A result as indented YAML, when results are written so. */
  readonly yaml?: ((result: ShownResult) => string) | undefined;
}

export interface Reporter {
  on(event: Event | EventBody): void;
}

type TaskFinished = Extract<EventBody, { type: 'task-finished' }>;
type ItemFinished = Extract<EventBody, { type: 'item-finished' }>;

/** `compat:` the width of headers where there is no terminal. */
const DEFAULT_COLUMNS = 80;

export function createPrettyReporter(options: PrettyOptions): Reporter {
  const paint = painter(options.colour);
  const { verbosity, show } = options;
  const hidesSome = show !== undefined && !(show.skippedHosts && show.okHosts);
  const checkMark = show?.checkModeMarkers === true && options.checkMode ? ' [CHECK MODE]' : '';
  const warned = new Set<string>();
  /** Which task's header was printed last. */
  let headed: number | undefined;
  /** Task and host of loops of which a failed item was shown. */
  const failedLoops = new Set<string>();

  const print = (lines: readonly string[]): void => options.write(lines.map((line) => `${line}\n`).join(''));

  function banner(text: string): void {
    const stars = Math.max(3, (options.columns ?? DEFAULT_COLUMNS) - 1 - displayWidth(text));
    print(['', `${text} ${'*'.repeat(stars)}`]);
  }

  /** Printed again when results of several tasks come mixed, so that each stands under its own header. */
  function header(task: TaskInfo): void {
    if (headed === task.id) return;
    headed = task.id;
    banner(
      `${task.kind === 'handler' || task.handler === true ? 'RUNNING HANDLER' : 'TASK'} [${oneLine(task.name)}${argumentsOf(task)}]${checkMark}`,
    );
    if (verbosity >= 2 && task.span) print([`task path: ${task.span.file}:${task.span.line}`]);
  }

  function argumentsOf(task: TaskInfo): string {
    return show?.taskArguments === true && task.arguments !== undefined ? ` ${oneLine(task.arguments)}` : '';
  }

  function warn(message: string, tone: 'warning' | 'deprecation' = 'warning'): void {
    if (warned.has(message)) return;
    warned.add(message);
    const label = tone === 'warning' ? '[WARNING]' : '[DEPRECATION WARNING]';
    options.writeError(`${paint(tone, `${label}: ${message}`)}\n`);
  }

  function warnings(result: ShownResult, host: string): void {
    if (show?.actionWarnings === false) return;
    for (const key of ['warnings', 'deprecations'] as const) {
      const found = result[key];
      if (!Array.isArray(found) || (key === 'deprecations' && show?.deprecationWarnings === false)) continue;
      for (const entry of found as unknown[]) {
        const text = (entry as { msg?: unknown } | null)?.msg ?? entry;
        const said = harmless(typeof text === 'string' ? text : jsonLine(text));
        warn(`[${host}]: ${said}`, key === 'warnings' ? 'warning' : 'deprecation');
      }
    }
  }

  function warning(diagnostic: Diagnostic, host: string | undefined): void {
    const place = diagnostic.span ? `${formatSpan(diagnostic.span)}: ` : '';
    const who = host === undefined ? '' : `[${host}]: `;
    const below = details(diagnostic, options.readSource, paint).map((line) => `\n${line}`);
    warn(`${who}${place}${harmless(diagnostic.message)}${below.join('')}`);
  }

  function diff({ action }: TaskInfo, result: ShownResult): void {
    if (result['diff'] === undefined || result['changed'] !== true) return;
    const size = isCopying(action) ? show?.maxDiffSize : undefined;
    print(diffLines(result['diff'], paint, { context: show?.diffContext, maxSize: size }));
  }

  /** Whether a setting keeps such results out of the output, and the task's header with them. */
  function isHidden(status: string): boolean {
    return (status === 'skipped' && show?.skippedHosts === false) || (status === 'ok' && show?.okHosts === false);
  }

  function textOf(action: string, result: ShownResult): string {
    if (show?.yaml) return `\n${show.yaml(shownPart(action, result, verbosity))}`;
    return resultText(action, result, verbosity, show?.prettyResults);
  }

  function line(tone: Tone, words: string, action: string, result: ShownResult): void {
    const shown = verbosity > 0 || isAlwaysShown(action, result);
    print([paint(tone, shown ? `${words} => ${textOf(action, result)}` : words)]);
  }

  function failure(tone: Tone, words: string, event: TaskFinished | ItemFinished): void {
    const { result, diagnostic } = event;
    const text = verbosity > 0 ? [textOf(event.task.action, result)] : failureLines(result);
    const { span } = event.task;
    if (show?.taskPathOnFailure === true && verbosity < 2 && span) print([`task path: ${span.file}:${span.line}`]);
    const told = paint(tone, `${words} => ${text.join('\n')}`);
    if (show?.failedToStderr === true) options.writeError(`${told}\n`);
    else print([told]);
    // What is hidden by no_log must not come out in an excerpt or a note.
    if (diagnostic && result['censored'] === undefined) print(located(diagnostic, result));
  }

  /** The place in the user's files, below the failure. */
  function located(diagnostic: Diagnostic, result: ShownResult): string[] {
    const lines: string[] = [];
    const isSaid = String(result['msg']).includes(diagnostic.message);
    const place = diagnostic.span ? formatSpan(diagnostic.span) : '';
    if (!isSaid) lines.push([place, harmless(diagnostic.message)].filter(Boolean).join(': '));
    else if (place) lines.push(place);
    lines.push(...details(diagnostic, options.readSource, paint));
    return lines.flatMap((text) => text.split('\n')).map((text) => (text === '' ? '' : `    ${text}`));
  }

  function itemFinished(event: ItemFinished): void {
    if (isHidden(event.status)) return;
    header(event.task);
    const { status, result } = event;
    const item = `(item=${oneLine(event.label)})`;
    const who = hostLabel(event);
    warnings(result, event.host);
    switch (status) {
      case 'ok':
      case 'changed':
        diff(event.task, result);
        return line(status, `${status}: [${who}] => ${item}`, event.task.action, result);
      case 'skipped':
        // `compat:` the space at the end.
        return line('skipped', `skipping: [${event.host}] => ${item} `, event.task.action, result);
      case 'failed':
      case 'ignored':
      case 'unreachable':
        failedLoops.add(loopKey(event));
        return failure(status === 'unreachable' ? status : 'failed', `failed: [${who}] ${item}`, event);
    }
  }

  function taskFinished(event: TaskFinished): void {
    const { status, result, looped } = event;
    const saidByItems = looped && (status === 'ok' || status === 'changed');
    // An inclusion is told by `included`.
    if (isHidden(status)) return;
    if (saidByItems || (status === 'ok' && event.task.kind === 'include' && result['include'] !== undefined)) return;
    header(event.task);
    const who = hostLabel(event);
    if (!looped) warnings(result, event.host);
    switch (status) {
      case 'ok':
      case 'changed':
        diff(event.task, result);
        return line(status, `${status}: [${who}]`, event.task.action, result);
      case 'skipped':
        if (looped) return print([paint('skipped', `skipping: [${event.host}]`)]);
        return line('skipped', `skipping: [${event.host}]`, event.task.action, result);
      case 'unreachable':
        return failure('unreachable', `fatal: [${who}]: UNREACHABLE!`, event);
      case 'failed':
      case 'ignored': {
        // `compat:` when the failed items were shown, the loop as a whole is not.
        const isShown = failedLoops.delete(loopKey(event)) && looped;
        if (result['unreachable'] === true) failure('unreachable', `fatal: [${who}]: UNREACHABLE!`, event);
        else if (!isShown) failure('failed', `fatal: [${who}]: FAILED!`, event);
        if (status === 'ignored') print([paint('skipped', '...ignoring')]);
      }
    }
  }

  function recap(stats: Readonly<Record<string, Readonly<HostStats>>>, custom: unknown): void {
    banner('PLAY RECAP');
    print([...recapLines(stats, paint), '']);
    if (options.customStats === true && custom !== undefined && custom !== null) {
      banner('CUSTOM STATS:');
      print([...customLines(custom as Readonly<Record<string, unknown>>), '']);
    }
    if (options.checkMode) print(['Check mode: "changed" counts what a real run would change.']);
  }

  return {
    on(event) {
      switch (event.type) {
        case 'run-started':
        case 'handlers-started':
        case 'rescued':
        case 'task-undone':
          return;
        case 'playbook-started':
          if (verbosity >= 2) banner(`PLAYBOOK: ${event.path}`);
          return;
        case 'play-started':
          headed = undefined;
          return banner(`PLAY${named(event.name)}${checkMark}`);
        case 'play-skipped':
          if (event.reason === 'no-hosts-remaining') return banner('NO MORE HOSTS LEFT');
          banner(`PLAY${named(event.name)}`);
          return print([paint('skipped', 'skipping: no hosts matched')]);
        case 'task-started':
          // Whether the task has anything to show is known when it has results.
          return hidesSome ? undefined : header(event.task);
        case 'host-started':
          if (show?.perHostStart !== true) return;
          return print([paint('ok', ` [started TASK: ${oneLine(event.task.name)} on ${event.host}]`)]);
        case 'item-finished':
          return itemFinished(event);
        case 'task-finished':
          return taskFinished(event);
        case 'task-retrying': {
          header(event.task);
          const text = `FAILED - RETRYING: [${event.host}]: ${oneLine(event.task.name)} (${event.retriesLeft} retries left).`;
          const detail = verbosity >= 3 ? ` Result was: ${resultText(event.task.action, event.result, verbosity)}` : '';
          return print([paint('retry', text + detail)]);
        }
        case 'task-progress': {
          header(event.task);
          const { host, what, done, total } = event;
          const share = `${mebibytes(done)} of ${mebibytes(total)} MiB, ${Math.floor((100 * done) / Math.max(total, 1))} %`;
          return print([paint('retry', `MOVING [${host}]: ${oneLine(what)} (${share})`)]);
        }
        case 'task-output':
          if (verbosity === 0) return;
          header(event.task);
          return print(event.lines.map((text) => `  [${event.host}] ${harmless(text)}`));
        case 'job-polled': {
          header(event.task);
          const { host, jid, state } = event;
          if (state === 'runs')
            return print([paint('retry', `ASYNC POLL on ${host}: jid=${jid} started=1 finished=0`)]);
          return print([paint('retry', `ASYNC ${state === 'ok' ? 'OK' : 'FAILED'} on ${host}: jid=${jid}`)]);
        }
        case 'included': {
          header(event.task);
          const item = event.label === undefined ? '' : ` => (item=${oneLine(event.label)})`;
          return print([paint('included', `included: ${event.path} for ${event.hosts.join(', ')}${item}`)]);
        }
        case 'warning':
          return warning(event.diagnostic, event.host);
        case 'playbook-finished':
        case 'run-finished':
          return recap(event.stats, event.custom);
      }
    },
  };
}

/** `compat:` a task delegated to its own host is not marked. */
function hostLabel(event: TaskFinished | ItemFinished): string {
  const { host, delegatedTo } = event;
  return delegatedTo === undefined || delegatedTo === host ? host : `${host} -> ${delegatedTo}`;
}

function loopKey(event: TaskFinished | ItemFinished): string {
  return `${event.task.id} ${event.host}`;
}

const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(0);

/** Names and labels stay on their line. */
function oneLine(text: string): string {
  return harmless(text).replaceAll('\n', '\\n');
}

/** `compat:` indented by one, then put on one line. */
function packed(stats: unknown): string {
  return jsonIndented(stats, ' ').replaceAll('\n', '');
}

/** Each host's on a line, then those of the run. */
function customLines(custom: Readonly<Record<string, unknown>>): string[] {
  const { _run: run, ...hosts } = custom;
  const lines = Object.entries(hosts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, stats]) => `\t${host}: ${packed(stats)}`);
  return run === undefined ? lines : [...lines, '', `\tRUN: ${packed(run)}`];
}

/** compat: what has no name is announced without brackets. */
function named(name: string): string {
  return name === '' ? '' : ` [${oneLine(name)}]`;
}
