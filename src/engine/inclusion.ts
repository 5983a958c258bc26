// What an include asks for on one host and item; it travels in the result, where only the engine sees it.
import type { ModuleResult } from '../kit/index.js';
import { keyText, OmitValue, toJs, type Value, type ValueMap } from '../value/index.js';
import { labelOf } from './loop.js';
import type { Frame } from './types.js';

/** What is to be included. */
export interface Request {
  /** The arguments, resolved; `apply` as it is written. */
  readonly args: ValueMap;
  /** Loop variables that the included tasks see. */
  readonly vars: ValueMap;
  readonly label: string | undefined;
}

const REQUEST = Symbol('request');

/** The result of an include whose conditions hold. @throws TsplayError when an argument cannot be evaluated */
export function inclusionResult(frame: Frame): ModuleResult {
  const { run, task, scope, item } = frame;
  const args: ValueMap = new Map();
  for (const [key, value] of task.args) {
    const settled: Value = key === 'apply' ? value : run.ports.template.resolve(value, scope);
    if (!(settled instanceof OmitValue)) args.set(key, settled);
  }
  const name = args.get('_raw_params') ?? args.get('file') ?? null;
  const hidden = task.statement === 'include_tasks' ? ['_raw_params', 'file', 'apply'] : [];
  const shown = [...args].filter(([key]) => !hidden.includes(keyText(key)));
  const request: Request = {
    args,
    vars: item?.vars ?? new Map<Value, Value>(),
    label: item && labelOf(run, task, scope, item),
  };
  return {
    changed: false,
    ...(task.statement === 'include_tasks' ? { include: toJs(name) } : {}),
    include_args: toJs(new Map(shown)),
    [REQUEST]: request,
  };
}

/** The request in a result, if it is that of an include. */
export function inclusionIn(result: ModuleResult): Request | undefined {
  return (result as { [REQUEST]?: Request })[REQUEST];
}
