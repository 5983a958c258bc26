// The line at the end of a terminal: what was said last, the time after ten seconds, gone before anything else is written.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTail, type Tail } from './tail.js';

const task = { id: 1, name: 'long', action: 'shell', span: undefined, kind: 'task' } as const;
let drawn: string[];
let tail: Tail;
const made = (timeOnly = false): Tail =>
  createTail({
    write: (t) => drawn.push(`OUT ${t}`),
    writeError: (t) => drawn.push(`ERR ${t}`),
    draw: (t) => drawn.push(t.replace('\r\u001b[2K', 'CLEAR')),
    columns: 30,
    timeOnly,
    now: () => Date.now(),
  });
const start = (action = 'shell'): void => {
  tail.on({ type: 'play-started', name: '', span: undefined, hosts: ['one', 'two'] });
  tail.on({ type: 'task-started', task: { ...task, action } });
};
const say = (line: string): void =>
  tail.on({ type: 'task-output', task, host: 'one', stream: 'stdout', lines: ['before', line] });
const finish = (host: string): void =>
  tail.on({ type: 'task-finished', task, host, status: 'ok', result: {}, looped: false, duration: 1 });

beforeEach(() => {
  vi.useFakeTimers();
  drawn = [];
  tail = made();
});
afterEach(() => void vi.useRealTimers());

it('shows the last line, cut to the terminal and harmless', () => {
  start();
  say('work\u001b[2J');
  say('x'.repeat(100));
  expect(drawn).toEqual(['one: work\\x1b[2J', 'CLEAR', `one: ${'x'.repeat(23)}…`]);
});
it('goes away before other output and when the host is done', () => {
  start();
  say('work');
  tail.write('line\n');
  say('more');
  tail.on({ type: 'run-finished', stats: {} });
  expect(drawn).toEqual(['one: work', 'CLEAR', 'OUT line\n', 'one: more', 'CLEAR']);
});
it('says after ten seconds for how long, and who is still running', () => {
  start();
  vi.advanceTimersByTime(9_500);
  expect(drawn).toEqual([]);
  finish('two');
  vi.advanceTimersByTime(1_000);
  expect(drawn.at(-1)).toBe('10 s  one');
  say('still');
  expect(drawn.at(-1)).toBe('10 s  one: still');
  finish('one');
  expect(drawn.at(-1)).toBe('CLEAR');
  vi.advanceTimersByTime(5_000);
  expect(drawn.at(-1)).toBe('CLEAR');
});
it('shows only the time where lines are shown in full, and nothing where a person is asked', () => {
  tail = made(true);
  start();
  say('work');
  vi.advanceTimersByTime(11_000);
  expect(drawn.at(-1)).toBe('11 s  one, two');
  drawn = [];
  start('ansible.builtin.pause');
  vi.advanceTimersByTime(20_000);
  expect(drawn.filter((t) => t !== 'CLEAR')).toEqual([]);
});
