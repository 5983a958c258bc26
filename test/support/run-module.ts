// Runs a module on the local machine with arguments given as plain data: for module tests that are not case files.
import { tmpdir } from 'node:os';
import { parseArguments, runModule, type AnyModule, type ModuleResult, type TaskView } from '../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../src/value/index.js';
import { LocalHost } from './local-host.js';
import { taskView } from './task-view.js';

export interface RunOptions {
  readonly host?: LocalHost;
  readonly task?: Partial<TaskView>;
  readonly checkMode?: boolean;
  readonly diffMode?: boolean;
}

/** The result of one attempt; arguments that are not accepted are a failed result with the messages. */
export async function runLocally(
  module: AnyModule,
  args: Record<string, unknown>,
  options: RunOptions = {},
): Promise<ModuleResult> {
  const given = fromJs(args) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) {
    return { changed: false, failed: true, msg: parsed.diagnostics.map((d) => d.message).join('; ') };
  }
  const host = options.host ?? new LocalHost();
  const { result } = await runModule({
    module,
    args: parsed.args,
    host,
    hands: host,
    task: { ...taskView(tmpdir(), new Map()), ...options.task },
    checkMode: options.checkMode ?? false,
    diffMode: options.diffMode ?? false,
  });
  return result;
}
