// A whole run as one JSON document: what Ansible's callback `json` prints in the end, instead of all other output.
import type { Event, EventBody, ShownResult, TaskInfo } from '../events/index.js';
import type { Span } from '../ground/index.js';
import { jsonIndented } from './json.js';
import type { Reporter } from './pretty.js';
import { harmless } from './width.js';

export interface JsonReportOptions {
  readonly write: (text: string) => void;
  /** For warnings, which are no part of the document. */
  readonly writeError: (text: string) => void;
  readonly now: () => Date;
  /** A file's name as the document has it: absolute. */
  readonly place: (file: string) => string;
  /** The setting `show_custom_stats`. */
  readonly customStats: boolean;
}

interface Told {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly duration: { readonly start: string; end?: string };
}

interface TaskTold {
  readonly task: Told;
  readonly hosts: Record<string, unknown>;
}

interface PlayTold {
  readonly play: Told;
  readonly tasks: TaskTold[];
}

type Finished = Extract<EventBody, { type: 'task-finished' }>;
type RunFinished = Extract<EventBody, { type: 'run-finished' }>;

export function createJsonReport(options: JsonReportOptions): Reporter {
  const plays: PlayTold[] = [];
  const tasks = new Map<number, { play: PlayTold; told: TaskTold }>();
  const warned = new Set<string>();
  const time = (): string => options.now().toISOString();

  const placeOf = (span: Span | undefined): string => (span ? `${options.place(span.file)}:${span.line}` : '');

  function taskStarted(info: TaskInfo): { play: PlayTold; told: TaskTold } | undefined {
    const play = plays.at(-1);
    if (!play) return undefined;
    const told = { task: describe(info.name, info.id, placeOf(info.span), time()), hosts: {} };
    play.tasks.push(told);
    tasks.set(info.id, { play, told });
    return { play, told };
  }

  function taskFinished(event: Finished): void {
    const { task, host, status, result } = event;
    // compat: an inclusion is no result.
    if (task.kind === 'meta' || (status === 'ok' && task.kind === 'include' && result['include'] !== undefined)) return;
    const entry = tasks.get(task.id) ?? taskStarted(task);
    if (!entry) return;
    entry.told.hosts[host] = resultOf(event, result);
    entry.told.task.duration.end = entry.play.play.duration.end = time();
  }

  return {
    on(event: Event | EventBody) {
      if (event.type === 'play-started')
        plays.push({ play: describe(event.name, plays.length, placeOf(event.span), time()), tasks: [] });
      else if (event.type === 'task-started') taskStarted(event.task);
      else if (event.type === 'task-finished') taskFinished(event);
      else if (event.type === 'warning') warn(event.diagnostic.message);
      else if (event.type === 'run-finished') options.write(`${jsonIndented(documentOf(event))}\n`);
    },
  };

  function warn(message: string): void {
    if (!warned.has(message)) options.writeError(`[WARNING]: ${harmless(message)}\n`);
    warned.add(message);
  }

  function documentOf({ stats, custom }: RunFinished): Record<string, unknown> {
    const shown = (options.customStats ? custom : undefined) as Readonly<Record<string, unknown>> | undefined;
    const { _run: run = {}, ...hosts } = shown ?? {};
    return { custom_stats: hosts, global_custom_stats: run, plays, stats: countsOf(stats) };
  }
}

/** `compat:` identifiers look like UUIDs; those of tasks and plays differ. */
function describe(name: string, id: number, path: string, start: string): Told {
  return { name, id: `00000000-0000-0000-0000-${String(id).padStart(12, '0')}`, path, duration: { start } };
}

function resultOf({ status, task }: Finished, result: ShownResult): Record<string, unknown> {
  const failed = status === 'failed' || status === 'ignored' ? { failed: true } : {};
  return {
    ...result,
    ...failed,
    ...(status === 'skipped' ? { skipped: true } : {}),
    ...(status === 'unreachable' ? { unreachable: true } : {}),
    action: task.action,
  };
}

/** `compat:` what the recap calls failed is called failures. */
function countsOf(stats: RunFinished['stats']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stats).map(([host, { failed, ...same }]) => [host, { ...same, failures: failed }]),
  );
}
