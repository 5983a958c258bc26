// A result as the variable that `register` makes of it.
import type { ModuleResult } from '../kit/index.js';
import { fromJs, type Value, type ValueMap } from '../value/index.js';

/** `compat:` marks for the engine and reporters are left out. What extended loops tell is shared, not copied. */
export function resultValue(result: Readonly<Record<string, unknown>>): Value {
  const value: ValueMap = new Map();
  for (const [key, part] of Object.entries(result)) {
    if (key.startsWith('_ansible_') || part === undefined) continue;
    if (key === 'ansible_loop' && part instanceof Map) value.set(key, part as ValueMap);
    else if (key === 'results' && Array.isArray(part))
      value.set(
        key,
        part.map((r) => ofItem(r)),
      );
    else value.set(key, fromJs(part));
  }
  return value;
}

function ofItem(result: unknown): Value {
  const isResult = result !== null && typeof result === 'object' && !Array.isArray(result) && !(result instanceof Map);
  return isResult ? resultValue(result as ModuleResult) : fromJs(result);
}
