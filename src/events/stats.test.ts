import { describe, expect, it } from 'vitest';
import { count, exitCode, type EventBody, type HostStats, type Status, type TaskInfo } from './index.js';

const TASK: TaskInfo = { id: 1, name: 't', action: 'ping', span: undefined, kind: 'task' };
const NONE: HostStats = { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };

const finished = (status: Status, result: Record<string, unknown> = {}, host = 'a'): EventBody => ({
  type: 'task-finished',
  task: TASK,
  host,
  status,
  result,
  looped: false,
  duration: 1,
});

function recap(...events: EventBody[]): Record<string, HostStats> {
  const stats = new Map<string, HostStats>();
  for (const event of events) count(stats, event);
  return Object.fromEntries(stats);
}

describe('the recap', () => {
  it.each<[Status, Record<string, unknown>, Partial<HostStats>]>([
    ['ok', {}, { ok: 1 }],
    ['changed', { changed: true }, { ok: 1, changed: 1 }],
    ['skipped', {}, { skipped: 1 }],
    ['failed', { changed: true }, { failed: 1 }],
    ['unreachable', {}, { unreachable: 1 }],
    ['ignored', {}, { ok: 1, ignored: 1 }],
    ['ignored', { changed: true }, { ok: 1, changed: 1, ignored: 1 }],
    ['ignored', { changed: 'yes' }, { ok: 1, ignored: 1 }],
  ])('counts %s %j', (status, result, expected) => {
    expect(recap(finished(status, result))).toEqual({ a: { ...NONE, ...expected } });
  });

  it('takes a rescued failure back', () => {
    expect(recap(finished('failed'), { type: 'rescued', host: 'a' }, finished('ok'))).toEqual({
      a: { ...NONE, ok: 1, rescued: 1 },
    });
  });

  it('keeps hosts apart and counts tasks, not items', () => {
    const item: EventBody = { type: 'item-finished', task: TASK, host: 'a', label: 'x', status: 'changed', result: {} };
    expect(recap(item, finished('ok'), finished('failed', {}, 'b'))).toEqual({
      a: { ...NONE, ok: 1 },
      b: { ...NONE, failed: 1 },
    });
    expect(recap({ type: 'handlers-started' }, item)).toEqual({});
  });
});

describe('the exit code', () => {
  it('is 4 with lost hosts, else 2 with failures, else 0', () => {
    expect(exitCode([])).toBe(0);
    expect(exitCode(['live', 'ended', 'cleared', 'left behind'])).toBe(0);
    expect(exitCode(['live', 'failed'])).toBe(2);
    expect(exitCode(['unreachable'])).toBe(4);
    expect(exitCode(['failed', 'unreachable', 'failed'])).toBe(4);
    expect(exitCode(['failed', 'unreachable'], true)).toBe(2);
  });
});
