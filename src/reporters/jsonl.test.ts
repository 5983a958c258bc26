// Each event is one line of valid JSON, numbered and timed.
import { describe, expect, it } from 'vitest';
import { Float } from '../value/index.js';
import { createJsonlReporter } from './jsonl.js';

function lines(use: (reporter: ReturnType<typeof createJsonlReporter>) => void): string[] {
  const out: string[] = [];
  use(createJsonlReporter({ write: (text) => out.push(text), now: () => 1700000000000 }));
  return out;
}

const task = { id: 1, name: 'x', action: 'ansible.builtin.command', span: undefined, kind: 'task' } as const;

describe('createJsonlReporter', () => {
  it('numbers and times events that come without', () => {
    expect(
      lines((r) => {
        r.on({ type: 'run-started', checkMode: false, verbosity: 0 });
        r.on({ type: 'rescued', host: 'web' });
      }),
    ).toEqual([
      '{"seq":1,"time":1700000000000,"type":"run-started","checkMode":false,"verbosity":0}\n',
      '{"seq":2,"time":1700000000000,"type":"rescued","host":"web"}\n',
    ]);
  });

  it('keeps the numbers that events have', () => {
    expect(
      lines((r) => {
        r.on({ type: 'handlers-started', seq: 7, time: 5 });
        r.on({ type: 'handlers-started' });
      }),
    ).toEqual([
      '{"seq":7,"time":5,"type":"handlers-started"}\n',
      '{"seq":8,"time":1700000000000,"type":"handlers-started"}\n',
    ]);
  });

  it('is valid JSON for every value a result can hold', () => {
    const [line = ''] = lines((r) =>
      r.on({
        type: 'task-finished',
        task,
        host: 'h\n',
        status: 'ok',
        looped: false,
        duration: 3,
        result: { big: 2n ** 60n, nan: NaN, one: new Float(1), map: new Map([['a', 'b\u2028']]), none: undefined },
      }),
    );
    expect(line.trimEnd()).not.toContain('\n');
    expect((JSON.parse(line) as { result: unknown }).result).toEqual({
      big: '1152921504606846976',
      nan: null,
      one: 1,
      map: { a: 'b\u2028' },
    });
  });
});
