// Runs one module on a real target, as a task would, with arguments given as plain data.
import { tmpdir } from 'node:os';
import type { BecomeSpec } from '../../../src/become/index.js';
import type { Host } from '../../../src/host/index.js';
import {
  parseArguments,
  runModule,
  type AnyModule,
  type HostView,
  type ModuleResult,
  type TaskView,
} from '../../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../../src/value/index.js';
import { taskView } from '../../support/task-view.js';

export interface OnHost {
  readonly host: Host;
  readonly become?: BecomeSpec | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly result: ModuleResult;
  /** Looks that were sent to the host: one when nothing had to change. */
  readonly probes: number;
  /** Round trips: everything that was asked of the host, changes too. What the host remembers (platform) is left out. */
  readonly trips: number;
  /** What was changed, or would be. */
  readonly changes: readonly string[];
}

/** Arguments that are not accepted are a failed result with the messages. */
export async function runOn(
  { host, become, environment }: OnHost,
  module: AnyModule,
  args: Record<string, unknown>,
  mode: { readonly check?: boolean; readonly diff?: boolean; readonly task?: Partial<TaskView> } = {},
): Promise<Ran> {
  const given = fromJs(args) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) {
    const msg = parsed.diagnostics.map((d) => d.message).join('; ');
    return { result: { changed: false, failed: true, msg }, probes: 0, trips: 0, changes: [] };
  }
  const { view, hands } = host.view({ become, environment: environment ?? {} });
  const asked: string[] = [];
  const counting: HostView = counted(view, asked);
  const changes: string[] = [];
  const { result } = await runModule({
    module,
    args: parsed.args,
    host: counting,
    hands: counted(hands, asked),
    task: { ...taskView(tmpdir(), new Map()), ...mode.task },
    checkMode: mode.check === true,
    diffMode: mode.diff !== false,
    onChange: (note) => changes.push(note.summary),
  });
  const probes = asked.filter((method) => method === 'probe').length;
  return { result, probes, trips: asked.length, changes };
}

/** The same object; the names of the methods that go to the host are noted as they are called. */
function counted<T extends object>(object: T, asked: string[]): T {
  return new Proxy(object, {
    get(inner, key) {
      const member: unknown = Reflect.get(inner, key);
      if (typeof member !== 'function' || key === 'platform') return member;
      return (...args: unknown[]): unknown => {
        // A path with nothing to expand is answered without asking, the user's own home is remembered.
        if (key !== 'expand' || /\$|^~[^/]/.test(String(args[0]))) asked.push(String(key));
        return (member as (...args: unknown[]) => unknown).apply(inner, args);
      };
    },
  });
}

/** A dry run, the real one and a second one; the dry run must have predicted, the second must be unchanged. */
export async function converge(
  on: OnHost,
  module: AnyModule,
  args: Record<string, unknown>,
): Promise<{ readonly dry: Ran; readonly real: Ran; readonly again: Ran }> {
  const dry = await runOn(on, module, args, { check: true });
  const real = await runOn(on, module, args);
  const again = await runOn(on, module, args);
  const shown = `${module.name} ${JSON.stringify(args)}`;
  for (const [name, ran] of Object.entries({ dry, real, again })) {
    if (ran.result.failed) throw new Error(`${shown}: the ${name} run failed: ${String(ran.result.msg)}`);
  }
  if (dry.result.changed !== real.result.changed) {
    throw new Error(`${shown}: predicted changed=${dry.result.changed}, then it was ${real.result.changed}`);
  }
  if (again.result.changed) throw new Error(`${shown}: the second run changed ${again.changes.join(', ')}`);
  if (again.probes !== 1) throw new Error(`${shown}: the unchanged run took ${again.probes} looks instead of 1`);
  return { dry, real, again };
}
