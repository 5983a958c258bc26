// Python's int and float arithmetic on our representation of numbers.
import { Float, float, type Value } from '../../value/index.js';
import { spend } from './budget.js';
import { fail } from './errors.js';
import { power } from './power.js';

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
  if (isFloat(a) || isFloat(b)) {
    if (typeof a === 'bigint') finite(a);
    if (typeof b === 'bigint') finite(b);
    return floatArithmetic(op, toNumber(a), toNumber(b));
  }
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
      return b === 0 ? fail('float floor division by zero') : float(floatDivmod(a, b)[0]);
    case '%':
      return b === 0 ? fail('float modulo') : float(floatDivmod(a, b)[1]);
    case '**':
      if (a === 0 && b < 0) fail('0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) fail('complex numbers are not supported');
      return float(power(a, b));
  }
}

/** Quotient and remainder as C Python works them out: the remainder is exact and has the divisor's sign, also as a zero. */
function floatDivmod(a: number, b: number): [number, number] {
  let mod = a % b;
  let div = (a - mod) / b;
  if (mod !== 0) {
    if (b < 0 !== mod < 0) {
      mod += b;
      div -= 1;
    }
  } else mod = b < 0 ? -0 : 0;
  if (div === 0) return [a / b < 0 || Object.is(a / b, -0) ? -0 : 0, mod];
  const floor = Math.floor(div);
  return [div - floor > 0.5 ? floor + 1 : floor, mod];
}

function finite(v: bigint): void {
  if (!Number.isFinite(Number(v))) fail('int too large to convert to float');
}

/** The float nearest to the quotient of two integers of any size. */
function trueDivide(a: bigint, b: bigint): Value {
  if (b === 0n) return fail('division by zero');
  const [x, y] = [Number(a), Number(b)];
  if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return float(x / y);
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
  // 66 bits of quotient, the lowest of them set when anything is left, round as the whole quotient would.
  const shift = bottom.toString(2).length - top.toString(2).length + 66;
  const up = shift > 0 ? top << BigInt(shift) : top;
  const down = shift < 0 ? bottom << BigInt(-shift) : bottom;
  const quotient = (up / down) | (up % down === 0n ? 0n : 1n);
  const nearest = Number(quotient) * 2 ** -shift;
  if (!Number.isFinite(nearest)) fail('integer division result too large for a float');
  return float(a < 0n !== b < 0n ? -nearest : nearest);
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
      const digits = Number(bits) / 4;
      spend(1 + digits / 16 + (digits * digits) / 1e4);
      return int(x ** y);
    }
    case '/':
      return trueDivide(big(a), big(b));
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
