// How long a run and each of its tasks took: what Ansible's callbacks `timer` and `profile_tasks` print.
import type { Event, EventBody } from '../events/index.js';
import type { Reporter } from './pretty.js';
import { harmless } from './width.js';

export interface TimesOptions {
  /** Takes whole lines, for stdout. */
  readonly write: (text: string) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

const WIDTH = 79;
/** `compat:` the slowest tasks that are listed. */
const LISTED = 20;

/** `timer`: one line after the recap. */
export function createTimer({ write, now }: TimesOptions): Reporter {
  const began = now();
  return {
    on(event) {
      if (event.type !== 'run-finished') return;
      const seconds = Math.floor((now() - began) / 1000);
      const parts = [86_400, 3_600, 60, 1].map((unit, i, units) =>
        Math.floor((i === 0 ? seconds : seconds % (units[i - 1] ?? 1)) / unit),
      );
      const [days, hours, minutes, rest] = parts;
      write(`Playbook run took ${days} days, ${hours} hours, ${minutes} minutes, ${rest} seconds\n`);
    },
  };
}

/** `profile_tasks`: the slowest tasks after the recap. */
export function createTaskProfile({ write, now }: TimesOptions): Reporter {
  const tasks = new Map<number, { readonly name: string; readonly began: number; ended: number | undefined }>();
  const began = now();
  let running: number | undefined;
  const stop = (): void => {
    const task = running === undefined ? undefined : tasks.get(running);
    if (task) task.ended ??= now();
  };
  function started(event: Extract<Event | EventBody, { type: 'task-started' }>): void {
    stop();
    running = event.task.id;
    tasks.set(running, { name: harmless(event.task.name), began: now(), ended: undefined });
  }
  return {
    on(event) {
      if (event.type === 'task-started') started(event);
      else if (event.type === 'play-started') stop();
      else if (event.type === 'run-finished') {
        stop();
        write(`${filled(clock(now() - began))}\n`);
        write(`${'='.repeat(WIDTH)} \n`);
        const timed = [...tasks.values()].map(({ name, began: at, ended = now() }) => ({ name, took: ended - at }));
        timed.sort((a, b) => b.took - a.took);
        for (const { name, took } of timed.slice(0, LISTED)) write(`${row(name, took)}\n`);
      }
    },
  };
}

function row(name: string, took: number): string {
  return `${`${name} `.padEnd(70, '-')}${` ${(took / 1000).toFixed(2)}s`.padStart(9, '-')}`;
}

function clock(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
}

function filled(text: string): string {
  return `Playbook run took ${text} `.padEnd(WIDTH, '*');
}
