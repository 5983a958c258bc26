// A run told to programs: one event per line as JSON, with the field names of src/events/types.ts.
import type { Event, EventBody } from '../events/index.js';
import { Float } from '../value/index.js';

export interface JsonlOptions {
  readonly write: (text: string) => void;
  /** Milliseconds since the epoch, for events that are not timed yet. */
  readonly now: () => number;
}

/**
 * Writes each event as one line; `seq`, `time` and `type` come first. Events that come without a number are numbered from
 * 1 in the order in which they come. Integers beyond 2^53 are written as strings, NaN and infinities as null.
 */
export function createJsonlReporter({ write, now }: JsonlOptions): { on(event: Event | EventBody): void } {
  let last = 0;
  return {
    on(event) {
      const numbered = event as EventBody & Partial<Pick<Event, 'seq' | 'time'>>;
      const { seq = last + 1, time = now(), type, ...fields } = numbered;
      last = seq;
      write(`${JSON.stringify({ seq, time, type, ...fields }, plain)}\n`);
    },
  };
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Float) return value.value;
  return value instanceof Map ? Object.fromEntries(value) : value;
}
