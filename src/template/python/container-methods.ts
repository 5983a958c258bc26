// The methods of Python's list, tuple and dict.
import { Undefined, tuple, type Value, type ValueMap } from '../../value/index.js';
import { bind, type Kwargs } from './arguments.js';
import { callable, type CallPython } from './callable.js';
import { checkHashable, compare, equal, iterate, mapGet, mapSet, realKey } from './compare.js';
import { DictView } from './dict-view.js';
import { fail } from './errors.js';
import { indexOf } from './numbers.js';
import { repr } from './text.js';

export type Method<T> = (self: T, args: readonly Value[], kwargs: Kwargs, call: CallPython) => Value;

/** A method that takes no arguments. */
function none<T>(body: (self: T) => Value): Method<T> {
  return (self, args, kwargs) => {
    bind('this method', args, kwargs, []);
    return body(self);
  };
}

const READ: [string, Method<Value[]>][] = [
  [
    'count',
    (self, args) => {
      const [value] = bind('count', args, new Map(), ['value'], 1);
      return self.filter((v) => equal(v, value as Value)).length;
    },
  ],
  [
    'index',
    (self, args) => {
      const [value, start, end] = bind('index', args, new Map(), ['value', 'start', 'end'], 1);
      const n = self.length;
      const clip = (v: Value | undefined, d: number): number =>
        v === undefined ? d : indexOf(v) < 0 ? indexOf(v) + n : indexOf(v);
      for (let i = Math.max(0, clip(start, 0)); i < Math.min(n, clip(end, n)); i++)
        if (equal(self[i] as Value, value as Value)) return i;
      return fail(`${repr(value as Value)} is not in list`);
    },
  ],
];

export const TUPLE_METHODS: ReadonlyMap<string, Method<Value[]>> = new Map(READ);

export const LIST_METHODS: ReadonlyMap<string, Method<Value[]>> = new Map<string, Method<Value[]>>([
  ...READ,
  [
    'append',
    (self, args, kwargs) => {
      self.push(args[0] instanceof Undefined ? args[0] : (bind('append', args, kwargs, ['object'], 1)[0] as Value));
      return null;
    },
  ],
  ['clear', none((self) => ((self.length = 0), null))],
  ['copy', none((self) => [...self])],
  [
    'extend',
    (self, args, kwargs) => {
      for (const item of [...iterate(bind('extend', args, kwargs, ['iterable'], 1)[0] as Value)]) self.push(item);
      return null;
    },
  ],
  [
    'insert',
    (self, args, kwargs) => {
      const [at, value] = bind('insert', args, kwargs, ['index', 'object'], 2);
      const i = indexOf(at as Value);
      self.splice(i < 0 ? Math.max(0, i + self.length) : i, 0, value as Value);
      return null;
    },
  ],
  [
    'pop',
    (self, args, kwargs) => {
      const [at] = bind('pop', args, kwargs, ['index']);
      if (self.length === 0) fail('pop from empty list');
      const i = at === undefined ? -1 : indexOf(at);
      const real = i < 0 ? i + self.length : i;
      if (real < 0 || real >= self.length) fail('pop index out of range');
      return self.splice(real, 1)[0] as Value;
    },
  ],
  [
    'remove',
    (self, args, kwargs) => {
      const [value] = bind('remove', args, kwargs, ['value'], 1);
      const i = self.findIndex((v) => equal(v, value as Value));
      if (i < 0) fail('list.remove(x): x not in list');
      self.splice(i, 1);
      return null;
    },
  ],
  ['reverse', none((self) => (self.reverse(), null))],
  [
    'sort',
    (self, args, kwargs, call) => {
      bind('sort', args, new Map(), []);
      const [key, reverse] = bind('sort', args, kwargs, ['key', 'reverse']);
      const keyed = self.map((v) => ({ v, k: key === undefined || key === null ? v : call(callable(key), [v]) }));
      const sign = reverse === undefined || indexOf(reverse) === 0 ? 1 : -1;
      keyed.sort((a, b) => sign * compare(a.k, b.k));
      keyed.forEach(({ v }, i) => (self[i] = v));
      return null;
    },
  ],
]);

/** Copies pairs or a mapping into `self`, as dict.update does. */
export function updateDict(self: ValueMap, source: Value | undefined, kwargs: Kwargs): void {
  if (source instanceof Map) for (const [k, v] of source) mapSet(self, k, v);
  else if (source !== undefined) {
    for (const pair of iterate(source)) {
      const items = iterate(pair);
      if (items.length !== 2) fail(`dictionary update sequence element has length ${items.length}; 2 is required`);
      mapSet(self, items[0] as Value, items[1] as Value);
    }
  }
  for (const [k, v] of kwargs) self.set(k, v);
}

export const DICT_METHODS: ReadonlyMap<string, Method<ValueMap>> = new Map<string, Method<ValueMap>>([
  ['clear', none((self) => (self.clear(), null))],
  ['copy', none((self) => new Map(self))],
  [
    'fromkeys',
    (_self, args) => {
      const out: ValueMap = new Map();
      const [keys, value] = bind('fromkeys', args, new Map(), ['iterable', 'value'], 1);
      for (const key of iterate(keys as Value)) mapSet(out, key, value ?? null);
      return out;
    },
  ],
  [
    'get',
    (self, args, kwargs) => {
      if (args.length < 1 || args.length > 2 || kwargs.size > 0) bind('get', args, kwargs, ['key', 'default'], 1);
      checkHashable(args[0] as Value);
      const found = mapGet(self, args[0] as Value);
      return found !== undefined ? found : (args[1] ?? null);
    },
  ],
  ['items', none((self) => new DictView(self, 'items'))],
  ['keys', none((self) => new DictView(self, 'keys'))],
  [
    'pop',
    (self, args, kwargs) => {
      const [key, fallback] = bind('pop', args, kwargs, ['key', 'default'], 1);
      if (self.size > 0) checkHashable(key as Value);
      const real = realKey(self, key as Value);
      if (!real) return fallback === undefined ? fail(`KeyError: ${repr(key as Value)}`) : fallback;
      const value = self.get(real.key) as Value;
      self.delete(real.key);
      return value;
    },
  ],
  [
    'popitem',
    none((self) => {
      const last = [...self].at(-1);
      if (!last) return fail('popitem(): dictionary is empty');
      self.delete(last[0]);
      return tuple(last);
    }),
  ],
  [
    'setdefault',
    (self, args, kwargs) => {
      const [key, fallback] = bind('setdefault', args, kwargs, ['key', 'default'], 1);
      const found = mapGet(self, key as Value);
      if (found !== undefined) return found;
      mapSet(self, key as Value, fallback ?? null);
      return fallback ?? null;
    },
  ],
  [
    'update',
    (self, args, kwargs) => {
      if (args.length > 1) fail(`update expected at most 1 argument, got ${args.length}`);
      updateDict(self, args[0], kwargs);
      return null;
    },
  ],
  ['values', none((self) => new DictView(self, 'values'))],
]);
