// A value with everything in it evaluated, as tasks and their arguments want it.
import {
  copyTextKinds,
  isEvaluated,
  setTextKind,
  textKindAt,
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
import type { KnownKinds } from './text-kinds.js';
import type { Scope } from './types.js';

/** What of the engine is needed here. */
interface Resolver {
  evaluate(text: TemplateText, scope: Scope): Value;
  resolve(value: Value, scope: Scope, keepOmits?: boolean): Value;
  revealed(text: VaultedText): string;
  /** The kinds of the texts that templates came to. */
  readonly kinds: KnownKinds;
}

function noteKind(
  engine: Resolver,
  from: object,
  at: Value,
  raw: Value,
  to: object,
  key: Value,
  v: Value,
  scope: Scope,
): void {
  if (typeof v !== 'string') return;
  const kind = raw instanceof TemplateText ? engine.kinds.of(raw, scope) : textKindAt(from, at, v);
  if (kind) setTextKind(to, key, v, kind);
}

/**
 * The value itself when nothing in it changes; what is `omit` is dropped.
 * @param keepOmits values of keys stay `omit`
 * @throws TsplayError undefined-variable
 */
export function resolved(engine: Resolver, value: Value, scope: Scope, keepOmits: boolean): Value {
  spend(1);
  if (value instanceof TemplateText) return engine.resolve(engine.evaluate(value, scope), scope, keepOmits);
  if (value instanceof VaultedText) return engine.revealed(value);
  if (value instanceof DictView || value instanceof PyRange) return engine.resolve(value.items(), scope, keepOmits);
  if (value instanceof Undefined) return failUndefined(value);
  if (Array.isArray(value)) {
    let changed = false;
    const out: Value[] = [];
    for (const [i, item] of value.entries()) {
      const v = engine.resolve(item, scope, keepOmits);
      if (v !== item) changed = true;
      if (v === OmitValue.instance) changed = true;
      else {
        noteKind(engine, value, i, item, out, out.length, v, scope);
        out.push(v);
      }
    }
    if (!changed) return value;
    if (!(value instanceof Tuple)) return out;
    const made = tuple(out);
    copyTextKinds(out, made);
    return made;
  }
  if (value instanceof Map) {
    if (isEvaluated(value)) return value;
    let changed = false;
    const out: ValueMap = new Map();
    for (const [key, item] of value) {
      const k = key instanceof PyRange ? key : engine.resolve(key, scope);
      const v = engine.resolve(item, scope, keepOmits);
      if (v !== item || k !== key) changed = true;
      if (v === OmitValue.instance && !keepOmits) changed = true;
      else {
        noteKind(engine, value, key, item, out, k, v, scope);
        out.set(k, v);
      }
    }
    return changed ? out : value;
  }
  return value;
}
