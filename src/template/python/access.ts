// Attribute and item access: the only ways from one value to another. Nothing of JavaScript's objects is reachable.
import { Float, PyDate, PyDateTime, PyObject, Tuple, Undefined, tuple, type Value } from '../../value/index.js';
import { didYouMean } from '../../ground/index.js';
import { spend, spendText } from './budget.js';
import { NativeFunction } from './callable.js';
import { isHashable, mapGet } from './compare.js';
import { DICT_METHODS, LIST_METHODS, TUPLE_METHODS, type Method } from './container-methods.js';
import { timeAttribute } from './datetime.js';
import { fail } from './errors.js';
import { FLOAT_METHODS, NUMBER_METHODS } from './number-methods.js';
import { NamedTuple } from './named-tuple.js';
import { isPrivate } from './private-names.js';
import { PyRange } from './range.js';
import { indexOf, isFloat, isInt, type Numeric } from './numbers.js';
import { STR_METHODS } from './str-methods.js';
import { chars, isSimple, repr, typeName } from './text.js';

/** The methods that take arguments by name; all others take them by their place only. */
const WITH_KEYWORDS = new Set(
  'encode expandtabs format split rsplit splitlines sort update to_bytes from_bytes'.split(' '),
);

function refuseKeywords(type: string, name: string): void {
  if (!WITH_KEYWORDS.has(name)) fail(`${type}.${name}() takes no keyword arguments`);
}

/** What a method costs that looks at, moves or copies all of a container. */
function costOf(self: Value, name: string, argument: Value | undefined): number {
  if (Array.isArray(self)) return name === 'append' ? 0 : self.length >> (name === 'copy' ? 4 : 6);
  if (!(self instanceof Map)) return 0;
  if (name === 'copy') return self.size;
  return name === 'update' && argument instanceof Map ? argument.size : 0;
}

function bound<T extends Value>(self: T, name: string, methods: ReadonlyMap<string, Method<T>>): Value | undefined {
  const method = methods.get(name);
  return (
    method &&
    new NativeFunction(
      name,
      (a, k) => {
        if (k.size > 0) refuseKeywords(typeName(self), name);
        spend(costOf(self, name, a[0]));
        return method(self, a, k, (f, args) => f.call(args, new Map()));
      },
      undefined,
      name === 'append' || name === 'get',
    )
  );
}

/** A method or attribute of the value, or undefined. */
export function attribute(v: Value, name: string): Value | undefined {
  if (typeof v === 'string') {
    const method = STR_METHODS.get(name);
    return (
      method &&
      new NativeFunction(
        name,
        (a, k) => {
          if (k.size > 0) refuseKeywords('str', name);
          spendText(v.length);
          const given = method(v, a, k, formatAccess);
          if (typeof given === 'string') spendText(given.length);
          else if (Array.isArray(given)) spend(given.length);
          return given;
        },
        undefined,
        name === 'format',
      )
    );
  }
  if (v instanceof Map) return bound(v, name, DICT_METHODS);
  if (v instanceof NamedTuple && v.named(name) !== undefined) return v.named(name);
  if (v instanceof Tuple) return bound<Value[]>(v, name, TUPLE_METHODS);
  if (Array.isArray(v)) return bound(v, name, LIST_METHODS);
  if (v instanceof PyDateTime || v instanceof PyDate) return timeAttribute(v, name);
  if (v instanceof PyObject) return v.get(name);
  if (typeof v === 'number' || typeof v === 'bigint' || v instanceof Float || typeof v === 'boolean') {
    const number = typeof v === 'boolean' ? Number(v) : v;
    if (name === 'real') return number;
    if (name === 'imag') return isFloat(number) ? new Float(0) : 0;
    if (name === 'numerator' && isInt(number)) return number;
    if (name === 'denominator' && isInt(number)) return 1;
    return bound<Numeric>(number, name, isFloat(number) ? FLOAT_METHODS : NUMBER_METHODS);
  }
  return undefined;
}

/** An element of the value by index or key, or undefined. Slices are done by `slice`. */
export function element(v: Value, key: Value): Value | undefined {
  if (v instanceof Map) {
    // compat: what cannot be a key is not there.
    return isHashable(key) ? mapGet(v, key) : undefined;
  }
  if (Array.isArray(v) || typeof v === 'string') {
    if (!isInt(key) && typeof key !== 'boolean') return undefined;
    const i = Number(key);
    if (Array.isArray(v)) return v[i < 0 ? i + v.length : i];
    const all = isSimple(v) ? v : chars(v);
    return all[i < 0 ? i + all.length : i];
  }
  if (v instanceof PyObject && 'element' in v) return (v as PyObject & Indexable).element(key);
  return undefined;
}

/** Objects with `[]`. */
interface Indexable {
  element(key: Value): Value | undefined;
}

/** What a missing attribute or key says. */
export function missing(v: Value, key: Value): Undefined {
  if (typeof key !== 'string') {
    return new Undefined(`${describe(v)} has no element ${repr(key)}`);
  }
  if (isPrivate(v, key))
    fail(
      `'${key}' of '${describe(v)}' is refused`,
      'what Python keeps behind its values is not reachable from templates',
    );
  const names = v instanceof Map ? [...v.keys()].filter((k) => typeof k === 'string') : [];
  return new Undefined(`'${describe(v)}' has no attribute '${key}'`, undefined, didYouMean(key, names) || undefined);
}

function describe(v: Value): string {
  return v === null ? 'None' : `${typeName(v)} object`;
}

/** `v.name`: the attribute first, then the key. */
export function getAttribute(v: Value, name: string): Value {
  if (v instanceof Undefined) return v;
  const own = attribute(v, name);
  if (own !== undefined) return own;
  const item = element(v, name);
  return item === undefined ? missing(v, name) : item;
}

/** `v[key]`: the key first, then the attribute. */
export function getItem(v: Value, key: Value): Value {
  if (v instanceof Undefined) return v;
  const found = element(v, key);
  if (found !== undefined) return found;
  const own = typeof key === 'string' ? attribute(v, key) : undefined;
  return own === undefined ? missing(v, key) : own;
}

function formatAccess(v: Value, key: Value, dotted: boolean): Value {
  const found = dotted && typeof key === 'string' ? attribute(v, key) : element(v, key);
  return found !== undefined ? found : fail(`'${describe(v)}' has no ${dotted ? 'attribute' : 'element'} ${repr(key)}`);
}

/** `v[start:stop:step]` */
export function slice(v: Value, start: Value, stop: Value, step: Value): Value {
  if (typeof v !== 'string' && !Array.isArray(v) && !(v instanceof PyRange)) return missing(v, 'slice');
  if (typeof v === 'string') spendText(v.length);
  const items: { readonly length: number } = typeof v === 'string' ? chars(v) : v;
  const n = items.length;
  const by = step === null ? 1 : indexOf(step, 'slice indices');
  if (by === 0) fail('slice step cannot be zero');
  const clip = (i: Value, fallback: number): number => {
    if (i === null) return fallback;
    const k = indexOf(i, 'slice indices');
    const real = k < 0 ? k + n : k;
    return by > 0 ? Math.min(n, Math.max(0, real)) : Math.min(n - 1, Math.max(-1, real));
  };
  const from = clip(start, by > 0 ? 0 : n - 1);
  const to = clip(stop, by > 0 ? n : -1);
  if (v instanceof PyRange) return v.part(from, to, by);
  spend(Math.abs(to - from) >> 2);
  const out: Value[] = [];
  const list = items as readonly Value[];
  for (let i = from; by > 0 ? i < to : i > to; i += by) out.push(list[i] as Value);
  if (typeof v === 'string') return (out as string[]).join('');
  return v instanceof Tuple ? tuple(out) : out;
}
