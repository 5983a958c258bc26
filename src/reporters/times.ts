// How long a run took: what Ansible's callback `timer` prints.
import type { Reporter } from './pretty.js';

export interface TimesOptions {
  /** Takes whole lines, for stdout. */
  readonly write: (text: string) => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

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
