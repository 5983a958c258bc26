// Jinja2's filters on sequences: first, join, map, select, sort, groupby and the like.
import { TsplayError } from '../../ground/index.js';
import { PyObject, Tuple, Undefined, tuple, type Value } from '../../value/index.js';
import { compare, equal, iterate, truthy } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { int, isInt, isNumeric, toNumber, type Numeric } from '../python/numbers.js';
import { NamedTuple } from '../python/named-tuple.js';
import { binary } from '../python/operators.js';
import { PyRange } from '../python/range.js';
import { PythonRandom } from '../python/random.js';
import { spend } from '../python/budget.js';
import { bounded, str, typeName } from '../python/text.js';
import { kindMadeBy } from '../python/typed-text.js';
import { allOfKind, handedOn } from '../text-kinds.js';
import type { FilterCall } from '../types.js';
import { attributeGetter, ignoreCase, type Getter } from './attribute.js';
import { define, engineOf, flag, integer, list, take, text, withoutArguments, type Table } from './define.js';

/** A getter for the elements that also folds case unless told not to. */
function keyed(path: Value | undefined, caseSensitive: Value | undefined, fallback?: Value): Getter {
  const get = attributeGetter(path, fallback);
  return flag(caseSensitive, false) ? get : (v) => ignoreCase(get(v));
}

function map(call: FilterCall): Value {
  const engine = engineOf(call);
  // compat: of what counts as false, whatever it is, nothing is asked.
  if (!truthy(call.value)) return [];
  const items = list(call);
  if (call.args.length === 0 && call.kwargs.has('attribute')) {
    const get = attributeGetter(call.kwargs.get('attribute'), call.kwargs.get('default'));
    for (const name of call.kwargs.keys())
      if (name !== 'attribute' && name !== 'default') fail(`Unexpected keyword argument '${name}'`);
    return handedOn('map attribute', [items], items.map(get));
  }
  const [name, ...args] = call.args;
  if (name === undefined) fail('map requires a filter argument');
  const filter = engine.filterNamed(str(name));
  const out = items.map((value) => engine.applyFilter(filter, { value, args, kwargs: call.kwargs, scope: call.scope }));
  return allOfKind(out, kindMadeBy(str(name), engine.textFilters));
}

/** select, reject, selectattr, rejectattr */
function selection(keep: boolean, byAttribute: boolean): (call: FilterCall) => Value {
  return (call) => {
    const engine = engineOf(call);
    if (!truthy(call.value)) return [];
    const [first, ...others] = call.args;
    if (byAttribute && first === undefined) fail('Missing parameter for attribute name');
    const get = byAttribute ? attributeGetter(first) : (v: Value): Value => v;
    const [name, ...args] = byAttribute ? others : call.args;
    const test = name === undefined ? undefined : engine.testNamed(str(name));
    return list(call).filter((item) => {
      const value = get(item);
      const result = test ? engine.applyFilter(test, { value, args, kwargs: call.kwargs, scope: call.scope }) : value;
      return truthy(result) === keep;
    });
  };
}

function sort(call: FilterCall): Value {
  const [reverse, caseSensitive, attribute] = take(call, 'sort', ['reverse', 'case_sensitive', 'attribute']);
  const getters =
    typeof attribute === 'string'
      ? attribute.split(',').map((p) => keyed(p, caseSensitive))
      : [keyed(attribute, caseSensitive)];
  const sign = integer(reverse, 0) ? -1 : 1;
  const keys = list(call).map((v) => ({ v, k: getters.map((g) => g(v)) }));
  keys.sort((a, b) => {
    for (const [i, x] of a.k.entries()) {
      // As Python compares lists: what is equal need have no order.
      const order = equal(x, b.k[i] as Value) ? 0 : compare(x, b.k[i] as Value);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
  return keys.map((k) => k.v);
}

function extreme(sign: number): (call: FilterCall) => Value {
  return (call) => {
    const [caseSensitive, attribute] = take(call, 'min', ['case_sensitive', 'attribute']);
    const get = keyed(attribute, caseSensitive);
    const items = list(call);
    if (items.length === 0) return new Undefined('No aggregated item, sequence was empty.');
    return items.reduce((best, v) => (sign * compare(get(v), get(best)) > 0 ? v : best));
  };
}

/** Distinct elements in order; `get` gives what makes them equal. */
export function distinct(items: readonly Value[], get: Getter = (v) => v): Value[] {
  const simple = new Set<Value>();
  const complex: Value[] = [];
  return items.filter((v) => {
    const key = get(v);
    if (key instanceof Undefined) failUndefined(key);
    if (typeof key === 'string') return !simple.has(key) && simple.add(key);
    if (complex.some((c) => equal(c, key))) return false;
    complex.push(key);
    return true;
  });
}

function groupby(call: FilterCall): Value {
  const [attribute, fallback, caseSensitive] = take(call, 'groupby', ['attribute', 'default', 'case_sensitive'], 1);
  const get = keyed(attribute, caseSensitive, fallback);
  const raw = attributeGetter(attribute, fallback);
  const sorted = list(call)
    .map((v) => ({ v, k: get(v) }))
    .sort((a, b) => compare(a.k, b.k));
  const groups: { k: Value; name: Value; items: Value[] }[] = [];
  for (const { v, k } of sorted) {
    const last = groups.at(-1);
    if (last && equal(last.k, k)) last.items.push(v);
    else groups.push({ k, name: raw(v), items: [v] });
  }
  return groups.map((g) => new NamedTuple(['grouper', 'list'], [g.name, g.items]));
}

function slice(call: FilterCall): Value {
  const [n, fill] = take(call, 'slice', ['slices', 'fill_with'], 1);
  const items = list(call);
  const slices = integer(n, 1);
  if (slices === 0) fail('integer division or modulo by zero');
  if (slices < 0) return [];
  const per = Math.floor(items.length / slices);
  spend(slices);
  const extra = items.length % slices;
  const out: Value[] = [];
  let offset = 0;
  for (let i = 0; i < slices; i++) {
    const start = offset + i * per;
    if (i < extra) offset++;
    const part = items.slice(start, offset + (i + 1) * per);
    if (fill !== undefined && fill !== null && i >= extra) part.push(fill);
    out.push(part);
  }
  return out;
}

function batch(call: FilterCall): Value {
  const [n, fill] = take(call, 'batch', ['linecount', 'fill_with'], 1);
  const items = list(call);
  const size = isNumeric(n as Value) ? toNumber(n as Numeric) : 0;
  // compat: what is no number, or no whole one, is never the length of a part.
  if (!isNumeric(n as Value) || !Number.isInteger(size)) {
    if (fill !== undefined && fill !== null) fail('batch needs a whole number');
    return items.length === 0 ? [] : [[...items]];
  }
  // compat: Jinja2 cuts where the length of a part equals the number, which none below 1 does.
  if (size < 1) return items.length === 0 ? [] : size === 0 ? [[], [...items]] : [[...items]];
  const out: Value[][] = [];
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size));
  const last = out.at(-1);
  if (last && fill !== undefined && fill !== null) {
    spend(size);
    while (last.length < size) last.push(fill);
  }
  return out;
}

function dictsort(call: FilterCall): Value {
  const [caseSensitive, by, reverse] = take(call, 'dictsort', ['case_sensitive', 'by', 'reverse']);
  if (!(call.value instanceof Map)) return fail('dictsort needs a mapping');
  const at = text(by, 'key') === 'value' ? 1 : 0;
  if (by !== undefined && by !== 'key' && by !== 'value') fail('You can only sort by either "key" or "value"');
  const sign = flag(reverse, false) ? -1 : 1;
  const get = (pair: readonly Value[]): Value =>
    flag(caseSensitive, false) ? (pair[at] as Value) : ignoreCase(pair[at] as Value);
  return [...call.value].map((p) => tuple(p)).sort((a, b) => sign * compare(get(a), get(b)));
}

const table: Table = {
  list: (call) => [...list(call)],
  first: (call) => {
    if (call.value instanceof PyObject && 'first' in call.value) {
      const v = (call.value as PyObject & { first(): Value | undefined }).first();
      return v ?? new Undefined('No first item, sequence was empty.');
    }
    const items = list(call);
    return items.length > 0 ? (items[0] as Value) : new Undefined('No first item, sequence was empty.');
  },
  last: (call) => {
    const items = list(call);
    return items.length > 0 ? (items.at(-1) as Value) : new Undefined('No last item, sequence was empty.');
  },
  random: (call) => {
    const engine = engineOf(call);
    engine.impure();
    return randomItem(call);
  },
  join: (call) => {
    const [separator, attribute] = take(call, 'join', ['d', 'attribute']);
    const get = attributeGetter(attribute);
    const sep = separator === undefined ? '' : str(separator);
    const parts = list(call).map((v) => str(get(v)));
    bounded(parts.reduce((n, p) => n + p.length + sep.length, 0));
    return parts.join(sep);
  },
  map,
  select: selection(true, false),
  reject: selection(false, false),
  selectattr: selection(true, true),
  rejectattr: selection(false, true),
  sort,
  min: extreme(-1),
  max: extreme(1),
  sum: (call) => {
    const [attribute, start] = take(call, 'sum', ['attribute', 'start']);
    const get = attributeGetter(attribute);
    if (typeof start === 'string') fail("sum() can't sum strings [use ''.join(seq) instead]");
    return list(call).reduce<Value>((total, v) => binary('+', total, get(v)), start ?? 0);
  },
  unique: (call) => {
    const [caseSensitive, attribute] = take(call, 'unique', ['case_sensitive', 'attribute']);
    const get = keyed(attribute, caseSensitive);
    // compat: lists and dicts are compared only when nothing is asked for.
    const plain =
      attribute === undefined && (caseSensitive === undefined || caseSensitive === null || truthy(caseSensitive));
    const keyOf = (v: Value): Value => {
      const key = get(v);
      if (!plain && (key instanceof Map || (Array.isArray(key) && !(key instanceof Tuple))))
        fail(`unhashable type: '${typeName(key)}'`);
      return key;
    };
    // compat: an attribute that counts as false is forgotten where some element has none of that name.
    const isForgotten = attribute !== undefined && !truthy(attribute) && (plain || caseSensitive === undefined);
    try {
      return distinct(list(call), keyOf);
    } catch (error) {
      if (!isForgotten || !(error instanceof TsplayError)) throw error;
      return distinct(list(call));
    }
  },
  reverse: (call) => (typeof call.value === 'string' ? [...call.value].reverse().join('') : [...list(call)].reverse()),
  groupby,
  slice,
  batch,
  dictsort,
  items: (call) => {
    if (call.value instanceof Undefined) return [];
    if (!(call.value instanceof Map)) return fail('Can only get item pairs from a mapping.');
    return [...call.value].map((p) => tuple(p));
  },
};

/** `compat:` with a seed the choices are those of Python's generator. */
export function seeded(call: FilterCall, seed: Value | undefined): PythonRandom | undefined {
  if (seed === undefined || seed === null) return undefined;
  return new PythonRandom(seed, (bytes) => call.port.digest('sha512', bytes));
}

function randomItem(call: FilterCall): Value {
  const [end, startArg, stepArg, seed] = [call.value, ...take(call, 'random', ['start', 'step', 'seed'])];
  const random = seeded(call, seed);
  const below = (n: number): number => random?.below(n) ?? Math.floor(Math.random() * n);
  if (isInt(end) || typeof end === 'boolean') {
    const start = BigInt(integer(startArg, 0));
    const step = BigInt(integer(stepArg, 1) || 1);
    const distance = BigInt(end) - start;
    const n = distance / step + (distance % step === 0n || distance < 0n !== step < 0n ? 0n : 1n);
    if (n <= 0n) fail('random needs a range that is not empty');
    const drawn =
      n <= BigInt(Number.MAX_SAFE_INTEGER) ? BigInt(below(Number(n))) : (random?.belowBig(n) ?? randomBig(n));
    return int(start + step * drawn);
  }
  if (startArg !== undefined || stepArg !== undefined) fail('start and step can only be used with integer values');
  if ((end instanceof PyObject && !(end instanceof PyRange)) || end instanceof Map || end === null || isNumeric(end))
    fail(`random can only be used on sequences and integers, not ${typeName(end)}`);
  const items = iterate(end);
  if (items.length === 0) return new Undefined('No random item, sequence was empty.');
  return items[below(items.length)] as Value;
}

/** A whole number from 0 to below `n`, by rejection. */
function randomBig(n: bigint): bigint {
  for (;;) {
    const drawn = globalThis.crypto.getRandomValues(new Uint32Array(Math.ceil(n.toString(2).length / 32)));
    const value =
      drawn.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n) & ((1n << BigInt(n.toString(2).length)) - 1n);
    if (value < n) return value;
  }
}

export const SEQUENCE_FILTERS = define(
  { ...table, ...withoutArguments(table, ['list', 'first', 'last', 'reverse', 'items']) },
  ['items'],
);
