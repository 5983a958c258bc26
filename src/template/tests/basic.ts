// Jinja2's tests: defined, comparisons, kinds of values.
import { Undefined, type Value } from '../../value/index.js';
import { Callable } from '../python/callable.js';
import { compare, contains, equal, isIterable } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { binary } from '../python/operators.js';
import { isFloat, isInt, isNumeric, toNumber } from '../python/numbers.js';
import { PyRange } from '../python/range.js';
import { isLower, isUpper } from '../python/str-case.js';
import { str, typeName } from '../python/text.js';
import { define, engineOf, needString, take, withoutArguments, type Table } from '../filters/define.js';
import type { Filter, FilterCall } from '../types.js';

function other(call: FilterCall): Value {
  return take(call, 'the test', ['other'], 1)[0] as Value;
}

function order(op: string, accept: (n: number) => boolean): Filter {
  return (call) => accept(compare(call.value, other(call), op));
}

/** compat: of text `%` makes text, which equals no number. */
function modulo(v: Value, n: Value): number {
  const r = binary('%', v, n);
  if (typeof r === 'string') return NaN;
  return isNumeric(r) ? toNumber(r) : fail(`a number is needed, not ${typeName(v)}`);
}

/** Python's `is`. Of numbers and texts only the small ones are one object wherever they arise. */
function isSame(a: Value, b: Value): boolean {
  if (a !== b) return false;
  const isKept =
    typeof a === 'string'
      ? a.length === 0 || (a.length === 1 && a <= '\xff')
      : typeof a !== 'bigint' && (typeof a !== 'number' || (Number.isInteger(a) && a >= -5 && a <= 256));
  return isKept || fail('whether two equal numbers or texts are one object is not known here', 'compare them with ==');
}

const eq: Filter = (call) => equal(call.value, other(call));
const ne: Filter = (call) => !equal(call.value, other(call));
const lt = order('<', (n) => n < 0);
const le = order('<=', (n) => n <= 0);
const gt = order('>', (n) => n > 0);
const ge = order('>=', (n) => n >= 0);

const table: Table = {
  defined: (call) => !(call.value instanceof Undefined),
  undefined: (call) => call.value instanceof Undefined,
  none: (call) => call.value === null,
  boolean: (call) => typeof call.value === 'boolean',
  true: (call) => call.value === true,
  false: (call) => call.value === false,
  integer: (call) => isInt(call.value),
  float: (call) => isFloat(call.value),
  number: (call) => isNumeric(call.value),
  // compat: a `!vault` value is not of Python's type str.
  string: (call) => typeof call.value === 'string',
  mapping: (call) => call.value instanceof Map,
  iterable: (call) => isIterable(call.value),
  sequence: (call) =>
    Array.isArray(call.value) ||
    typeof call.value === 'string' ||
    call.value instanceof Map ||
    call.value instanceof PyRange,
  // compat: an undefined value can be called, which then fails.
  callable: (call) => call.value instanceof Callable || call.value instanceof Undefined,
  sameas: (call) => {
    const b = take(call, 'sameas', ['other'], 1, ['other'])[0] as Value;
    return isSame(call.value, b);
  },
  escaped: (call) => call.value instanceof Undefined,
  lower: (call) => {
    return isLower(str(call.value));
  },
  upper: (call) => {
    return isUpper(str(call.value));
  },
  even: (call) => modulo(call.value, 2) === 0,
  odd: (call) => modulo(call.value, 2) === 1,
  // compat: of text % formats it, which never gives 0.
  divisibleby: (call) => equal(binary('%', call.value, take(call, 'divisibleby', ['num'], 1)[0] as Value), 0),
  in: (call) => contains(take(call, 'in', ['seq'], 1)[0] as Value, call.value),
  // compat: a name that nothing has is an error.
  filter: (call) => {
    engineOf(call).filterNamed(needString(call.value, 'filter'));
    return true;
  },
  test: (call) => {
    engineOf(call).testNamed(needString(call.value, 'test'));
    return true;
  },
  eq,
  equalto: eq,
  '==': eq,
  ne,
  '!=': ne,
  lt,
  lessthan: lt,
  '<': lt,
  le,
  '<=': le,
  gt,
  greaterthan: gt,
  '>': gt,
  ge,
  '>=': ge,
};

const BARE =
  'defined undefined none boolean true false integer float number string mapping iterable sequence callable escaped lower upper even odd filter test'.split(
    ' ',
  );

export const BASIC_TESTS = define(
  { ...table, ...withoutArguments(table, BARE) },
  // compat: these look at what an undefined value is, not at what it holds.
  'defined undefined none boolean true false integer float number string mapping sequence callable sameas escaped'.split(
    ' ',
  ),
  ['string'],
);
