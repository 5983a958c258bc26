// Python's format mini-language: `format(value, spec)`, shared by str.format and the % operator.
import { PyDate, PyDateTime, type Value } from '../../value/index.js';
import { formatTime } from './datetime.js';
import { fail } from './errors.js';
import { exponential, fixed } from './decimal.js';
import { floatRepr, isFloat, isInt, isNumeric, toNumber } from './numbers.js';
import { decimal, bounded, chars, str, textLength, typeName } from './text.js';

const SPEC = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

export interface Layout {
  fill: string;
  align: string;
  sign: string;
  alternate: boolean;
  width: number;
  group: string;
  /** Whether a result of minus zero loses its sign. */
  coerceZero?: boolean;
  precision: number | undefined;
  type: string;
}

/** `format(value, spec)` */
export function formatValue(value: Value, spec: string): string {
  if (spec === '') return str(value);
  if (value instanceof PyDateTime) return formatTime(value, spec);
  if (value instanceof PyDate) return formatTime(value.midnight, spec);
  const m = SPEC.exec(spec);
  if (!m) return fail(`invalid format specifier '${spec}'`);
  const layout: Layout = {
    fill: m[1] ?? (m[6] ? '0' : ' '),
    align: m[2] ?? (m[6] ? '=' : ''),
    sign: m[3] ?? '-',
    alternate: m[5] !== undefined,
    width: Number(m[7] ?? 0),
    group: m[8] ?? '',
    coerceZero: m[4] !== undefined,
    precision: m[9] === undefined ? undefined : Number(m[9]),
    type: m[10] ?? '',
  };
  bounded(layout.width);
  const refused = m[4] ? 'z' : layout.group;
  if (typeof value === 'string') {
    if (layout.type && layout.type !== 's') unknownCode(layout.type, value);
    if (m[3]) fail('Sign not allowed in string format specifier');
    if (layout.alternate) fail('Alternate form (#) not allowed in string format specifier');
    if (refused) fail(`Cannot specify '${refused}' with 's'.`);
    const text = layout.precision === undefined ? value : chars(value).slice(0, layout.precision).join('');
    if (m[2] === '=') fail("'=' alignment not allowed in string format specifier");
    return pad(text, layout.fill, m[2] ?? '<', layout.width);
  }
  if (!isNumeric(value)) return fail(`unsupported format string passed to ${typeName(value)}.__format__`);
  const number = typeof value === 'boolean' ? Number(value) : value;
  checkNumber(isInt(number), layout, m[3], m[4]);
  return formatNumber(number, layout);
}

/** What Python refuses of a number's format though its grammar allows it. */
function checkNumber(isInteger: boolean, layout: Layout, sign: string | undefined, zero: string | undefined): void {
  const { type, group: separator } = layout;
  if (separator && (type === 'n' || type === 'c' || (separator === ',' && 'boxX'.includes(type || '?'))))
    fail(`Cannot specify '${separator}' with '${type}'.`);
  if (!isInteger || 'eEfFgG%'.includes(type || '?')) return;
  if (zero) fail('Negative zero coercion (z) not allowed in format specifier with integer');
  if (layout.precision !== undefined) fail('Precision not allowed in integer format specifier');
  if (type === 'c' && sign) fail("Sign not allowed with integer format specifier 'c'");
  if (type === 'c' && layout.alternate) fail("Alternate form (#) not allowed with integer format specifier 'c'");
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
    if (type === 'c' && (negative || abs > 0x10ffffn)) fail('%c arg not in range(0x110000)');
    if (type === 'c') return pad(String.fromCodePoint(Number(abs)), layout.fill, layout.align || '>', layout.width);
    const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
    digits = radix === 10 ? decimal(abs) : abs.toString(radix);
    if (type === 'X') digits = digits.toUpperCase();
    if (layout.alternate && radix !== 10) prefix = `0${type}`;
    digits = group(digits, layout.group, radix === 10 ? 3 : 4);
  } else {
    if (!isNumeric(value) || 'bBoxXcds'.includes(type || '?')) return unknownCode(type, value);
    const n = toNumber(value);
    negative = n < 0 || Object.is(n, -0);
    const abs = Math.abs(n);
    if (type === '' && !isFloat(value)) type = 'g';
    if (!Number.isFinite(n) && typeof value === 'bigint') fail('int too large to convert to float');
    digits = floatDigits(abs, type, layout);
    if (layout.coerceZero && !/[1-9]/.test(digits)) negative = false;
    const [whole = '', rest] = digits.split(/(?=[.e%])/, 1).length ? splitNumber(digits) : [digits, ''];
    digits = group(whole, layout.group, 3) + rest;
  }
  const sign = negative ? '-' : layout.sign === '+' ? '+' : layout.sign === ' ' ? ' ' : '';
  if (layout.align === '=' || (layout.fill === '0' && layout.align === '')) {
    const room = layout.width - sign.length - prefix.length;
    let padded = digits.padStart(room, layout.fill);
    if (layout.group && layout.fill === '0' && padded !== digits) padded = zeroGroup(digits, layout, room);
    return sign + prefix + padded;
  }
  return pad(sign + prefix + digits, layout.fill, layout.align || '>', layout.width);
}

function splitNumber(digits: string): [string, string] {
  const at = digits.search(/[^0-9]/);
  return at < 0 ? [digits, ''] : [digits.slice(0, at), digits.slice(at)];
}

function zeroGroup(digits: string, layout: Layout, room: number): string {
  const size = 'boxX'.includes(layout.type || '?') ? 4 : 3;
  const plain = digits.replaceAll(layout.group, '');
  const [whole, rest] = size === 4 ? [plain, ''] : splitNumber(plain);
  let zeros = whole;
  while (group(zeros, layout.group, size).length + rest.length < room) zeros = `0${zeros}`;
  return group(zeros, layout.group, size) + rest;
}

function group(digits: string, separator: string, size: number): string {
  if (!separator) return digits;
  return digits.replace(new RegExp(`\\B(?=(\\w{${size}})+$)`, 'g'), separator);
}

function floatDigits(value: number, type: string, layout: Layout): string {
  const abs = type === '%' ? value * 100 : value;
  if (!Number.isFinite(abs))
    return 'EFG'.includes(type || '?') ? floatRepr(abs).toUpperCase() : floatRepr(abs) + (type === '%' ? '%' : '');
  const precision = layout.precision ?? 6;
  if (precision > 10_000) fail('the precision is too large');
  switch (type) {
    case 'f':
    case 'F':
      return fixed(abs, precision) + (layout.alternate && precision === 0 ? '.' : '');
    case '%':
      return `${fixed(abs, precision)}${layout.alternate && precision === 0 ? '.' : ''}%`;
    case 'e':
    case 'E': {
      let text = exponential(abs, precision);
      if (layout.alternate && precision === 0) text = text.replace('e', '.e');
      return type === 'E' ? text.toUpperCase() : text;
    }
    case '':
      if (layout.precision === undefined) {
        const text = floatRepr(abs);
        return layout.alternate && !text.includes('.') ? text.replace('e', '.e') : text;
      }
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

function general(abs: number, precision: number, alternate: boolean, keepPoint: boolean): string {
  const p = Math.max(1, precision);
  const scientific = exponential(abs, p - 1);
  const e = Number(scientific.split('e')[1]);
  const limit = keepPoint ? p - 1 : p;
  if (e < -4 || e >= limit) {
    const [mantissa = '', power = ''] = scientific.split('e');
    return `${alternate ? withPoint(mantissa) : trimZeros(mantissa)}e${power}`;
  }
  const text = fixed(abs, Math.max(0, p - 1 - e));
  const trimmed = alternate ? withPoint(text) : trimZeros(text);
  return keepPoint && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}

function withPoint(text: string): string {
  return text.includes('.') ? text : `${text}.`;
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
