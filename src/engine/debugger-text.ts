// A value as the debugger prints it: Python's notation, one line when it fits, else an element a line.
import { keyText, Undefined, type Value } from '../value/index.js';

const WIDTH = 80;

/** @param column where the text will stand */
export function pretty(value: Value, column = 0): string {
  const line = flat(value);
  if (column + line.length <= WIDTH || value === null || typeof value !== 'object') return line;
  const join = (parts: readonly string[]): string => parts.join(`,\n${' '.repeat(column + 1)}`);
  if (Array.isArray(value)) return `[${join(value.map((v) => pretty(v, column + 1)))}]`;
  if (!(value instanceof Map)) return line;
  const entries = sorted(value).map(([key, v]) => `${flat(key)}: ${pretty(v, column + flat(key).length + 3)}`);
  return `{${join(entries)}}`;
}

function flat(value: Value): string {
  if (value === null || value instanceof Undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  if (value instanceof Map)
    return `{${sorted(value)
      .map(([k, v]) => `${flat(k)}: ${flat(v)}`)
      .join(', ')}}`;
  return keyText(value);
}

function sorted(map: ReadonlyMap<Value, Value>): [Value, Value][] {
  return [...map].sort(([a], [b]) => (keyText(a) < keyText(b) ? -1 : 1));
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
