import { describe, expect, it } from 'vitest';
import { runLocally } from '../../../test/support/run-module.js';
import pause from './index.js';

/** A clock that jumps when somebody sleeps, and a terminal that answers, or is not there. */
function run(args: Record<string, unknown>, answer?: string) {
  let now = Date.UTC(2026, 0, 31, 12, 0, 0);
  const prompts: unknown[] = [];
  const task = {
    name: 'wait',
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    prompt: (text: string, options?: unknown) => {
      prompts.push([text, options]);
      return answer === 'silent' ? new Promise<string>(() => undefined) : Promise.resolve(answer);
    },
  };
  return runLocally(pause, args, { task }).then((result) => ({
    result,
    prompts,
    slept: now - Date.UTC(2026, 0, 31, 12, 0, 0),
  }));
}

describe('pause', () => {
  it.each<[Record<string, unknown>, number, string]>([
    [{ seconds: 3 }, 3, 'Paused for 3.0 seconds'],
    [{ seconds: 0 }, 1, 'Paused for 1.0 seconds'],
    [{ seconds: 2.9 }, 2, 'Paused for 2.0 seconds'],
    [{ seconds: '-5' }, 1, 'Paused for 1.0 seconds'],
    [{ minutes: 2 }, 120, 'Paused for 2.0 minutes'],
    [{ prompt: 'hello', seconds: 7 }, 7, 'Paused for 7.0 seconds'],
  ])('%j', async (args, seconds, stdout) => {
    const { result, slept } = await run(args);
    expect(slept).toBe(seconds * 1000);
    expect(result).toMatchObject({
      changed: false,
      rc: 0,
      stdout,
      delta: seconds,
      echo: true,
      user_input: '',
      stderr: '',
    });
    expect(result['stop']).toMatch(/^2026-01-31 \d\d:\d\d:\d\d\.000000$/);
  });
  it('does not wait for a terminal that is not there', async () => {
    const { result, slept } = await run({});
    expect(slept).toBe(0);
    expect(result).toMatchObject({
      delta: 0,
      stdout: 'Paused for 0.0 minutes',
      warnings: [expect.stringContaining('not interactive')],
    });
  });
  it('asks', async () => {
    const { result, prompts } = await run({ prompt: 'Go on?', echo: 'no' }, 'yes');
    expect(result).toMatchObject({ user_input: 'yes', echo: false });
    expect(prompts).toEqual([['[wait]\nGo on?:', { echo: false }]]);
    expect((await run({}, '')).prompts).toEqual([
      ['[wait]\nPress enter to continue, Ctrl+C to interrupt:', { echo: true }],
    ]);
  });
  it('goes on when nobody answers in time', async () => {
    expect((await run({ prompt: 'x', seconds: 2 }, 'silent')).result).toMatchObject({ delta: 2, user_input: '' });
  });
  it('refuses what means nothing', async () => {
    expect((await run({ seconds: 1, minutes: 1 })).result.msg).toMatch(/mutually exclusive: minutes\|seconds/);
    expect((await run({ minutes: 'a' })).result.msg).toMatch(/'minutes' is not a whole number/);
  });
});
