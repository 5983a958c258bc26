// A value with everything in it evaluated, as tasks and their arguments want it.
import {
  isEvaluated,
  OmitValue,
  TemplateText,
  tuple,
  Tuple,
  Undefined,
  VaultedText,
  type Value,
  type ValueMap,
} from '../value/index.js';
import { spend } from './python/budget.js';
import { DictView } from './python/dict-view.js';
import { failUndefined } from './python/errors.js';
import { PyRange } from './python/range.js';
import type { Scope } from './types.js';

/** What of the engine is needed here. */
interface Resolver {
  evaluate(text: TemplateText, scope: Scope): Value;
  resolve(value: Value, scope: Scope): Value;
  revealed(text: VaultedText): string;
}

/** The value itself when nothing in it changes; what is `omit` is dropped. @throws TsplayError undefined-variable */
export function resolved(engine: Resolver, value: Value, scope: Scope): Value {
  spend(1);
  if (value instanceof TemplateText) return engine.resolve(engine.evaluate(value, scope), scope);
  if (value instanceof VaultedText) return engine.revealed(value);
  if (value instanceof DictView || value instanceof PyRange) return engine.resolve(value.items(), scope);
  if (value instanceof Undefined) return failUndefined(value);
  if (Array.isArray(value)) {
    let changed = false;
    const out: Value[] = [];
    for (const item of value) {
      const v = engine.resolve(item, scope);
      if (v !== item) changed = true;
      if (v === OmitValue.instance) changed = true;
      else out.push(v);
    }
    if (!changed) return value;
    return value instanceof Tuple ? tuple(out) : out;
  }
  if (value instanceof Map) {
    if (isEvaluated(value)) return value;
    let changed = false;
    const out: ValueMap = new Map();
    for (const [key, item] of value) {
      const k = key instanceof PyRange ? key : engine.resolve(key, scope);
      const v = engine.resolve(item, scope);
      if (v !== item || k !== key) changed = true;
      if (v === OmitValue.instance) changed = true;
      else out.set(k, v);
    }
    return changed ? out : value;
  }
  return value;
}
