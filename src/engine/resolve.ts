// From a task as written to a module's validated arguments in one scope.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { keyText, OmitValue, type ValueMap } from '../value/index.js';
import { parseArguments, type AnyModule, type ModuleOutcome } from '../kit/index.js';
import { defaultsFor } from './module-defaults.js';
import type { Frame } from './types.js';
import { unknownModule } from './unknown-module.js';

export interface Resolved {
  readonly module: AnyModule;
  readonly args: unknown;
}

/** The module a task names. @throws TsplayError unknown-module, lacking-module */
async function moduleOf(frame: Pick<Frame, 'run' | 'task'>, action: string): Promise<AnyModule> {
  const module = await frame.run.ports.loadModule(action);
  if (!module) throw await unknownModule(frame.run.ports, action, frame.task.actionSpan ?? frame.task.span);
  return module;
}

/**
 * `compat:` arguments that the module cannot take are its result, so other items of a loop go on; what cannot be evaluated
 * ends the whole task.
 * @throws TsplayError when there is no such module, or arguments cannot be evaluated
 */
export async function resolveTask(frame: Frame): Promise<Resolved | { readonly refused: ModuleOutcome }> {
  const module = await moduleOf(frame, frame.task.action);
  const written = writtenArguments(frame, module);
  const resolved: ValueMap = new Map();
  for (const [key, value] of written) {
    if (module.raw?.includes(keyText(key))) {
      resolved.set(key, value);
      continue;
    }
    const name = frame.run.ports.template.resolve(key, frame.scope);
    const settled = frame.run.ports.template.resolve(value, frame.scope);
    if (!(settled instanceof OmitValue)) resolved.set(name, settled);
  }
  const parsed = parseArguments(module, resolved, written, frame.task.actionSpan ?? frame.task.span);
  return 'diagnostics' in parsed ? { refused: refusal(parsed.diagnostics) } : { module, args: parsed.args };
}

/** A failure with the first problem; more than one is joined in its message. */
function refusal(diagnostics: readonly Diagnostic[]): ModuleOutcome {
  const [first] = diagnostics;
  const message = diagnostics.map((d) => d.message).join('; ');
  const { code, span, hint } = first ?? { code: 'bad-argument' };
  return {
    result: { changed: false, failed: true, msg: message },
    diagnostic: { code, severity: 'error', message, span, hint },
  };
}

/** Expressions and conditions in `args` that may have come from a host are not read as code. @throws TsplayError template-value */
function refuseCode({ run, task, scope }: Frame, module: AnyModule, args: ValueMap): void {
  const code = (module.raw ?? []).find((name) => args.has(name));
  if (code === undefined || run.ports.template.isWritten(task.argsTemplate ?? null, scope)) return;
  throw new TsplayError(
    'template-value',
    `'${code}' in args may have come from a host and is not read as an expression`,
    {
      span: task.span,
      hint: `write '${code}' at the module itself`,
    },
  );
}

/** The arguments in their ranks: module_defaults, `args:` as a template, then what stands at the module itself. */
function writtenArguments(frame: Frame, module: AnyModule): ValueMap {
  const { task } = frame;
  const freeForm = module.freeForm;
  const layers: ValueMap[] = [...defaultsFor(frame, module)];
  if (task.argsTemplate !== undefined) {
    const value = frame.run.ports.template.resolve(task.argsTemplate, frame.scope);
    if (!(value instanceof Map)) throw new TsplayError('bad-keyword', "'args' must be a mapping", { span: task.span });
    refuseCode(frame, module, value);
    layers.push(value);
  }
  if (layers.length === 0 && !task.args.has('_raw_params')) return task.args;
  const merged: ValueMap = new Map([...layers, task.args].flatMap((layer) => [...layer]));
  const raw = merged.get('_raw_params');
  if (raw !== undefined) {
    if (freeForm === undefined) {
      throw new TsplayError('bad-argument', `${module.name} takes no free-form text`, {
        span: task.actionSpan,
        hint: 'write its parameters as a mapping',
      });
    }
    merged.delete('_raw_params');
    merged.set(freeForm, raw);
  }
  return merged;
}
