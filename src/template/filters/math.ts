// Ansible's numeric filters: log, pow, root.
import { float, type Value } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { isNumeric, toNumber } from '../python/numbers.js';
import { binary } from '../python/operators.js';
import { typeName } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, take, type Table } from './define.js';

function number(v: Value | undefined, fallback?: number): number {
  if (v === undefined && fallback !== undefined) return fallback;
  if (v !== undefined && isNumeric(v)) return toNumber(v);
  return fail(`a number is needed, not ${typeName(v ?? null)}`);
}

function log(call: FilterCall): Value {
  const [base] = take(call, 'log', ['base']);
  const x = number(call.value);
  if (x <= 0) fail('math domain error');
  const b = number(base, Math.E);
  return float(b === 10 ? Math.log10(x) : b === Math.E ? Math.log(x) : Math.log(x) / Math.log(b));
}

const table: Table = {
  log,
  pow: (call) => binary('**', binary('*', call.value, float(1)), take(call, 'pow', ['y'], 1)[0] as Value),
  root: (call) => {
    const base = number(take(call, 'root', ['base'])[0], 2);
    return float(base === 2 ? Math.sqrt(number(call.value)) : number(call.value) ** (1 / base));
  },
};

export const MATH_FILTERS = define(table);
