// Truth, equality, order and membership as Python defines them.
import { Float, PyObject, Tuple, Undefined, type Value, type ValueMap } from '../../value/index.js';
import { spend, spendText } from './budget.js';
import { DictView } from './dict-view.js';
import { fail, failUndefined, Nothing } from './errors.js';
import { isFloat, isNumeric, toNumber, type Numeric } from './numbers.js';
import { typeName } from './text.js';

/** Objects that compare by value or by order, such as dates. */
interface Comparable {
  /** Negative, zero or positive; undefined when the two cannot be compared. */
  compareTo(other: Value): number | undefined;
}

function isComparable(v: Value): v is PyObject & Comparable {
  return v instanceof PyObject && 'compareTo' in v;
}

/** Objects with elements that filters and loops may walk, such as a namespace's dict view. */
interface Sized {
  truthy(): boolean;
}

export function truthy(v: Value): boolean {
  if (v === null) return false;
  switch (typeof v) {
    case 'boolean':
      return v;
    case 'number':
      return v !== 0;
    case 'bigint':
      return v !== 0n;
    case 'string':
      return v !== '';
    default:
  }
  if (Array.isArray(v)) return v.length > 0;
  if (v instanceof Map) return v.size > 0;
  if (v instanceof Float) return v.value !== 0;
  if (v instanceof Undefined) return v instanceof Nothing ? false : failUndefined(v);
  if (v instanceof PyObject && 'truthy' in v) return (v as PyObject & Sized).truthy();
  return true;
}

function numbersCompare(a: Numeric, b: Numeric): number {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    if (!isFloat(a) && !isFloat(b)) {
      const [x, y] = [BigInt(a), BigInt(b)];
      return x < y ? -1 : x > y ? 1 : 0;
    }
  }
  const [x, y] = [toNumber(a), toNumber(b)];
  // An integer that no float can hold is still less than infinity.
  if (typeof a === 'bigint' && !Number.isFinite(x) && x === y) return x < 0 ? 1 : -1;
  if (typeof b === 'bigint' && !Number.isFinite(y) && x === y) return y < 0 ? -1 : 1;
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
}

/** Python's `a == b`. */
export function equal(a: Value, b: Value): boolean {
  spend(1);
  if (a instanceof Undefined) return a instanceof Nothing ? b instanceof Nothing : failUndefined(a);
  if (b instanceof Undefined) return b instanceof Nothing ? false : failUndefined(b);
  if (a === b) return true;
  if (isNumeric(a)) return isNumeric(b) && numbersCompare(a, b) === 0;
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a instanceof Tuple !== b instanceof Tuple || a.length !== b.length) return false;
    return a.every((item, i) => equal(item, b[i] as Value));
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) {
      const other = mapGet(b, key);
      if (other === undefined || !equal(value, other)) return false;
    }
    return true;
  }
  if (a instanceof DictView) return b instanceof DictView && sameView(a, b);
  if (isComparable(a)) return a.compareTo(b) === 0;
  return false;
}

/** Keys and items are compared as sets, values are only equal to themselves. */
function sameView(a: DictView, b: DictView): boolean {
  if (!a.isSet || !b.isSet || a.length !== b.length) return false;
  const others = b.items();
  return a.items().every((v) => others.some((o) => equal(v, o)));
}

function subView(a: DictView, b: DictView): boolean {
  const others = b.items();
  return a.items().every((v) => others.some((o) => equal(v, o)));
}

function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order differs from code point order only when surrogates meet characters above them.
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const highX = x >= 0xd800 && x <= 0xdfff;
    const highY = y >= 0xd800 && y <= 0xdfff;
    if (highX !== highY) return highX ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

/** The order of two values; `operator` only names the operation in the message. */
export function compare(a: Value, b: Value, operator = '<'): number {
  spend(1);
  if (a instanceof Undefined) failUndefined(a);
  if (b instanceof Undefined) failUndefined(b);
  if (isNumeric(a) && isNumeric(b)) return numbersCompare(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    const n = Math.min(a.length, b.length);
    for (let i = 0; i < n; i++) {
      if (!equal(a[i] as Value, b[i] as Value)) return compare(a[i] as Value, b[i] as Value, operator);
    }
    return a.length - b.length;
  }
  if (a instanceof DictView && b instanceof DictView && a.isSet && b.isSet) {
    // The order of sets is inclusion: NaN, neither less nor greater, where none holds the other.
    const [below, above] = [subView(a, b), subView(b, a)];
    return below && above ? 0 : below ? -1 : above ? 1 : NaN;
  }
  if (isComparable(a) && a.typeName !== 'range') {
    const order = a.compareTo(b);
    if (order !== undefined) return order;
  }
  return fail(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** Python's `item in container`. */
export function contains(container: Value, item: Value): boolean {
  if (container instanceof Undefined) failUndefined(container);
  if (typeof container === 'string') {
    if (item instanceof Undefined) failUndefined(item);
    if (typeof item !== 'string') fail(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    spendText(container.length);
    return container.includes(item);
  }
  if (Array.isArray(container)) return container.some((element) => equal(element, item));
  if (container instanceof Map) {
    checkHashable(item);
    return isSimpleKey(item) ? container.has(item) : mapGet(container, item) !== undefined;
  }
  if (container instanceof PyObject) {
    if (container instanceof DictView && container.isSet) checkHashable(item);
    const items = iterableOf(container);
    if (items) return items.some((element) => equal(element, item));
  }
  return fail(`argument of type '${typeName(container)}' is not iterable`);
}

/** Refuses what Python cannot use as a dict key. */
export function checkHashable(key: Value): void {
  if (!isHashable(key)) fail(`unhashable type: '${typeName(key)}'`);
}

/** Whether Python can use it as a dict key. @throws TsplayError undefined-variable */
export function isHashable(key: Value): boolean {
  if (key instanceof Undefined) failUndefined(key);
  if (key instanceof DictView) return false;
  return !(key instanceof Map || (Array.isArray(key) && (!(key instanceof Tuple) || !key.every(isHashable))));
}

function isSimpleKey(key: Value): boolean {
  return typeof key === 'string' || key === null;
}

/** The key under which the map really holds `key` (`1`, `1.0` and `True` are one key to Python). */
export function realKey(map: ValueMap, key: Value): { key: Value } | undefined {
  if (map.has(key)) return { key };
  if (isSimpleKey(key)) return undefined;
  for (const candidate of map.keys()) {
    if (typeof candidate !== 'string' && equal(candidate, key)) return { key: candidate };
  }
  return undefined;
}

/** `map[key]`, or undefined. */
export function mapGet(map: ValueMap, key: Value): Value | undefined {
  const direct = map.get(key);
  if (direct !== undefined || isSimpleKey(key)) return direct;
  const real = realKey(map, key);
  return real && map.get(real.key);
}

/** `map[key] = value` on one of the evaluator's own dicts. */
export function mapSet(map: ValueMap, key: Value, value: Value): void {
  checkHashable(key);
  map.set(isSimpleKey(key) ? key : (realKey(map, key)?.key ?? key), value);
}

/** Objects that can be walked. */
interface Iterable_ {
  items(): Value[];
}

/** The elements Python's `iter` gives, or undefined when the value cannot be iterated. */
export function iterableOf(v: Value): Value[] | undefined {
  if (Array.isArray(v)) return v;
  if (v instanceof Map) return [...v.keys()];
  if (typeof v === 'string') return Array.from(v);
  if (v instanceof PyObject && 'items' in v) return (v as PyObject & Iterable_).items();
  return undefined;
}

/** Whether `iterableOf` gives elements. */
export function isIterable(v: Value): boolean {
  return Array.isArray(v) || v instanceof Map || typeof v === 'string' || (v instanceof PyObject && 'items' in v);
}

/** The elements of an iterable. @throws TsplayError when it is none */
export function iterate(v: Value): Value[] {
  if (v instanceof Undefined) return v instanceof Nothing ? [] : failUndefined(v);
  const items = iterableOf(v) ?? fail(`'${typeName(v)}' object is not iterable`);
  spend(items.length);
  return items;
}
