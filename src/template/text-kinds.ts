// Of which kind (Markup, NativeJinjaText) the texts are that templates come to, and what filters do to the texts inside of containers.
import {
  areKindsInUse,
  isEvaluated,
  setTextKind,
  textKindAt,
  textKindsOf,
  Tuple,
  tuple,
  type TemplateText,
  type TextKind,
  type Value,
} from '../value/index.js';
import { spend } from './python/budget.js';
import { DictView } from './python/dict-view.js';
import { TypedText } from './python/typed-text.js';
import type { Scope } from './types.js';

/** What templates came to. */
export class KnownKinds {
  private readonly byScope = new WeakMap<Scope, WeakMap<TemplateText, TextKind>>();

  note(text: TemplateText, scope: Scope, kind: TextKind | undefined): void {
    let kinds = this.byScope.get(scope);
    if (kind === undefined) {
      kinds?.delete(text);
      return;
    }
    if (!kinds) this.byScope.set(scope, (kinds = new WeakMap()));
    kinds.set(text, kind);
  }

  of(text: TemplateText, scope: Scope): TextKind | undefined {
    return this.byScope.get(scope)?.get(text);
  }
}

/** Filters that give one of the elements or arguments they are given, as it is. */
const PICKING: ReadonlySet<string> = new Set(
  'first last min max random default d mandatory ternary extract get_path json_query'.split(' '),
);
/** Filters whose results are made of new texts. */
const WRITING: ReadonlySet<string> = new Set(['map']);
/** How deep elements are looked at. */
const DEPTH = 3;

/** The kinds of what a filter or a method gives, by those of what it was given. */
export function handedOn(name: string, given: readonly Value[], result: Value): Value {
  if (!areKindsInUse() || (typeof result !== 'string' && !isContainer(result))) return result;
  if (typeof result === 'string' && !PICKING.has(name)) return result;
  if (WRITING.has(name) || (typeof result !== 'string' && given.includes(result))) return result;
  const kinds = new Map<string, TextKind>();
  for (const v of given) collect(v, kinds, 0);
  if (kinds.size === 0) return result;
  if (typeof result === 'string') {
    const kind = kinds.get(result);
    return kind ? new TypedText(result, kind) : result;
  }
  mark(result, kinds, 0);
  return result;
}

function isContainer(v: Value): v is Value[] | Map<Value, Value> {
  return Array.isArray(v) || (v instanceof Map && !isEvaluated(v));
}

function collect(v: Value, into: Map<string, TextKind>, depth: number): void {
  if (v instanceof TypedText) into.set(v.text, v.typeName);
  const container = v instanceof DictView ? v.map : v;
  if (!isContainer(container)) return;
  for (const { text, kind } of textKindsOf(container)?.values() ?? []) into.set(text, kind);
  if (depth >= DEPTH) return;
  spend(Array.isArray(container) ? container.length >> 2 : container.size >> 2);
  for (const item of container.values()) if (item !== null && typeof item === 'object') collect(item, into, depth + 1);
}

function mark(container: Value[] | Map<Value, Value>, kinds: ReadonlyMap<string, TextKind>, depth: number): void {
  for (const [key, item] of container.entries()) {
    if (typeof item === 'string') {
      const kind = kinds.get(item);
      if (kind) setTextKind(container, key, item, kind);
    } else if (isContainer(item) && depth < DEPTH) mark(item, kinds, depth + 1);
  }
}

/** Every text in a list as one of a kind. */
export function allOfKind(list: Value[], kind: TextKind | undefined): Value[] {
  if (kind) {
    spend(list.length);
    list.forEach((v, i) => {
      if (typeof v === 'string') setTextKind(list, i, v, kind);
    });
  }
  return list;
}

/** A value that is put into a new container: its kind is noted there. */
export function put(container: object, key: Value, v: Value): Value {
  if (!(v instanceof TypedText)) return v;
  setTextKind(container, key, v.text, v.typeName);
  return v.text;
}

/** A text out of a container with its kind. */
export function taken(container: object, key: Value, v: Value): Value {
  const kind = typeof v === 'string' ? textKindAt(container, key, v) : undefined;
  return kind ? new TypedText(v as string, kind) : v;
}

/** compat: a container that a template gave was written down and read again: no text in it is of a kind. */
export function withoutKinds(v: Value): Value {
  return areKindsInUse() ? plain(v) : v;
}

function plain(v: Value): Value {
  if (!isContainer(v)) return v;
  spend(1);
  const isMarked = textKindsOf(v) !== undefined;
  if (v instanceof Map) {
    const pairs = [...v].map(([key, item]): [Value, Value] => [key, plain(item)]);
    return isMarked || pairs.some(([key, item]) => item !== v.get(key)) ? new Map(pairs) : v;
  }
  const items = v.map(plain);
  if (!isMarked && items.every((item, i) => item === v[i])) return v;
  return v instanceof Tuple ? tuple(items) : items;
}

/** Whether a container has Markup in it, which no literal of Python stands for. */
export function holdsMarkup(container: Value[] | Map<Value, Value>): boolean {
  if (!areKindsInUse()) return false;
  for (const [key, mark] of textKindsOf(container) ?? [])
    if (mark.kind === 'Markup' && textKindAt(container, key, mark.text) && at(container, key) === mark.text)
      return true;
  return false;
}

function at(container: Value[] | Map<Value, Value>, key: Value): Value | undefined {
  return container instanceof Map ? container.get(key) : container[Number(key)];
}
