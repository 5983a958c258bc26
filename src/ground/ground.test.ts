import { describe, expect, it, vi } from 'vitest';
import { didYouMean, formatSpan, LoadErrors, systemClock, TsplayError, withinTime, type Diagnostic } from './index.js';

const SPAN = { file: 'site.yml', line: 3, col: 5 };

describe('didYouMean', () => {
  it.each([
    ['stat', ['state', 'start', 'src'], 'state'],
    ['owenr', ['owner', 'group'], 'owner'],
    ['MODE', ['mode'], 'mode'],
    ['becom_user', ['become', 'become_user', 'become_method'], 'become_user'],
    ['a', ['b'], 'b'],
    ['nmae', ['name', 'names'], 'name'],
  ])('%s', (word, names, expected) => {
    expect(didYouMean(word, names)).toBe(`did you mean '${expected}'?`);
  });

  it('says nothing when nothing is near', () => {
    expect(didYouMean('frobnicate', ['name', 'state', 'mode'])).toBe('');
    expect(didYouMean('path', ['src', 'mode'])).toBe('');
    expect(didYouMean('x', [])).toBe('');
    expect(didYouMean('ab', ['xy'])).toBe('');
  });

  it('takes the first of equally near ones, and any iterable', () => {
    expect(didYouMean('cat', new Set(['bat', 'rat']))).toBe("did you mean 'bat'?");
  });
});

describe('errors', () => {
  it('become diagnostics with place, hint and notes', () => {
    const cause = new Error('low');
    const error = new TsplayError('bad-argument', 'wrong', {
      span: SPAN,
      hint: 'right',
      cause,
      notes: [{ message: 'n' }],
    });
    expect(error).toMatchObject({ name: 'TsplayError', code: 'bad-argument', cause });
    expect(error.toDiagnostic()).toEqual({
      code: 'bad-argument',
      severity: 'error',
      message: 'wrong',
      span: SPAN,
      hint: 'right',
      notes: [{ message: 'n' }],
    });
    expect(new TsplayError('timeout', 'late').toDiagnostic('warning')).toMatchObject({
      severity: 'warning',
      span: undefined,
    });
    expect('cause' in new TsplayError('timeout', 'late')).toBe(false);
  });

  it('of a load name every place', () => {
    const found: Diagnostic[] = [
      { code: 'yaml-value', severity: 'warning', message: 'odd' },
      { code: 'bad-keyword', severity: 'error', message: 'one', span: SPAN, hint: 'do' },
      { code: 'bad-argument', severity: 'error', message: 'two' },
    ];
    const errors = new LoadErrors(found);
    expect(errors.message).toBe('odd\nsite.yml:3:5: one\ntwo');
    expect(errors.asOne()).toMatchObject({ code: 'bad-keyword', message: 'one; two', span: SPAN, hint: 'do' });
  });

  it('write places as file:line:col', () => {
    expect(formatSpan({ ...SPAN, endLine: 9, endCol: 1 })).toBe('site.yml:3:5');
  });
});

describe('the system clock', () => {
  it('sleeps, and wakes with the reason when it is aborted', async () => {
    vi.useFakeTimers();
    try {
      const done = systemClock.sleep(1000);
      await vi.advanceTimersByTimeAsync(1000);
      await expect(done).resolves.toBeUndefined();
      const abort = new AbortController();
      const waiting = systemClock.sleep(60_000, abort.signal);
      abort.abort(new Error('cancelled'));
      await expect(waiting).rejects.toThrow('cancelled');
      await expect(systemClock.sleep(1, abort.signal)).rejects.toThrow('cancelled');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('holds nobody up once the work that it limits is done', async () => {
    vi.useFakeTimers();
    try {
      await expect(withinTime(systemClock, 2000, Promise.resolve('done'))).resolves.toBe('done');
      await expect(withinTime(systemClock, 2000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
      expect(vi.getTimerCount()).toBe(0);
      const late = withinTime(systemClock, 2000, new Promise(() => undefined));
      await vi.advanceTimersByTimeAsync(2000);
      await expect(late).resolves.toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
});
