// A run told to programs: one event per line as JSON, with the field names of src/events/types.ts.
import type { Event, EventBody } from '../events/index.js';

export interface JsonlOptions {
  readonly write: (text: string) => void;
}

/**
 * Writes each event as one line; `seq`, `time` and `type` come first. An event that is not numbered yet must not come here
 * from a run: it would lack `seq` and `time`.
 */
export function createJsonlReporter({ write }: JsonlOptions): { on(event: Event | EventBody): void } {
  return {
    on(event) {
      const { type, ...fields } = event;
      const { seq, time, ...rest } = fields as Partial<Event>;
      write(`${JSON.stringify({ seq, time, type, ...rest }, plain)}\n`);
    },
  };
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}
