// Python's int and float arithmetic on our representation of numbers.
import { Float, float, type Value } from '../../value/index.js';
import { spend } from './budget.js';
import { fail } from './errors.js';

export type Numeric = number | bigint | Float | boolean;

export function isFloat(v: Value): v is number | Float {
  return v instanceof Float || (typeof v === 'number' && !Number.isInteger(v));
}

/** A Python int, not counting bool. */
export function isInt(v: Value): v is number | bigint {
  return typeof v === 'bigint' || (typeof v === 'number' && Number.isInteger(v));
}

export function isNumeric(v: Value): v is Numeric {
  return typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean' || v instanceof Float;
}

export function toNumber(v: Numeric): number {
  return v instanceof Float ? v.value : Number(v);
}

/** An int in its canonical representation: number when safe, bigint beyond. */
export function int(v: bigint): number | bigint {
  return v >= Number.MIN_SAFE_INTEGER && v <= Number.MAX_SAFE_INTEGER ? Number(v) : v;
}

function big(v: number | bigint | boolean): bigint {
  return BigInt(v);
}

type Op = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** `a op b` for two numbers. */
export function arithmetic(op: Op, a: Numeric, b: Numeric): Value {
  if (isFloat(a) || isFloat(b) || op === '/') return floatArithmetic(op, toNumber(a), toNumber(b));
  return intArithmetic(op, a, b);
}

function floatArithmetic(op: Op, a: number, b: number): Value {
  switch (op) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      return b === 0 ? fail('division by zero') : float(a / b);
    case '//':
      return b === 0 ? fail('float floor division by zero') : float(Math.floor(a / b));
    case '%': {
      if (b === 0) fail('float modulo');
      const r = a % b;
      return float(r !== 0 && r < 0 !== b < 0 ? r + b : r);
    }
    case '**':
      if (a === 0 && b < 0) fail('0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) fail('complex numbers are not supported');
      return float(a ** b);
  }
}

const MAX_BITS = 200_000;

/** Big numbers cost what their digits cost. */
function spendBig(a: number | bigint | boolean, b: number | bigint | boolean): void {
  if (typeof a !== 'bigint' && typeof b !== 'bigint') return;
  const [x, y] = [a, b].map((n) => (typeof n === 'bigint' ? n.toString(16).length : 1)) as [number, number];
  if (x + y > 4 * MAX_BITS) fail(`the result would have more than ${MAX_BITS} bits`);
  spend(1 + (x + y) / 16 + (x * y) / 1e4);
}

function intArithmetic(op: Op, a: number | bigint | boolean, b: number | bigint | boolean): Value {
  spendBig(a, b);
  switch (op) {
    case '+':
    case '-':
    case '*': {
      const [x, y] = [Number(a), Number(b)];
      const quick = op === '+' ? x + y : op === '-' ? x - y : x * y;
      if (Number.isSafeInteger(quick) && typeof a !== 'bigint' && typeof b !== 'bigint') return quick + 0;
      return int(op === '+' ? big(a) + big(b) : op === '-' ? big(a) - big(b) : big(a) * big(b));
    }
    case '//': {
      const [x, y] = [big(a), big(b)];
      if (y === 0n) fail('integer division or modulo by zero');
      const q = x / y;
      return int(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
    }
    case '%': {
      const [x, y] = [big(a), big(b)];
      if (y === 0n) fail('integer division or modulo by zero');
      const r = x % y;
      return int(r !== 0n && r < 0n !== y < 0n ? r + y : r);
    }
    case '**': {
      const [x, y] = [big(a), big(b)];
      if (y < 0n) return floatArithmetic('**', Number(a), Number(b));
      const bits = BigInt(x.toString(2).length) * y;
      if (bits > BigInt(MAX_BITS)) fail(`the result of ** would have more than ${MAX_BITS} bits`);
      return int(x ** y);
    }
    case '/':
      return floatArithmetic('/', Number(a), Number(b));
  }
}

/** Python's `repr` of a float: shortest digits, exponent form below 1e-4 and from 1e16. */
export function floatRepr(n: number): string {
  if (Number.isNaN(n)) return 'nan';
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf';
  if (n === 0) return Object.is(n, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = '0'] = n.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** An index or count argument as a JavaScript number. */
export function indexOf(v: Value, what = 'an index'): number {
  if (typeof v === 'boolean') return Number(v);
  if (isInt(v)) return Number(v);
  return fail(`${what} must be an integer`);
}
