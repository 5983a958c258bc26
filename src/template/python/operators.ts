// The binary and unary operators on any two values.
import { PyObject, Tuple, Undefined, float, tuple, type Value } from '../../value/index.js';
import { spend } from './budget.js';
import { fail, failUndefined } from './errors.js';
import { arithmetic, indexOf, isFloat, isInt, isNumeric, toNumber } from './numbers.js';
import { percentFormat } from './percent-format.js';
import { bounded, typeName } from './text.js';
import { PyTimeDelta } from './timedelta.js';

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** Objects with own arithmetic, such as dates. */
interface Arithmetic {
  arithmetic(op: Operator, other: Value): Value | undefined;
}

/** `a op b`. */
export function binary(op: Operator, a: Value, b: Value): Value {
  if (a instanceof Undefined) failUndefined(a);
  if (b instanceof Undefined && !(op === '%' && typeof a === 'string')) failUndefined(b);
  if (isNumeric(a) && isNumeric(b)) return arithmetic(op, a, b);
  if (op === '+') {
    if (typeof a === 'string' && typeof b === 'string') {
      bounded(a.length + b.length);
      return a + b;
    }
    if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
      spend(a.length + b.length);
      return a instanceof Tuple ? tuple([...a, ...b]) : [...a, ...b];
    }
    if (typeof a === 'string') fail(`can only concatenate str (not "${typeName(b)}") to str`, hintForConcat());
    if (Array.isArray(a)) fail(`can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
  }
  if (op === '%' && typeof a === 'string') return percentFormat(a, b);
  if (op === '*') {
    if (isRepeatable(a) && (isInt(b) || typeof b === 'boolean')) return repeat(a, indexOf(b));
    if (isRepeatable(b) && (isInt(a) || typeof a === 'boolean')) return repeat(b, indexOf(a));
  }
  if (a instanceof PyObject && 'arithmetic' in a) {
    const result = (a as PyObject & Arithmetic).arithmetic(op, b);
    if (result !== undefined) return result;
  }
  if (b instanceof PyTimeDelta) {
    const result = b.reflected(op, a);
    if (result !== undefined) return result;
  }
  return fail(`unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`);
}

function hintForConcat(): string {
  return 'use ~ to join values as text';
}

function isRepeatable(v: Value): v is string | Value[] {
  return typeof v === 'string' || Array.isArray(v);
}

function repeat(v: string | Value[], times: number): Value {
  if (times > 0 && !Number.isSafeInteger(times)) fail('the count of repetitions is too large');
  const n = v.length === 0 ? 0 : Math.max(0, times);
  if (typeof v === 'string') {
    bounded(v.length * n);
    return v.repeat(n);
  }
  if (v.length * n > 1e7) fail('the list would have more than 10000000 elements');
  spend(v.length * n);
  const out: Value[] = v instanceof Tuple ? tuple([]) : [];
  for (let i = 0; i < n; i++) for (const item of v) out.push(item);
  return out;
}

/** `-v` */
export function negate(v: Value): Value {
  if (v instanceof Undefined) failUndefined(v);
  if (isFloat(v)) return float(-toNumber(v));
  if (typeof v === 'number') return v === 0 ? 0 : -v;
  if (typeof v === 'bigint') return -v;
  if (typeof v === 'boolean') return v ? -1 : 0;
  if (v instanceof PyTimeDelta) return v.negated();
  return fail(`bad operand type for unary -: '${typeName(v)}'`);
}

/** `+v` */
export function positive(v: Value): Value {
  if (v instanceof Undefined) failUndefined(v);
  if (typeof v === 'boolean') return v ? 1 : 0;
  if (isNumeric(v)) return v;
  return fail(`bad operand type for unary +: '${typeName(v)}'`);
}
