// Writes JSON in the very bytes Python's json.dumps would give.
import { PyObject, Undefined, type Value } from '../value/index.js';
import { compare } from './python/compare.js';
import { fail, failUndefined } from './python/errors.js';
import { floatRepr, isFloat, isInt, toNumber } from './python/numbers.js';
import { bounded, str, typeName } from './python/text.js';

export interface JsonOptions {
  /** Spaces (or text) per level; null or undefined: one line. */
  readonly indent?: number | string | null | undefined;
  readonly sortKeys?: boolean | undefined;
  readonly ensureAscii?: boolean | undefined;
  readonly separators?: readonly [string, string] | undefined;
  readonly skipKeys?: boolean | undefined;
  /** Whether nan and the infinities are refused. */
  readonly noNan?: boolean | undefined;
}

/** The JSON text of a value. @throws TsplayError for values JSON cannot hold */
export function dumpJson(value: Value, options: JsonOptions = {}): string {
  const pad =
    options.indent === null || options.indent === undefined
      ? undefined
      : typeof options.indent === 'string'
        ? options.indent
        : ' '.repeat(Math.max(0, options.indent));
  const [itemSeparator, keySeparator] = options.separators ?? [pad === undefined ? ', ' : ',', ': '];
  const ascii = options.ensureAscii !== false;
  let size = 0;
  const above: object[] = [];

  const write = (v: Value, level: number): string => {
    const text = writeOne(v, level);
    size += typeof v === 'object' ? 2 : text.length;
    bounded(size);
    return text;
  };
  const wrap = (open: string, close: string, parts: string[], level: number, isEmpty: boolean): string => {
    if (isEmpty) return open + close;
    if (pad === undefined) return open + parts.join(itemSeparator) + close;
    const inner = `\n${pad.repeat(level + 1)}`;
    return `${open}${inner}${parts.join(itemSeparator + inner)}\n${pad.repeat(level)}${close}`;
  };
  const writeOne = (v: Value, level: number): string => {
    if (options.noNan && typeof v === 'number' && !Number.isFinite(v))
      fail('Out of range float values are not JSON compliant');
    if (v === null || typeof v === 'boolean' || isInt(v) || isFloat(v)) return scalar(v);
    if (typeof v === 'string') return jsonString(v, ascii);
    if (v instanceof Undefined) return failUndefined(v);
    if (v instanceof PyObject && 'isoFormat' in v)
      return jsonString((v as PyObject & { isoFormat(): string }).isoFormat(), ascii);
    if (!Array.isArray(v) && !(v instanceof Map)) return fail(`Object of type ${typeName(v)} is not JSON serializable`);
    if (above.includes(v)) fail('Circular reference detected');
    above.push(v);
    let text: string;
    if (Array.isArray(v))
      text = wrap(
        '[',
        ']',
        v.map((item) => write(item, level + 1)),
        level,
        v.length === 0,
      );
    else {
      const pairs = [...v];
      if (options.sortKeys) pairs.sort((a, b) => compare(a[0], b[0]));
      const parts: string[] = [];
      for (const [k, item] of pairs) {
        const key = keyText(k, options.skipKeys === true);
        if (key !== undefined) parts.push(jsonString(key, ascii) + keySeparator + write(item, level + 1));
      }
      text = wrap('{', '}', parts, level, pairs.length === 0);
    }
    above.pop();
    return text;
  };
  return write(value, 0);
}

function scalar(v: Value): string {
  if (v === null) return 'null';
  if (typeof v === 'boolean') return v ? 'true' : 'false';
  if (!isFloat(v)) return str(v);
  const n = toNumber(v);
  if (Number.isNaN(n)) return 'NaN';
  if (!Number.isFinite(n)) return n > 0 ? 'Infinity' : '-Infinity';
  return floatRepr(n);
}

function keyText(key: Value, skip: boolean): string | undefined {
  if (typeof key === 'string') return key;
  if (key === null || typeof key !== 'object' || isFloat(key)) return scalar(key);
  if (skip) return undefined;
  return fail(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

/** One JSON string. */
function jsonString(s: string, ascii: boolean): string {
  const text = JSON.stringify(s);
  // JavaScript writes half a character as an escape in any case.
  if (!ascii)
    return text.replace(
      /(?<!\\)((?:\\\\)*)\\u(d[89a-f][\da-f]{2})/g,
      (_m, before: string, code: string) => before + String.fromCharCode(parseInt(code, 16)),
    );
  return text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
