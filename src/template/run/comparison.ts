// One comparison of two values, by the operator that was written.
import type { Value } from '../../value/index.js';
import { compare, contains, equal } from '../python/compare.js';
import type { CompareOperator } from '../syntax/index.js';

/** @throws TsplayError when the values have no order, or the right one holds nothing */
export function compareBy(op: CompareOperator, a: Value, b: Value): boolean {
  switch (op) {
    case '==':
      return equal(a, b);
    case '!=':
      return !equal(a, b);
    case '<':
      return compare(a, b, op) < 0;
    case '<=':
      return compare(a, b, op) <= 0;
    case '>':
      return compare(a, b, op) > 0;
    case '>=':
      return compare(a, b, op) >= 0;
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
  }
}
