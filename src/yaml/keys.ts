// Which keys of a mapping are one to Python, and how a message names one.
import { Float, PyDate, PyDateTime, TemplateText, type Value, type ValueMap } from '../value/index.js';

/** The key of the map that is the same to Python: `1`, `1.0` and `true` are one, and equal dates are. */
export function heldKey(map: ValueMap, key: Value): Value {
  const number = (k: Value): unknown => (k instanceof Float ? k.value : typeof k === 'boolean' ? Number(k) : k);
  if (key instanceof PyDate || key instanceof PyDateTime) {
    for (const k of map.keys()) if (key.compareTo(k) === 0) return k;
    return key;
  }
  if (typeof key !== 'boolean' && typeof key !== 'number' && !(key instanceof Float)) return key;
  const wanted = number(key);
  for (const k of map.keys()) if (number(k) === wanted) return k;
  return key;
}

/** The key as a message names it. */
export function shownKey(key: Value): string {
  if (key instanceof TemplateText) return key.source;
  if (key instanceof PyDate || key instanceof PyDateTime) return key.str();
  return key === null || typeof key !== 'object' ? String(key) : '?';
}
