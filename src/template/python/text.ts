// str() and repr() of every value as Python prints them.
import { once } from '../../ground/index.js';
import {
  areKindsInUse,
  Float,
  PyObject,
  TemplateText,
  textKindAt,
  Tuple,
  Undefined,
  type Value,
} from '../../value/index.js';
import { spend, spendText } from './budget.js';
import { fail, failUndefined, Nothing } from './errors.js';
import { floatRepr, isFloat, toNumber } from './numbers.js';

const LIMIT = 64 * 1024 * 1024;

/** Python's name of the value's type. */
export function typeName(v: Value): string {
  if (v === null) return 'NoneType';
  if (isFloat(v)) return 'float';
  switch (typeof v) {
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    default:
  }
  if (v instanceof Tuple) return 'tuple';
  if (Array.isArray(v)) return 'list';
  if (v instanceof Map) return 'dict';
  if (v instanceof PyObject) return v.typeName;
  if (v instanceof Undefined) return 'AnsibleUndefined';
  return 'str';
}

/** Refuses text that would grow beyond the engine's limit. */
export function bounded(length: number): void {
  if (length > LIMIT) fail('the result is larger than 64 MiB');
  spendText(length);
}

/** Python's `str(v)`. @throws TsplayError undefined-variable */
export function str(v: Value): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'number' && Number.isSafeInteger(v)) return String(v);
  if (v instanceof PyObject) return v.str();
  if (v instanceof Undefined) return v instanceof Nothing ? '' : failUndefined(v);
  return repr(v);
}

/** Python's `repr(v)`. */
export function repr(v: Value): string {
  const out: string[] = [];
  write(v, out, { size: 0 }, []);
  return out.join('');
}

/** A tuple whose repr names its elements. */
interface Labelled {
  readonly title: string;
  label(i: number): string;
}

/** compat: Python refuses to write larger ones, because the time that takes grows with the square. */
export function decimal(n: bigint): string {
  const text = String(n);
  if (text.length > 4300 + (n < 0n ? 1 : 0)) fail('Exceeds the limit (4300 digits) for integer string conversion');
  return text;
}

function write(v: Value, out: string[], total: { size: number }, above: object[]): void {
  const put = (text: string): void => {
    total.size += text.length;
    if (total.size > LIMIT) bounded(total.size);
    spend(2);
    out.push(text);
  };
  if (v === null) return put('None');
  switch (typeof v) {
    case 'boolean':
      return put(v ? 'True' : 'False');
    case 'bigint':
      return put(decimal(v));
    case 'number':
      return put(Number.isInteger(v) ? String(BigInt(v)) : floatRepr(v));
    case 'string':
      return put(reprOfText(v));
    default:
  }
  if (v instanceof Float) return put(floatRepr(toNumber(v)));
  if (v instanceof PyObject) return put(v.repr());
  if (v instanceof Undefined) return failUndefined(v);
  if (v instanceof TemplateText) return put(reprOfText(v.source));
  const list = Array.isArray(v);
  if (above.includes(v)) return put(list ? '[...]' : '{...}');
  above.push(v);
  if (list) {
    const isTuple = v instanceof Tuple;
    const label = isTuple && 'title' in v && typeof v.title === 'string' ? (v as unknown as Labelled) : undefined;
    put(isTuple ? `${label?.title ?? ''}(` : '[');
    v.forEach((item, i) => {
      if (i > 0) put(', ');
      if (label) put(label.label(i));
      if (isMarkup(v, i, item)) put(`Markup(${reprOfText(item)})`);
      else write(item, out, total, above);
    });
    put(isTuple ? (v.length === 1 ? ',)' : ')') : ']');
  } else {
    put('{');
    let first = true;
    for (const [key, value] of v) {
      if (!first) put(', ');
      first = false;
      write(key, out, total, above);
      put(': ');
      if (isMarkup(v, key, value)) put(`Markup(${reprOfText(value)})`);
      else write(value, out, total, above);
    }
    put('}');
  }
  above.pop();
}

function isMarkup(container: object, key: Value, v: Value): v is string {
  return typeof v === 'string' && areKindsInUse() && textKindAt(container, key, v) === 'Markup';
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
// What Python's str.isprintable refuses: other and separator categories except the ASCII space.
const unprintable = once(() => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\\]/gu);
const PLAIN = /^[ -[\]-~]*$/;

/** Python's `repr` of a text. */
export function reprOfText(s: string): string {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  // Most texts are plain, and the classes of Unicode take long to compile.
  const body = PLAIN.test(s)
    ? s
    : s.replace(unprintable(), (c) => {
        if (c === ' ') return c;
        const known = ESCAPES[c];
        if (known) return known;
        return escapeCharacter(c);
      });
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

/** Python's `ascii(v)`: the repr with every other character escaped. */
export function ascii(v: Value): string {
  return repr(v).replace(/[^\x00-\x7f]/gu, escapeCharacter);
}

/** Python's escape of one character: `\\xe9`, `\\u65e5`, `\\U0001f389`. */
export function escapeCharacter(c: string): string {
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** The characters of a string as Python counts them. */
export function chars(s: string): string[] {
  return Array.from(s);
}

/** Whether every UTF-16 unit is one character, so that plain indexes are right. */
export function isSimple(s: string): boolean {
  return !/[\ud800-\udfff]/.test(s);
}

/** Python's `len` of a string. */
export function textLength(s: string): number {
  return isSimple(s) ? s.length : chars(s).length;
}

/** Whether a container holds itself at some depth. */
export function holdsItself(v: Value, above: readonly Value[] = []): boolean {
  if (!Array.isArray(v) && !(v instanceof Map)) return false;
  if (above.includes(v)) return true;
  const within = [...above, v];
  return [...(v instanceof Map ? v.values() : v)].some((item) => holdsItself(item, within));
}
