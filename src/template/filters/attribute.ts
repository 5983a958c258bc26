// The `attribute=` argument of sort, map, sum and others: a dotted path into each element.
import { Undefined, type Value } from '../../value/index.js';
import { getItem } from '../python/access.js';
import { isInt } from '../python/numbers.js';
import { str } from '../python/text.js';

export type Getter = (v: Value) => Value;

/** Reads `a.b.0` from a value; `fallback` replaces an undefined result. */
export function attributeGetter(path: Value | undefined, fallback?: Value): Getter {
  if (path === undefined || path === null) return (v) => v;
  const steps: Value[] = isInt(path)
    ? [path]
    : str(path)
        .split('.')
        .map((s) => (/^\d+$/.test(s) ? Number(s) : s));
  return (v) => {
    let at = v;
    for (const step of steps) {
      at = getItem(at, step);
      if (at instanceof Undefined && fallback !== undefined) return fallback;
    }
    return at;
  };
}

/** Case-insensitive comparison of strings, as Jinja2's filters do unless told otherwise. */
export function ignoreCase(v: Value): Value {
  return typeof v === 'string' ? v.toLowerCase() : v;
}
