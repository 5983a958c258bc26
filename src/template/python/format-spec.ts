// Python's format mini-language: `format(value, spec)`, shared by str.format and the % operator.
import type { Value } from '../../value/index.js';
import { fail } from './errors.js';
import { floatRepr, isFloat, isInt, isNumeric, toNumber } from './numbers.js';
import { bounded, chars, str, textLength, typeName } from './text.js';

const SPEC = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

export interface Layout {
  fill: string;
  align: string;
  sign: string;
  alternate: boolean;
  width: number;
  group: string;
  precision: number | undefined;
  type: string;
}

/** `format(value, spec)` */
export function formatValue(value: Value, spec: string): string {
  if (spec === '') return str(value);
  const m = SPEC.exec(spec);
  if (!m) return fail(`invalid format specifier '${spec}'`);
  const layout: Layout = {
    fill: m[1] ?? (m[6] ? '0' : ' '),
    align: m[2] ?? (m[6] ? '=' : ''),
    sign: m[3] ?? '-',
    alternate: m[5] !== undefined,
    width: Number(m[7] ?? 0),
    group: m[8] ?? '',
    precision: m[9] === undefined ? undefined : Number(m[9]),
    type: m[10] ?? '',
  };
  bounded(layout.width);
  if (typeof value === 'string') {
    if (layout.type && layout.type !== 's') unknownCode(layout.type, value);
    const text = layout.precision === undefined ? value : chars(value).slice(0, layout.precision).join('');
    if (m[2] === '=') fail("'=' alignment not allowed in string format specifier");
    return pad(text, layout.fill, m[2] ?? '<', layout.width);
  }
  if (!isNumeric(value)) return fail(`unsupported format string passed to ${typeName(value)}.__format__`);
  const number = typeof value === 'boolean' ? Number(value) : value;
  return formatNumber(number, layout);
}

function unknownCode(code: string, value: Value): never {
  return fail(`Unknown format code '${code}' for object of type '${typeName(value)}'`);
}

/** A number in the given layout. */
export function formatNumber(value: Exclude<Value, string | boolean | null>, layout: Layout): string {
  let { type } = layout;
  let digits: string;
  let negative: boolean;
  let prefix = '';
  if (isInt(value) && (type === '' || 'dnbBoxXc'.includes(type))) {
    const big = BigInt(value);
    negative = big < 0n;
    const abs = negative ? -big : big;
    if (type === 'c') return pad(String.fromCodePoint(Number(abs)), layout.fill, layout.align || '<', layout.width);
    const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
    digits = abs.toString(radix);
    if (type === 'X') digits = digits.toUpperCase();
    if (layout.alternate && radix !== 10) prefix = `0${type}`;
    digits = group(digits, layout.group, radix === 10 ? 3 : 4);
  } else {
    if (!isNumeric(value) || 'bBoxXcds'.includes(type || '?')) return unknownCode(type, value);
    const n = toNumber(value);
    negative = n < 0 || Object.is(n, -0);
    const abs = Math.abs(n);
    if (type === '' && !isFloat(value)) type = 'g';
    digits = floatDigits(abs, type, layout);
    const [whole = '', rest] = digits.split(/(?=[.e%])/, 1).length ? splitNumber(digits) : [digits, ''];
    digits = group(whole, layout.group, 3) + rest;
  }
  const sign = negative ? '-' : layout.sign === '+' ? '+' : layout.sign === ' ' ? ' ' : '';
  if (layout.align === '=' || (layout.fill === '0' && layout.align === '')) {
    const room = layout.width - sign.length - prefix.length;
    let padded = digits.padStart(room, layout.fill);
    if (layout.group && layout.fill === '0' && padded !== digits) padded = zeroGroup(digits, layout.group, room);
    return sign + prefix + padded;
  }
  return pad(sign + prefix + digits, layout.fill, layout.align || '>', layout.width);
}

function splitNumber(digits: string): [string, string] {
  const at = digits.search(/[^0-9]/);
  return at < 0 ? [digits, ''] : [digits.slice(0, at), digits.slice(at)];
}

function zeroGroup(digits: string, separator: string, room: number): string {
  const [whole, rest] = splitNumber(digits.replaceAll(separator, ''));
  let zeros = whole;
  while (group(zeros, separator, 3).length + rest.length < room) zeros = `0${zeros}`;
  return group(zeros, separator, 3) + rest;
}

function group(digits: string, separator: string, size: number): string {
  if (!separator) return digits;
  return digits.replace(new RegExp(`\\B(?=(\\w{${size}})+$)`, 'g'), separator);
}

function exponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}

function floatDigits(abs: number, type: string, layout: Layout): string {
  if (!Number.isFinite(abs)) return 'EFG'.includes(type || '?') ? floatRepr(abs).toUpperCase() : floatRepr(abs);
  const precision = layout.precision ?? 6;
  if (precision > 100) fail('the precision is too large');
  switch (type) {
    case 'f':
    case 'F':
      return fixed(abs, precision) + (layout.alternate && precision === 0 ? '.' : '');
    case '%':
      return `${fixed(abs * 100, precision)}%`;
    case 'e':
    case 'E': {
      const text = exponent(abs.toExponential(precision));
      return type === 'E' ? text.toUpperCase() : text;
    }
    case '':
      if (layout.precision === undefined) return floatRepr(abs);
      return general(abs, precision, layout.alternate, true);
    case 'g':
    case 'G':
    case 'n': {
      const text = general(abs, precision, layout.alternate, false);
      return type === 'G' ? text.toUpperCase() : text;
    }
    default:
      return unknownCode(type, 1.5);
  }
}

/** toFixed that is exact for large numbers too and rounds halves as the exact binary value demands. */
export function fixed(abs: number, precision: number): string {
  if (abs >= 1e21) return `${BigInt(abs)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  return halfEven(abs, precision) ?? abs.toFixed(precision);
}

/** Exactly representable halves go to the even neighbour, as C's printf does and toFixed does not. */
function halfEven(abs: number, precision: number): string | undefined {
  if (precision > 15) return undefined;
  const scaled = abs * 10 ** precision;
  if (scaled > 2 ** 52 || scaled - Math.floor(scaled) !== 0.5) return undefined;
  // Only a true half (x.5, .25, .125 …) is a tie; 0.15 is not exactly a half.
  const exact = abs.toFixed(Math.min(100, precision + 30)).slice(-30);
  if (!/^50*$/.test(exact)) return undefined;
  const floor = Math.floor(scaled);
  const even = floor % 2 === 0 ? floor : floor + 1;
  const digits = String(even).padStart(precision + 1, '0');
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function general(abs: number, precision: number, alternate: boolean, keepPoint: boolean): string {
  const p = Math.max(1, precision);
  if (abs === 0) return keepPoint ? '0.0' : '0';
  const e = Number(abs.toExponential(p - 1).split('e')[1]);
  const limit = keepPoint ? p - 1 : p;
  if (e < -4 || e >= Math.max(limit, keepPoint ? 1 : limit)) {
    const [mantissa = '', power = ''] = exponent(abs.toExponential(p - 1)).split('e');
    return `${alternate ? mantissa : trimZeros(mantissa)}e${power}`;
  }
  const text = fixed(abs, Math.max(0, p - 1 - e));
  const trimmed = alternate ? text : trimZeros(text);
  return keepPoint && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Text in a field of `width` characters. */
export function pad(text: string, fill: string, align: string, width: number): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '^') {
    const left = Math.floor(missing / 2);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }
  return fill.repeat(missing) + text;
}
