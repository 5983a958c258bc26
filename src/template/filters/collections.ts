// Ansible's filters on dicts and lists: combine, flatten, subelements, set operations and the like.
import { Tuple, Undefined, tuple, type Value, type ValueMap } from '../../value/index.js';
import { getItem } from '../python/access.js';
import { spend } from '../python/budget.js';
import { contains, isHashable, iterableOf, iterate, mapGet, mapSet, realKey, equal } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { indexOf, isInt, toNumber } from '../python/numbers.js';
import { binary } from '../python/operators.js';
import { PythonSet } from '../python/set.js';
import { str, typeName } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, flag, integer, list, take, text, type Table } from './define.js';
import { distinct, seeded } from './sequence.js';

export const LIST_MERGES = ['replace', 'keep', 'append', 'prepend', 'append_rp', 'prepend_rp'];

function isList(v: Value): v is Value[] {
  return Array.isArray(v) && !(v instanceof Tuple);
}

function mergeLists(low: readonly Value[], high: readonly Value[], mode: string): Value[] {
  switch (mode) {
    case 'keep':
      return [...low];
    case 'append':
      return [...low, ...high];
    case 'prepend':
      return [...high, ...low];
    case 'append_rp':
      return [...low.filter((v) => !contains([...high], v)), ...high];
    case 'prepend_rp':
      return [...high, ...low.filter((v) => !contains([...high], v))];
    default:
      return [...high];
  }
}

/** `high` over `low`, as Ansible merges dicts. */
export function mergeDicts(low: ValueMap, high: ValueMap, recursive: boolean, listMerge: string): ValueMap {
  // compat: equal dicts are one dict, so their lists are not put together.
  if (low.size === 0 || equal(low, high)) return new Map(high);
  if (high.size === 0) return low;
  const out: ValueMap = new Map(low);
  for (const [key, value] of high) {
    const before = mapGet(out, key);
    if (before instanceof Map && value instanceof Map && recursive)
      mapSet(out, key, mergeDicts(before, value, recursive, listMerge));
    else if (before !== undefined && isList(before) && isList(value))
      mapSet(out, key, mergeLists(before, value, listMerge));
    else mapSet(out, key, value);
  }
  return out;
}

function combine(call: FilterCall): Value {
  const recursive = flag(call.kwargs.get('recursive'), false);
  const listMerge = text(call.kwargs.get('list_merge'), 'replace');
  for (const name of call.kwargs.keys())
    if (name !== 'recursive' && name !== 'list_merge')
      fail(`'${name}' is no argument of combine; it takes recursive and list_merge`);
  // compat: nothing (None) among the dicts is passed over, and a single value is given back whatever it is.
  const dicts = [call.value, ...call.args].flatMap((v) => (Array.isArray(v) ? [...v] : [v])).filter((v) => v !== null);
  for (const d of dicts) if (d instanceof Undefined) failUndefined(d);
  if (dicts.length === 1) return dicts[0] as Value;
  if (dicts.length > 1 && !LIST_MERGES.includes(listMerge))
    fail(`list_merge must be one of ${LIST_MERGES.join(', ')}, not '${listMerge}'`);
  let out: ValueMap | undefined;
  for (const d of dicts.reverse()) {
    if (!(d instanceof Map)) return fail(`combine needs dicts, not ${typeName(d)}`);
    out = out ? mergeDicts(d, out, recursive, listMerge) : d;
  }
  return out ?? new Map();
}

function flatten(items: readonly Value[], levels: number, skipNulls: boolean, out: Value[] = []): Value[] {
  spend(items.length);
  for (const v of items) {
    if (skipNulls && (v === null || v === 'None' || v === 'null')) continue;
    if (Array.isArray(v) && levels >= 1) flatten(v, levels - 1, skipNulls, out);
    else out.push(v);
  }
  return out;
}

/** The pairs of an element and each element of one of its lists. */
function subelements(value: Value, path: Value, skipMissing: boolean): Value[] {
  const elements =
    value instanceof Map ? [...value.values()] : isList(value) ? value : fail('subelements needs a list or a dict');
  if (typeof path !== 'string' && !Array.isArray(path)) fail('subelements needs the name of a key, or a list of names');
  const steps = Array.isArray(path) ? path : str(path).split('.');
  const out: Value[] = [];
  for (const element of elements) {
    let at: Value = element;
    for (const step of steps) {
      if (!(at instanceof Map)) return fail(`the key '${str(step)}' should point to a dict`);
      const found = mapGet(at, step);
      if (found === undefined && !skipMissing) fail(`could not find '${str(step)}' key in iterated item`);
      at = found === undefined ? [] : found;
      if (found === undefined) break;
    }
    if (!Array.isArray(at)) fail(`the key '${steps.map(str).join('.')}' should point to a list`);
    spend(8 * at.length);
    for (const sub of at) out.push(tuple([element, sub]));
  }
  return out;
}

function dict2items(call: FilterCall): Value {
  const [key, value] = take(call, 'dict2items', ['key_name', 'value_name']);
  if (!(call.value instanceof Map))
    return fail(`dict2items requires a dictionary, got ${typeName(call.value)} instead.`);
  return [...call.value].map(
    ([k, v]) =>
      new Map<Value, Value>([
        [text(key, 'key'), k],
        [text(value, 'value'), v],
      ]),
  );
}

function items2dict(call: FilterCall): Value {
  const [keyName, valueName] = take(call, 'items2dict', ['key_name', 'value_name']);
  if (!Array.isArray(call.value)) return fail(`items2dict requires a list, got ${typeName(call.value)} instead.`);
  const out: ValueMap = new Map();
  const read = (item: Value, name: string): Value => {
    const found = item instanceof Map ? mapGet(item, name) : fail('items2dict requires a list of dictionaries');
    return found !== undefined
      ? found
      : fail(`items2dict requires each dictionary in the list to contain the key '${name}'`);
  };
  for (const item of call.value) mapSet(out, read(item, text(keyName, 'key')), read(item, text(valueName, 'value')));
  return out;
}

/** The Cartesian product. */
export function product(lists: readonly Value[][]): Value[][] {
  let out: Value[][] = [[]];
  for (const l of lists) {
    if (out.length * l.length > 1e6) fail('the product would have more than 1000000 elements');
    out = out.flatMap((row) => l.map((v) => [...row, v]));
  }
  return out;
}

function zip(lists: readonly Value[][], length: number, fill: Value): Value[] {
  return Array.from({ length }, (_, i) => tuple(lists.map((l) => (i < l.length ? (l[i] as Value) : fill))));
}

/** Python's operations on two lists taken as sets, and what Ansible does where they cannot be such. */
interface SetOperation {
  readonly ofSets: (a: PythonSet, b: PythonSet) => PythonSet;
  /** The same on lists of what sets can hold. */
  readonly ofLists: (a: Value[], b: Value[]) => Value[];
  /** For what no set can hold. */
  readonly otherwise: (a: Value, b: Value) => Value[];
  /** Whether the order of the result comes from the left set alone. */
  readonly followsLeft?: boolean;
}

/**
 * A filter on two lists taken as sets.
 * compat: sets of numbers come in the order Python has them in; where that changes from run to run, the lists' order is kept.
 */
function setFilter({ ofSets, ofLists, otherwise, followsLeft = false }: SetOperation): (call: FilterCall) => Value[] {
  return (call) => {
    const other = take(call, 'the filter', ['other'], 1)[0] as Value;
    const [a, b] = [iterableOf(call.value), iterableOf(other)];
    spend((a?.length ?? 0) + (b?.length ?? 0));
    if (!a || !b || !a.every(isHashable) || !b.every(isHashable)) return otherwise(call.value, other);
    const [left, right] = [PythonSet.of(a), PythonSet.of(b)];
    if (left.isFixed && (followsLeft || right.isFixed)) return ofSets(left, right).values();
    return distinct(ofLists(a, b));
  };
}

/** `a + b`, as Python has it for lists. */
const joined = (a: Value, b: Value): Value[] => distinct(iterate(binary('+', a, b)));
const common = (a: Value, b: Value): Value[] => distinct(iterate(a).filter((v) => contains(b, v)));

/** The elements both have, as they stand in the smaller set; in the order of `a`. */
function intersection(a: Value[], b: Value[]): Value[] {
  const [left, right] = [distinct(a), distinct(b)];
  if (right.length > left.length) return left.filter((v) => contains(right, v));
  return left.flatMap((v) => right.filter((w) => equal(v, w)));
}

function choose(items: readonly Value[], n: number, ordered: boolean): Value[] {
  if (n < 0) fail('the length must not be negative');
  const out: Value[] = [];
  const walk = (picked: number[]): void => {
    if (out.length > 1e6) fail('more than 1000000 results');
    spend(8 + picked.length);
    if (picked.length === n) out.push(tuple(picked.map((i) => items[i] as Value)));
    else
      for (let i = ordered ? 0 : (picked.at(-1) ?? -1) + 1; i < items.length; i++)
        if (!picked.includes(i)) walk([...picked, i]);
  };
  walk([]);
  return out;
}

const table: Table = {
  combine,
  flatten: (call) => {
    const [levels, skip] = take(call, 'flatten', ['levels', 'skip_nulls']);
    const depth = levels === undefined || levels === null ? Infinity : isInt(levels) ? toNumber(levels) : undefined;
    const items = list(call);
    // compat: what is no number is not looked at before a list in the list is met.
    return flatten(items, depth ?? (items.some(Array.isArray) ? integer(levels, 0) : 0), flag(skip, true));
  },
  subelements: (call) => {
    const [path, skip] = take(call, 'subelements', ['subelements', 'skip_missing'], 1);
    return subelements(call.value, path as Value, flag(skip, false));
  },
  dict2items,
  items2dict,
  extract: (call) => {
    const [container, more] = take(call, 'extract', ['container', 'morekeys'], 1);
    const keys = more === undefined || more === null ? [] : Array.isArray(more) ? more : [more];
    const engine = engineOf(call);
    return [call.value, ...keys].reduce((at, key) => engine.force(getItem(at, key), call.scope), container as Value);
  },
  zip: (call) => {
    const [strict] = take({ ...call, args: [] }, 'zip', ['strict']);
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    if (flag(strict, false) && lists.some((l) => l.length !== lists[0]?.length))
      fail('zip(): the lists are not of the same length');
    return zip(lists, Math.min(...lists.map((l) => l.length)), null);
  },
  zip_longest: (call) => {
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    const [fill] = take({ ...call, args: [] }, 'zip_longest', ['fillvalue']);
    return zip(lists, Math.max(...lists.map((l) => l.length)), fill === undefined ? null : fill);
  },
  product: (call) => {
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    const repeat = integer(take({ ...call, args: [] }, 'product', ['repeat'])[0], 1);
    if (repeat < 0) fail('repeat argument cannot be negative');
    const rows = lists.reduce((n, l) => n * l.length, 1) ** Math.max(0, repeat);
    spend(rows * (lists.length * Math.max(1, repeat) + 8));
    return product(Array.from({ length: repeat }, () => lists).flat()).map((row) => tuple(row));
  },
  permutations: (call) =>
    choose(list(call), integer(take(call, 'permutations', ['length'])[0], list(call).length), true),
  combinations: (call) => choose(list(call), indexOf(take(call, 'combinations', ['length'], 1)[0] as Value), false),
  difference: setFilter({
    ofSets: (a, b) => a.difference(b),
    ofLists: (a, b) => a.filter((v) => !contains(b, v)),
    otherwise: (a, b) => distinct(iterate(a).filter((v) => !contains(b, v))),
    followsLeft: true,
  }),
  intersect: setFilter({
    ofSets: (a, b) => a.intersection(b),
    ofLists: intersection,
    otherwise: common,
  }),
  union: setFilter({
    ofSets: (a, b) => a.union(b),
    ofLists: (a, b) => [...a, ...b],
    otherwise: joined,
  }),
  symmetric_difference: setFilter({
    ofSets: (a, b) => a.symmetricDifference(b),
    ofLists: (a, b) => [...a, ...b].filter((v) => contains(a, v) !== contains(b, v)),
    otherwise: (a, b) => {
      const both = common(a, b);
      return joined(a, b).filter((v) => !contains(both, v));
    },
  }),
  shuffle: (call) => {
    const seed = take(call, 'shuffle', ['seed'])[0];
    // compat: what cannot be walked is given back.
    if (iterableOf(call.value) === undefined) return call.value;
    engineOf(call).impure();
    const random = seeded(call, seed);
    if (random) return random.shuffled(list(call));
    const out = [...list(call)];
    for (let i = out.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [out[i], out[j]] = [out[j] as Value, out[i] as Value];
    }
    return out;
  },
  rekey_on_member: (call) => {
    const [key, duplicates] = take(call, 'rekey_on_member', ['key', 'duplicates'], 1);
    if (!['error', 'overwrite'].includes(text(duplicates, 'error')))
      fail(`duplicates parameter to rekey_on_member has unknown value: ${text(duplicates, '')}`);
    if (typeof call.value === 'string') fail('Type is not a valid list, set, or dict');
    const elements = call.value instanceof Map ? [...call.value.values()] : list(call);
    const out: ValueMap = new Map();
    for (const element of elements) {
      const k = element instanceof Map ? mapGet(element, key as Value) : fail('List item is not a valid dict');
      if (k === undefined) return fail(`Key ${str(key as Value)} was not found`);
      if (realKey(out, k) && text(duplicates, 'error') === 'error')
        fail(`Key ${str(k)} is not unique, cannot correctly turn into dict`);
      mapSet(out, k, element);
    }
    return out;
  },
};

/** Whether every element of `a` is in `b`; compat: lists and dicts among them are refused, as sets cannot hold them. */
export function isSubset(a: readonly Value[], b: Value[]): boolean {
  for (const v of [...a, ...b]) if (v instanceof Map || isList(v)) fail(`unhashable type: '${typeName(v)}'`);
  return a.every((v) => contains(b, v));
}

export const COLLECTION_FILTERS = define(table);
