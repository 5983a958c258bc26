// Evaluates the templates inside a container, lazily and once per scope.
import {
  copyTextKinds,
  isEvaluated,
  setTextKind,
  TemplateText,
  tuple,
  Tuple,
  Undefined,
  VaultedText,
  type Value,
  type ValueMap,
} from '../value/index.js';
import { spend } from './python/budget.js';
import { failUndefined } from './python/errors.js';
import { TypedText } from './python/typed-text.js';
import type { KnownKinds } from './text-kinds.js';
import type { Scope } from './types.js';

/** What forcing asks of the engine. */
interface Evaluator {
  evaluate(text: TemplateText, scope: Scope): Value;
  deeper<T>(work: () => T): T;
  /** The kinds of the texts that templates came to. */
  readonly kinds: KnownKinds;
  revealed(text: VaultedText): string;
  /** A number that grows whenever something was evaluated whose result must not be kept. */
  readonly impurities: number;
}

export class Forcing {
  /** Evaluated templates and containers, per scope; only what depended on nothing but the scope. */
  private readonly memo = new WeakMap<Scope, WeakMap<object, Value>>();
  /** Containers known to hold no template at any depth. */
  private readonly plain = new WeakSet<object>();

  constructor(private readonly engine: Evaluator) {}

  /** What a template or container came to before in this scope. */
  known(scope: Scope, key: object): Value | undefined {
    return this.memo.get(scope)?.get(key);
  }

  remember(scope: Scope, key: object, value: Value): void {
    let values = this.memo.get(scope);
    if (!values) this.memo.set(scope, (values = new WeakMap()));
    values.set(key, value);
  }

  /** The value with every template in it evaluated; undefined elements that arose in templates stay. */
  force(v: Value, scope: Scope): Value {
    if (v === null || typeof v !== 'object') return v;
    if (v instanceof TemplateText) return this.force(this.engine.evaluate(v, scope), scope);
    if (v instanceof VaultedText) return this.engine.revealed(v);
    if (v instanceof TypedText) return v.text;
    if (!Array.isArray(v) && !(v instanceof Map)) return v;
    if (this.plain.has(v) || isEvaluated(v)) return v;
    const known = this.known(scope, v);
    if (known !== undefined) return known;
    spend(4 + (Array.isArray(v) ? v.length : v.size));
    const before = this.engine.impurities;
    const out = this.engine.deeper(() => (Array.isArray(v) ? this.forceList(v, scope) : this.forceMap(v, scope)));
    this.plain.add(out);
    if (out !== v && before === this.engine.impurities) this.remember(scope, v, out);
    return out;
  }

  /** As `force`, but encrypted text stays encrypted; what was one object stays one. */
  forceSealed(v: Value, scope: Scope, made = new Map<object, Value>()): Value {
    if (v instanceof TemplateText) return this.forceSealed(this.engine.evaluate(v, scope), scope, made);
    if (v === null || typeof v !== 'object' || v instanceof VaultedText) return v;
    if (!(v instanceof Map ? !isEvaluated(v) : Array.isArray(v) && !(v instanceof Tuple))) return this.force(v, scope);
    const known = made.get(v);
    if (known !== undefined) return known;
    if (v instanceof Map) {
      const map: ValueMap = new Map();
      made.set(v, map);
      copyTextKinds(v, map);
      for (const [rawKey, item] of v) {
        const key = this.force(rawKey, scope);
        map.set(key, this.forceSealed(item, scope, made));
        this.noteKind(map, key, item, map.get(key) ?? null, scope);
      }
      return map;
    }
    const list: Value[] = [];
    made.set(v, list);
    copyTextKinds(v, list);
    for (const item of v as Value[]) {
      list.push(this.forceSealed(item, scope, made));
      this.noteKind(list, list.length - 1, item, list.at(-1) ?? null, scope);
    }
    return list;
  }

  /** The map itself, or evaluated when some of its keys are templates. */
  withPlainKeys(map: ValueMap, scope: Scope): ValueMap {
    for (const key of map.keys()) if (key instanceof TemplateText) return this.force(map, scope) as ValueMap;
    return map;
  }

  private forceList(list: Value[], scope: Scope): Value[] {
    let changed: Value[] | undefined;
    for (const [i, item] of list.entries()) {
      const v = item !== null && typeof item === 'object' ? this.forceInside(item, scope) : item;
      if (v !== item) changed ??= list instanceof Tuple ? tuple(list) : list.slice();
      if (changed) changed[i] = v;
    }
    if (!changed) return list;
    copyTextKinds(list, changed);
    for (const [i, item] of list.entries()) this.noteKind(changed, i, item, changed[i] ?? null, scope);
    return changed;
  }

  private forceMap(map: ValueMap, scope: Scope): ValueMap {
    let changed = false;
    const out: [Value, Value][] = [];
    for (const [key, item] of map) {
      const k = key instanceof TemplateText ? this.forceInside(key, scope) : key;
      const v = item !== null && typeof item === 'object' ? this.forceInside(item, scope) : item;
      if (k !== key || v !== item) changed = true;
      out.push([k, v]);
    }
    if (!changed) return map;
    const made = new Map(out);
    copyTextKinds(map, made);
    let i = 0;
    for (const item of map.values()) {
      const [key, v] = out[i++] ?? [null, null];
      this.noteKind(made, key, item, v, scope);
    }
    return made;
  }

  private noteKind(container: object, key: Value, raw: Value, v: Value, scope: Scope): void {
    if (typeof v !== 'string' || !(raw instanceof TemplateText)) return;
    const kind = this.engine.kinds.of(raw, scope);
    if (kind) setTextKind(container, key, v, kind);
  }

  /** An element: a template in it that is undefined is an error, because the whole is wanted. */
  private forceInside(item: Value, scope: Scope): Value {
    const v = this.force(item, scope);
    return item instanceof TemplateText && v instanceof Undefined ? failUndefined(v) : v;
  }
}
