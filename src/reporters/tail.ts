// The last line of a terminal while tasks run: what a host said last, and for how long it has been running.
import type { Event, EventBody, TaskInfo } from '../events/index.js';
import { displayWidth, harmless } from './width.js';

/** A task that takes longer is shown with the time it has taken; milliseconds. */
const LONG = 10_000;
const EVERY = 1000;
/** Tasks that wait for a person, whose line this is then. */
const ASKING = /(?:^|\.)pause$/;

export interface TailOptions {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Puts control sequences on the terminal, past any log. */
  readonly draw: (text: string) => void;
  /** Cells of the terminal. */
  readonly columns: number;
  /** Whether lines are shown in full elsewhere, so that only the time is shown here. */
  readonly timeOnly: boolean;
  readonly now: () => number;
}

export interface Tail {
  /** What everything else is written by: the line goes away first and comes back afterwards. */
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  on(event: Event | EventBody): void;
}

export function createTail(options: TailOptions): Tail {
  const { draw, now, columns } = options;
  let task: { readonly info: TaskInfo; readonly since: number } | undefined;
  let said: { readonly host: string; readonly line: string } | undefined;
  /** Hosts of the play that are still in it, and those of them that are not done with the task. */
  let hosts = new Set<string>();
  let running = new Set<string>();
  let isDrawn = false;
  let timer: NodeJS.Timeout | undefined;

  const clear = (): void => {
    if (isDrawn) draw('\r\u001b[2K');
    isDrawn = false;
  };
  const text = (): string => {
    if (!task || running.size === 0 || ASKING.test(task.info.action)) return '';
    const passed = now() - task.since;
    const time = passed >= LONG ? `${Math.floor(passed / 1000)} s  ` : '';
    if (said && !options.timeOnly) return `${time}${said.host}: ${said.line}`;
    return time && `${time}${[...running].join(', ')}`;
  };
  const show = (): void => {
    clear();
    const line = fitted(text(), columns - 1);
    if (line === '') return;
    draw(line);
    isDrawn = true;
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    task = said = undefined;
    clear();
  };
  const around =
    (put: (text: string) => void) =>
    (text: string): void => {
      clear();
      put(text);
    };

  return {
    write: around(options.write),
    writeError: around(options.writeError),
    on(event) {
      switch (event.type) {
        case 'play-started':
          stop();
          hosts = new Set(event.hosts);
          return;
        case 'task-started':
          stop();
          task = { info: event.task, since: now() };
          running = new Set(hosts);
          timer = setInterval(show, EVERY);
          timer.unref();
          return;
        case 'task-output':
          if (event.task.id !== task?.info.id) return;
          said = { host: event.host, line: oneLine(event.lines.at(-1) ?? '') };
          return show();
        case 'task-finished':
          running.delete(event.host);
          if (event.status === 'failed' || event.status === 'unreachable') hosts.delete(event.host);
          if (said?.host === event.host) said = undefined;
          return running.size === 0 ? stop() : undefined;
        case 'run-finished':
          return stop();
        default:
      }
    },
  };
}

function oneLine(line: string): string {
  return harmless(line).replaceAll('\t', ' ').replaceAll('\n', ' ');
}

/** As much of it as fits. */
function fitted(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let width = 0;
  let shown = '';
  for (const char of text) {
    width += displayWidth(char);
    if (width >= columns) break;
    shown += char;
  }
  return `${shown}…`;
}
