// Runs one module once on one host: expands paths, hands out `change`, folds changes and errors into a result.
import { isUnreachable } from '../connection/failures.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { HostHands, HostView } from '../host/types.js';
import { censored, secretTexts } from './censor.js';
import { DEEPEST_RESULT, isDeeper } from './depth.js';
import { argumentsOf } from './schema.js';
import {
  ModuleFailure,
  type AnyModule,
  type ChangeNote,
  type DiffNote,
  type ModuleResult,
  type TaskView,
} from './types.js';

export interface ModuleRun {
  readonly module: AnyModule;
  /** Validated by `parseArguments`. */
  readonly args: unknown;
  readonly host: HostView;
  readonly hands: HostHands;
  readonly task: TaskView;
  readonly checkMode: boolean;
  readonly diffMode: boolean;
  /** Told of each change before it is made. */
  readonly onChange?: ((note: ChangeNote) => void) | undefined;
}

export interface ModuleOutcome {
  readonly result: ModuleResult;
  /** When it failed: what is known beyond `msg`. */
  readonly diagnostic?: Diagnostic | undefined;
}

/**
 * @returns the result; failures of the module or of the host are results with `failed: true`
 * @throws TsplayError when the host became unreachable; anything that is a bug of ours
 */
export async function runModule(run: ModuleRun): Promise<ModuleOutcome> {
  const { module, checkMode } = run;
  if (checkMode && module.check === 'none') {
    return {
      result: { changed: false, skipped: true, msg: `remote module (${module.name}) does not support check mode` },
    };
  }
  const secrets = secretTexts(module.args, run.args);
  const warnings: string[] = [];
  const diffs: DiffNote[] = [];
  let touched = false;
  const change = async <T>(note: ChangeNote, act: (hands: HostHands) => Promise<T>): Promise<T | undefined> => {
    if (note.diff) diffs.push(note.diff);
    run.onChange?.(note);
    // A change that fails has changed nothing as far as anybody knows.
    const made = checkMode ? undefined : await act(run.hands);
    touched = true;
    return made;
  };
  const finish = (returned: Record<string, unknown>): ModuleResult => {
    const result: ModuleResult = { changed: touched, ...returned };
    if (run.diffMode && module.diff && diffs.length > 0) {
      const shown = diffs.map(shownDiff);
      result['diff'] = module.oneDiff && shown.length === 1 ? shown[0] : shown;
    }
    if (warnings.length > 0) result['warnings'] = warnings;
    return censored(result, secrets);
  };
  try {
    const args = await expandPaths(module, run.args, run.host);
    const returned = (await module.run({
      args,
      host: run.host,
      task: run.task,
      checkMode,
      diffMode: run.diffMode,
      change,
      warn: (message) => warnings.push(message),
    })) as Record<string, unknown>;
    if (isDeeper(returned, DEEPEST_RESULT))
      return { result: finish({ failed: true, msg: `the result is nested more than ${DEEPEST_RESULT} levels deep` }) };
    return { result: finish(returned) };
  } catch (error) {
    // What a host answers can be too much for text or for the stack: its task fails, the others go on.
    if (error instanceof RangeError)
      return { result: finish({ failed: true, msg: `the answer of the host is too large: ${error.message}` }) };
    // compat: what failed counts as unchanged, unless the module says otherwise.
    if (error instanceof ModuleFailure)
      return { result: finish({ changed: false, ...error.extra, failed: true, msg: error.message }) };
    if (isUnreachable(error)) throw error;
    if (error instanceof TsplayError) {
      return { result: finish({ changed: false, failed: true, msg: error.message }), diagnostic: error.toDiagnostic() };
    }
    throw error;
  }
}

/**
 * Runs a module on a host that answers nothing, up to its first change; what it comes to is of no interest. Rejects as the
 * module does; does not end when it waits for the host.
 */
export async function rehearseModule(run: Omit<ModuleRun, 'hands' | 'onChange'>): Promise<void> {
  const { module, host, task, checkMode, diffMode } = run;
  const args = await expandPaths(module, run.args, host);
  await new Promise<void>((over, failed) => {
    const change = (): Promise<never> => {
      over();
      return new Promise(() => undefined);
    };
    module.run({ args, host, task, checkMode, diffMode, change, warn: () => undefined }).then(() => over(), failed);
  });
}

/** Ansible's shape of a diff in a result. */
function shownDiff(note: DiffNote): Record<string, unknown> {
  return {
    before: note.before ?? '',
    after: note.after ?? '',
    ...(note.beforeHeader === undefined ? {} : { before_header: note.beforeHeader }),
    ...(note.afterHeader === undefined ? {} : { after_header: note.afterHeader }),
  };
}

async function expandPaths(module: AnyModule, args: unknown, host: HostView): Promise<unknown> {
  if (args === null || typeof args !== 'object') return args;
  const expanded: Record<string, unknown> = { ...args };
  const local = (module.controllerFiles ?? []).filter(
    ({ unless = {} }) => !Object.entries(unless).some(([name, value]) => expanded[name] === value),
  );
  for (const info of argumentsOf(module).values()) {
    if (local.some((file) => file.argument === info.name)) continue;
    const value = expanded[info.name];
    if (info.kind === 'path' && typeof value === 'string' && /^~|\$/.test(value)) {
      expanded[info.name] = await host.expand(value);
    }
  }
  return expanded;
}
