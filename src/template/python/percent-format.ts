// The % operator on strings: printf-style formatting.
import { Tuple, Undefined, type Value } from '../../value/index.js';
import { mapGet } from './compare.js';
import { fail, failUndefined } from './errors.js';
import { formatNumber, pad, type Layout } from './format-spec.js';
import { indexOf, isFloat, isInt, isNumeric, toNumber } from './numbers.js';
import { ascii, bounded, chars, repr, str, typeName } from './text.js';

const DIRECTIVE = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([^])?/gu;

/** `format % value` */
export function percentFormat(format: string, value: Value): string {
  const args: readonly Value[] = value instanceof Tuple ? value : [value];
  let used = 0;
  let named = false;
  const next = (): Value => {
    const arg = args[used++];
    if (arg === undefined) return fail('not enough arguments for format string');
    if (arg instanceof Undefined) failUndefined(arg);
    return arg;
  };
  const out = format.replace(
    DIRECTIVE,
    (
      whole: string,
      key: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string | undefined,
    ) => {
      if (type === undefined) return fail('incomplete format');
      if (whole === '%%') return '%';
      const w = width === '*' ? indexOf(next()) : Number(width ?? 0);
      const hasPoint = /\.(\*|\d*)[hlL]?[^]$/.test(whole);
      const p =
        precision === '*' ? indexOf(next()) : precision !== undefined ? Number(precision) : hasPoint ? 0 : undefined;
      bounded(Math.abs(w));
      let arg: Value;
      if (key !== undefined) {
        named = true;
        if (!(value instanceof Map)) return fail('format requires a mapping');
        const found = mapGet(value, key);
        if (found === undefined) return fail(`the format's key '${key}' is missing`);
        if (found instanceof Undefined) failUndefined(found);
        arg = found;
      } else arg = next();
      return directive(arg, type, flags + (w < 0 ? '-' : ''), Math.abs(w), p);
    },
  );
  if (!named && used < args.length && !(value instanceof Map) && !(Array.isArray(value) && !(value instanceof Tuple)))
    fail('not all arguments converted during string formatting');
  return out;
}

function directive(arg: Value, type: string, flags: string, width: number, precision: number | undefined): string {
  const left = flags.includes('-');
  const zero = flags.includes('0') && !left;
  if (type === 's' || type === 'r' || type === 'a' || type === 'c') {
    let text = type === 's' ? str(arg) : type === 'c' ? character(arg) : type === 'a' ? ascii(arg) : repr(arg);
    if (precision !== undefined && type !== 'c') text = chars(text).slice(0, precision).join('');
    return pad(text, ' ', left ? '<' : '>', width);
  }
  if (!'diuoxXeEfFgG'.includes(type)) return fail(`unsupported format character '${type}'`);
  if (!isNumeric(arg))
    return fail(
      `%${type} format: a ${'diu'.includes(type) ? 'real number' : 'number'} is required, not ${typeName(arg)}`,
    );
  const layout: Layout = {
    fill: zero ? '0' : ' ',
    align: left ? '<' : zero ? '=' : '>',
    sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '-',
    alternate: flags.includes('#'),
    width,
    group: '',
    precision,
    type: 'diu'.includes(type) ? 'd' : type,
  };
  let number: number | bigint | Exclude<Value, string | boolean | null> = typeof arg === 'boolean' ? Number(arg) : arg;
  if (layout.type === 'd' && isFloat(number)) {
    const whole = Math.trunc(toNumber(number));
    if (!Number.isFinite(whole)) return fail(`cannot convert float ${repr(number)} to integer`);
    number = BigInt(whole);
  }
  if ('doxX'.includes(layout.type)) {
    if (!isInt(number)) return fail(`%${type} format: an integer is required, not ${typeName(arg)}`);
    return wholeNumber(number, layout);
  }
  if (isInt(number)) {
    return formatNumber(Number(number) === 0 ? 0 : number, layout);
  }
  return formatNumber(number, layout);
}

/** An integer; its precision is the least count of digits, zeros before them included. */
function wholeNumber(number: number | bigint, layout: Layout): string {
  const negative = number < 0;
  let digits = formatNumber(negative ? -number : number, { ...layout, sign: '-', width: 0, fill: ' ', align: '>' });
  const prefix = layout.alternate ? (/^0[oxX]/.exec(digits)?.[0] ?? '') : '';
  bounded(layout.precision ?? 0);
  digits = digits.slice(prefix.length).padStart(layout.precision ?? 0, '0');
  const before = (negative ? '-' : layout.sign === '-' ? '' : layout.sign) + prefix;
  if (layout.align === '=') return before + digits.padStart(layout.width - before.length, '0');
  return pad(before + digits, ' ', layout.align, layout.width);
}

function character(arg: Value): string {
  if (isInt(arg) || typeof arg === 'boolean') {
    const code = Number(arg);
    if (code < 0 || code > 0x10ffff) return fail('%c arg not in range(0x110000)');
    return String.fromCodePoint(code);
  }
  if (typeof arg === 'string' && chars(arg).length === 1) return arg;
  return fail('%c requires int or char');
}
