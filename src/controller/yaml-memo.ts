// Keeps what YAML texts came to: the tasks of a loop read the same text again and again, and reading YAML is slow.
import { Tuple, tuple, type Value } from '../value/index.js';

/** What is kept at most, in characters of text. */
const LIMIT = 1_000_000;

/**
 * Remembers what `read` gives for a text; who asks gets a copy, because templates may change it.
 * @param read must give plain data: the same for the same text, every time
 */
export function remembering(read: (text: string) => Value[]): (text: string) => Value[] {
  const known = new Map<string, Value[]>();
  let size = 0;
  return (text) => {
    const found = known.get(text);
    if (found) return copy(found, new Map()) as Value[];
    const values = read(text);
    if (text.length > LIMIT / 4) return values;
    size += text.length;
    if (size > LIMIT) {
      known.clear();
      size = text.length;
    }
    known.set(text, values);
    return copy(values, new Map()) as Value[];
  };
}

/** @param copies what containers were copied to: one that stands in several places (an alias) is one in the copy too */
function copy(value: Value, copies: Map<object, Value>): Value {
  if (value === null || typeof value !== 'object') return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: Value[] = value instanceof Tuple ? tuple([]) : [];
    copies.set(value, list);
    for (const item of value) list.push(copy(item, copies));
    return list;
  }
  if (!(value instanceof Map)) return value;
  const map = new Map<Value, Value>();
  copies.set(value, map);
  for (const [key, item] of value) map.set(key, copy(item, copies));
  return map;
}
