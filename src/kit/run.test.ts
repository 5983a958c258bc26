import { describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import type { HostHands, HostView } from '../host/types.js';
import {
  argumentsOf,
  defineModule,
  isUnreachable,
  ModuleFailure,
  path,
  runModule,
  str,
  z,
  type AnyModule,
  type ModuleRun,
  type RunContext,
  type TaskView,
} from './index.js';

type Context = RunContext<Record<string, unknown>>;

const HANDS = { marker: 'hands' } as unknown as HostHands;

function moduleOf(
  run: (context: Context) => Promise<Record<string, unknown>>,
  more: Partial<AnyModule> = {},
): AnyModule {
  return defineModule({
    name: 'test.test.thing',
    summary: '',
    args: z.strictObject({ path: path().optional(), src: path().optional(), text: str().optional() }),
    returns: z.object({}),
    check: 'full',
    diff: true,
    examples: [],
    run: run,
    ...more,
  });
}

async function outcome(module: AnyModule, more: Partial<ModuleRun> = {}) {
  const expanded: string[] = [];
  const host = {
    expand: async (text: string) => {
      expanded.push(text);
      return `<${text}>`;
    },
  } as unknown as HostView;
  const run = {
    module,
    args: {},
    host,
    hands: HANDS,
    task: {} as TaskView,
    checkMode: false,
    diffMode: false,
    ...more,
  };
  return { ...(await runModule(run)), expanded };
}

describe('change', () => {
  const touching = moduleOf(async ({ change }) => {
    const got = await change({ summary: 'write', diff: { before: 'a\n', after: null } }, async (hands) => {
      expect(hands).toBe(HANDS);
      return 'done';
    });
    return { got };
  });

  it('acts and makes the result changed', async () => {
    expect((await outcome(touching)).result).toEqual({ changed: true, got: 'done' });
  });

  it('never acts in check mode and still predicts', async () => {
    let acted = 0;
    const module = moduleOf(async ({ change, checkMode }) => {
      const got = await change({ summary: 's' }, async () => acted++);
      return { got, checkMode };
    });
    expect((await outcome(module, { checkMode: true })).result).toEqual({
      changed: true,
      got: undefined,
      checkMode: true,
    });
    expect(acted).toBe(0);
  });

  it('tells of each change before it is made', async () => {
    const told: string[] = [];
    const module = moduleOf(async ({ change }) => {
      for (const summary of ['one', 'two']) await change({ summary }, async () => told.push(`did ${summary}`));
      return {};
    });
    await outcome(module, { onChange: (note) => told.push(note.summary) });
    expect(told).toEqual(['one', 'did one', 'two', 'did two']);
  });

  it('leaves the last word to a module that says changed itself', async () => {
    expect((await outcome(moduleOf(async () => ({ changed: true })))).result.changed).toBe(true);
    const quiet = moduleOf(async ({ change }) => {
      await change({ summary: 's' }, async () => 1);
      return { changed: false };
    });
    expect((await outcome(quiet)).result.changed).toBe(false);
    expect((await outcome(moduleOf(async () => ({})))).result).toEqual({ changed: false });
  });

  it('has the shape Ansible gives a diff, on demand', async () => {
    expect((await outcome(touching, { diffMode: true })).result['diff']).toEqual([{ before: 'a\n', after: '' }]);
    expect((await outcome(touching, { diffMode: true, checkMode: true })).result['diff']).toHaveLength(1);
    expect((await outcome(touching)).result).not.toHaveProperty('diff');
    const headed = moduleOf(async ({ change }) => {
      await change(
        { summary: 's', diff: { before: null, after: 'x', beforeHeader: '/b', afterHeader: '/a' } },
        async () => 1,
      );
      await change({ summary: 'no diff' }, async () => 1);
      return {};
    });
    expect((await outcome(headed, { diffMode: true })).result['diff']).toEqual([
      { before: '', after: 'x', before_header: '/b', after_header: '/a' },
    ]);
    const without = { ...touching, diff: false };
    expect((await outcome(without, { diffMode: true })).result).not.toHaveProperty('diff');
  });
});

describe('check mode', () => {
  it('skips a module that cannot predict, without running it', async () => {
    const never = moduleOf(() => Promise.reject(new Error('ran')), { check: 'none' });
    expect((await outcome(never, { checkMode: true })).result).toEqual({
      changed: false,
      skipped: true,
      msg: 'remote module (test.test.thing) does not support check mode',
    });
    await expect(outcome(never)).rejects.toThrow('ran');
  });
});

describe('failures', () => {
  it('of a module are results, with what it knew; what failed counts as unchanged unless it says so', async () => {
    const failing = moduleOf(async ({ change, warn }) => {
      warn('careful');
      await change({ summary: 's', diff: { before: 'a', after: 'b' } }, async () => 1);
      throw new ModuleFailure('it broke', { rc: 3, msg: 'overruled', failed: false });
    });
    expect(await outcome(failing, { diffMode: true })).toMatchObject({
      result: {
        changed: false,
        failed: true,
        msg: 'it broke',
        rc: 3,
        warnings: ['careful'],
        diff: [{ before: 'a', after: 'b' }],
      },
    });
  });

  it('of a module may count as changed', async () => {
    const failing = moduleOf(() => Promise.reject(new ModuleFailure('it broke', { changed: true })));
    expect(await outcome(failing)).toMatchObject({ result: { changed: true, failed: true } });
  });

  it('of the host are results with a diagnostic', async () => {
    const failing = moduleOf(() => Promise.reject(new TsplayError('write-failed', 'disk full', { hint: 'make room' })));
    const { result, diagnostic } = await outcome(failing);
    expect(result).toEqual({ changed: false, failed: true, msg: 'disk full' });
    expect(diagnostic).toMatchObject({ code: 'write-failed', hint: 'make room' });
  });

  it.each(['unreachable', 'auth-failed', 'host-key-refused'] as const)(
    'of the wire (%s) go up as thrown',
    async (code) => {
      const error = new TsplayError(code, 'gone');
      expect(isUnreachable(error)).toBe(true);
      await expect(outcome(moduleOf(() => Promise.reject(error)))).rejects.toBe(error);
    },
  );

  it('that are bugs of ours go up as well', async () => {
    const bug = new TypeError('x is not a function');
    expect(isUnreachable(bug)).toBe(false);
    await expect(outcome(moduleOf(() => Promise.reject(bug)))).rejects.toBe(bug);
  });

  it('warnings alone do not fail', async () => {
    const warning = moduleOf(async ({ warn }) => {
      warn('one');
      warn('two');
      return { x: 1 };
    });
    expect((await outcome(warning)).result).toEqual({ changed: false, x: 1, warnings: ['one', 'two'] });
  });
});

describe('paths', () => {
  const echo = moduleOf(async ({ args }) => ({ ...args }));

  it('are expanded on the host where there is something to expand', async () => {
    const args = { path: '~/x', src: '$HOME/y', text: '~ $HOME' };
    const { result, expanded } = await outcome(echo, { args });
    expect(result).toMatchObject({ path: '<~/x>', src: '<$HOME/y>', text: '~ $HOME' });
    expect(expanded).toEqual(['~/x', '$HOME/y']);
    expect(args.path).toBe('~/x');
    expect((await outcome(echo, { args: { path: '/plain/~x' } })).expanded).toEqual([]);
  });

  it('of the controller are not, unless they are on the host after all', async () => {
    const local = moduleOf(async ({ args }) => ({ ...args }), {
      controllerFiles: [{ argument: 'src', kind: 'files', unless: { text: true } }],
    });
    expect((await outcome(local, { args: { path: '~/a', src: '~/b' } })).expanded).toEqual(['~/a']);
    expect((await outcome(local, { args: { src: '~/b', text: true } })).expanded).toEqual(['~/b']);
  });

  it('are no matter to modules without declared arguments', async () => {
    const any = moduleOf(async ({ args }) => ({ args }), { args: z.unknown() });
    expect(argumentsOf(any).size).toBe(0);
    expect((await outcome(any, { args: null })).result['args']).toBeNull();
  });
});
