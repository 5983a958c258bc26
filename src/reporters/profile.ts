// Where the time of a run went: what Ansible's callbacks `profile_tasks` and `profile_roles` print.
import type { Event, EventBody, TaskInfo } from '../events/index.js';
import type { Reporter } from './pretty.js';
import { harmless } from './width.js';

export interface ProfileOptions {
  /** Takes whole lines, for stdout. */
  readonly write: (text: string) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** The time of day, as each task's line tells it. */
  readonly date?: (() => Date) | undefined;
  /** Only the table at the end, no line at each task. */
  readonly summaryOnly?: boolean | undefined;
}

export interface TaskProfileOptions extends ProfileOptions {
  readonly sortOrder?: 'ascending' | 'descending' | 'none' | undefined;
  /** How many tasks the table has; 20 when left out, Infinity for all. */
  readonly limit?: number | undefined;
  /** The cells of a line; 79 when left out. */
  readonly columns?: number | undefined;
  /** From 2 on the table says where the tasks stand. */
  readonly verbosity?: number | undefined;
}

const WIDTH = 79;
/** `compat:` the slowest tasks that are listed. */
const LISTED = 20;

interface Timed {
  readonly name: string;
  readonly info: TaskInfo;
  took: number;
}

/** `profile_tasks`: a line with the time at each task, the slowest tasks after the recap. */
export function createTaskProfile(options: TaskProfileOptions): Reporter {
  const { sortOrder = 'descending', limit = LISTED, columns = WIDTH, verbosity = 0 } = options;
  return profile(
    options,
    (task) => ({ key: String(task.id), name: task.name }),
    (timed) => {
      const sign = sortOrder === 'ascending' ? 1 : -1;
      const sorted = sortOrder === 'none' ? timed : timed.toSorted((a, b) => sign * (a.took - b.took));
      return sorted.slice(0, limit).flatMap(({ name, info, took }) => {
        const { span } = info;
        const place = verbosity >= 2 && span ? [`${span.file}:${span.line} `.padEnd(columns, '-')] : [];
        return [row(name, took, columns - 9), ...place];
      });
    },
  );
}

/** `profile_roles`: the same by role; tasks of no role stand under their action. */
export function createRoleProfile(options: ProfileOptions): Reporter {
  return profile(
    options,
    (task) => ({ key: task.role ?? task.action, name: task.role ?? task.action }),
    (timed) => {
      const total = timed.reduce((sum, { took }) => sum + took, 0);
      const sorted = timed.toSorted((a, b) => b.took - a.took);
      return [...sorted.map(({ name, took }) => row(name, took)), filled('', '~'), row('total', total)];
    },
  );
}

function profile(
  { write, now, date = () => new Date(), summaryOnly = false }: ProfileOptions,
  nameOf: (task: TaskInfo) => { key: string; name: string },
  table: (timed: readonly Timed[]) => string[],
): Reporter {
  const timed = new Map<string, Timed>();
  const began = now();
  let last = began;
  let running: { of: Timed; since: number } | undefined;
  const stop = (): void => {
    if (running) running.of.took += now() - running.since;
    running = undefined;
  };
  const tellTime = (): void => {
    const at = now();
    if (!summaryOnly)
      write(`${filled(`${dayAndTime(date())} (${clock(at - last)})       ${clock(at - began)}`, '*')}\n`);
    last = at;
  };
  return {
    on(event: Event | EventBody) {
      if (event.type === 'task-started') {
        tellTime();
        stop();
        const { key, name } = nameOf(event.task);
        let of = timed.get(key);
        if (!of) timed.set(key, (of = { name: harmless(name), info: event.task, took: 0 }));
        running = { of, since: now() };
      } else if (event.type === 'run-finished') {
        tellTime();
        stop();
        write(`${filled('', '=')}\n`);
        for (const line of table([...timed.values()])) write(`${line}\n`);
      }
    },
  };
}

function row(name: string, took: number, width = 70): string {
  return `${`${name} `.padEnd(width, '-')}${` ${(took / 1000).toFixed(2)}s`.padStart(9, '-')}`;
}

function two(n: number): string {
  return String(Math.floor(n)).padStart(2, '0');
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds) / 1000;
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `Saturday 21 November 2026  15:35:25 +0000`, in local time. */
function dayAndTime(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const day = `${DAYS[at.getDay()] ?? ''} ${two(at.getDate())} ${MONTHS[at.getMonth()] ?? ''} ${at.getFullYear()}`;
  return `${day}  ${time} ${zone}`;
}

/** `compat:` the space at the end. */
function filled(text: string, by: string): string {
  const head = text === '' ? '' : `${text} `;
  return `${head}${by.repeat(Math.max(3, WIDTH - head.length))} `;
}
