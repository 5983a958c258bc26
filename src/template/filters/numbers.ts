// Filters on numbers: int, float, abs, round, and Ansible's log, pow, root.
import { Float, float, type Value } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { fixed } from '../python/decimal.js';
import { arithmetic, int, isFloat, isInt, isNumeric, toNumber, type Numeric } from '../python/numbers.js';
import { exactLog, log10 } from '../python/exact-math.js';
import { power } from '../python/power.js';
import { typeName } from '../python/text.js';
import { PyTimeDelta } from '../python/timedelta.js';
import type { FilterCall } from '../types.js';
import { define, integer, take, text, type Table } from './define.js';

/** Digits of all scripts as those of ASCII. */
function asciiDigits(source: string): string {
  return source.replace(/\p{Nd}/gu, (c) => {
    const code = c.codePointAt(0) ?? 0;
    if (code < 128) return c;
    // The mathematical digits follow each other without a gap, ten of each kind.
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
    return String(code - zero);
  });
}

/** Python's `int(text, base)`, or undefined. */
function parseInteger(source: string, base: number): number | bigint | undefined {
  let t = asciiDigits(source.trim()).toLowerCase();
  if (/__|^_|_$/.test(t) || base === 1 || base < 0 || base > 36) return undefined;
  t = t.replaceAll('_', '');
  const sign = t.startsWith('-') ? -1n : 1n;
  t = t.replace(/^[-+]/, '');
  const prefixes: Record<number, string> = { 16: '0x', 8: '0o', 2: '0b' };
  let radix = base;
  if (base === 0) {
    radix = t.startsWith('0x') ? 16 : t.startsWith('0o') ? 8 : t.startsWith('0b') ? 2 : 10;
    if (radix === 10 && /^0\d*[1-9]/.test(t)) return undefined;
  }
  const prefix = prefixes[radix];
  if (prefix && t.startsWith(prefix)) t = t.slice(2);
  if (t === '') return undefined;
  // compat: the time that more digits take grows with the square, but for bases that are powers of two.
  const power = Number.isInteger(Math.log2(radix));
  if (!power && t.length > 4300) return undefined;
  const digits = [...t].map((c) => parseInt(c, 36));
  if (!digits.every((d) => d < radix)) return undefined;
  return int(sign * (power ? fromBits(digits, Math.log2(radix)) : fromDigits(digits, radix)));
}

function fromBits(digits: readonly number[], bits: number): bigint {
  return BigInt(`0b${digits.map((d) => d.toString(2).padStart(bits, '0')).join('')}`);
}

function fromDigits(digits: readonly number[], radix: number): bigint {
  return digits.reduce((n, d) => n * BigInt(radix) + BigInt(d), 0n);
}

/** Python's `float(text)`, or undefined. */
export function parseFloatText(source: string): number | undefined {
  const t = asciiDigits(source.trim()).toLowerCase();
  if (/^[-+]?(?:inf|infinity)$/.test(t)) return t.startsWith('-') ? -Infinity : Infinity;
  if (/^[-+]?nan$/.test(t)) return NaN;
  const digits = '\\d+(?:_\\d+)*';
  if (!new RegExp(`^[-+]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[-+]?${digits})?$`).test(t)) return undefined;
  return Number(t.replaceAll('_', ''));
}

/** Jinja2's `int`: what cannot be read, in that base or as a float, gives the default. */
function toInt(call: FilterCall): Value {
  const [fallback, base] = take(call, 'int', ['default', 'base'], 0, ['default']);
  const otherwise = fallback === undefined ? 0 : fallback;
  const v = call.value;
  if (typeof v === 'boolean') return Number(v);
  if (isInt(v)) return v;
  if (isFloat(v)) {
    const n = toNumber(v);
    if (Number.isNaN(n)) return otherwise;
    return Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : fail('cannot convert float infinity to integer');
  }
  if (typeof v !== 'string') return otherwise;
  const radix = base === undefined ? 10 : isInt(base) || typeof base === 'boolean' ? Number(base) : NaN;
  const found = Number.isNaN(radix) ? undefined : parseInteger(v, radix);
  if (found !== undefined) return found;
  const n = parseFloatText(v);
  return n !== undefined && Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : otherwise;
}

function toFloat(call: FilterCall): Value {
  const [fallback] = take(call, 'float', ['default'], 0, ['default']);
  const v = call.value;
  if (isNumeric(v)) return float(finite(v));
  const n = typeof v === 'string' ? parseFloatText(v) : undefined;
  if (n !== undefined) return float(n);
  return fallback === undefined ? new Float(0) : fallback;
}

/** The number as a float. @throws TsplayError for integers no float can hold */
function finite(v: Numeric): number {
  const n = toNumber(v);
  return typeof v === 'bigint' && !Number.isFinite(n) ? fail('int too large to convert to float') : n;
}

function round(call: FilterCall): Value {
  const [precisionArg, methodArg] = take(call, 'round', ['precision', 'method']);
  const method = text(methodArg, 'common');
  const v = call.value;
  if (!['common', 'ceil', 'floor'].includes(method)) fail('method must be common, ceil or floor');
  if (!isNumeric(v)) return fail(`round needs a number, not ${typeName(v)}`);
  if (method !== 'common')
    return roundWhole(v, method === 'ceil' ? Math.ceil : Math.floor, precisionArg === undefined ? 0 : precisionArg);
  // compat: no precision at all gives an int.
  if (precisionArg === null) return toWhole(v);
  const precision = integer(precisionArg, 0);
  if (!isFloat(v)) return precision >= 0 ? (typeof v === 'boolean' ? Number(v) : v) : roundInt(BigInt(v), -precision);
  const n = toNumber(v);
  if (!Number.isFinite(n)) return v;
  const size =
    precision >= 0 ? Number(fixed(Math.abs(n), Math.min(precision, 100))) : roundTens(Math.abs(n), -precision);
  return float(n < 0 || Object.is(n, -0) ? -size : size);
}

function toWhole(v: Numeric): Value {
  if (!isFloat(v)) return typeof v === 'boolean' ? Number(v) : v;
  const n = toNumber(v);
  if (!Number.isFinite(n)) return fail('cannot convert float infinity or nan to integer');
  return int(BigInt(fixed(Math.abs(n), 0)) * (n < 0 ? -1n : 1n));
}

/** By a whole number in between, which is exact: what is a whole number already is divided only. */
function roundWhole(v: Numeric, whole: (n: number) => number, precision: Value): Value {
  if (!isNumeric(precision)) return fail(`the precision is a number, not ${typeName(precision)}`);
  const scale = arithmetic('**', 10, precision) as Numeric;
  const scaled = arithmetic('*', v, scale) as Numeric;
  if (!isFloat(scaled)) return arithmetic('/', scaled, scale);
  const n = whole(toNumber(scaled));
  if (!Number.isFinite(n)) return fail('cannot convert float infinity or nan to integer');
  return arithmetic('/', int(BigInt(n)), scale);
}

/** compat: halves go to the even neighbour. */
function roundInt(n: bigint, digits: number): Value {
  const unit = 10n ** BigInt(Math.min(digits, 400));
  const size = n < 0n ? -n : n;
  const rest = size % unit;
  const low = size - rest;
  const up = rest * 2n > unit || (rest * 2n === unit && (low / unit) % 2n === 1n);
  const rounded = up ? low + unit : low;
  return int(n < 0n ? -rounded : rounded);
}

function roundTens(size: number, digits: number): number {
  const unit = 10 ** digits;
  if (!Number.isFinite(unit)) return 0;
  const rest = size % unit;
  const low = size - rest;
  return rest > unit / 2 || (rest === unit / 2 && (low / unit) % 2 === 1) ? low + unit : low;
}

function abs(call: FilterCall): Value {
  const v = call.value;
  if (v instanceof PyTimeDelta) return v.absolute();
  if (!isNumeric(v)) return fail(`bad operand type for abs(): '${typeName(v)}'`);
  if (isFloat(v)) return float(Math.abs(toNumber(v)));
  if (typeof v === 'boolean') return Number(v);
  return Number(v) < 0 ? arithmetic('-', 0, v) : v;
}

function number(v: Value | undefined, fallback?: number): number {
  if (v === undefined && fallback !== undefined) return fallback;
  if (v !== undefined && isNumeric(v)) return finite(v);
  return fail(`a number is needed, not ${typeName(v ?? null)}`);
}

function naturalLog(x: number): number {
  return Number.isFinite(x) ? exactLog(x) : x;
}

function log(call: FilterCall): Value {
  const [base] = take(call, 'log', ['base']);
  const [x, b] = [number(call.value), number(base, Math.E)];
  if (x <= 0 || b <= 0) fail('math domain error');
  if (b === 1) fail('float division by zero');
  return float(
    b === 10 ? (Number.isFinite(x) ? log10(x) : x) : base === undefined ? naturalLog(x) : naturalLog(x) / naturalLog(b),
  );
}

function root(call: FilterCall): Value {
  const [given] = take(call, 'root', ['base']);
  const x = number(call.value);
  const base =
    typeof given === 'string' ? (parseFloatText(given) ?? fail(`'${given}' is no number`)) : number(given, 2);
  if (base === 0) fail('float division by zero');
  if (base !== 2) return float(power(x, 1 / base));
  return x < 0 ? fail('root() can only be used on numbers: math domain error') : float(Math.sqrt(x));
}

const table: Table = {
  int: toInt,
  float: toFloat,
  abs,
  round,
  log,
  pow: (call) => float(power(number(call.value), number(take(call, 'pow', ['y'], 1)[0]))),
  root,
};

export const NUMBER_FILTERS = define(table, [], [], ['int', 'float']);
