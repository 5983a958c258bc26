// Reads text as a Python literal (list, dict, tuple, string, number, constant), as ast.literal_eval does.
import { float, tuple, type Value, type ValueMap } from '../../value/index.js';
import type { Expr } from '../syntax/index.js';
import { parseExpression } from '../syntax/index.js';
import { TsplayError } from '../../ground/index.js';
import { mapSet } from './compare.js';
import { negate } from './operators.js';

class NotLiteral extends Error {}

/**
 * The value, or undefined when the text is no literal. JSON's true, false and null count as constants.
 * It is parsed, never evaluated: only the literal forms are accepted.
 */
export function parseLiteral(text: string): Value | undefined {
  if (text.length > 8 * 1024 * 1024) return undefined;
  let single: Expr | undefined;
  try {
    // Python reads a tuple without brackets too.
    single = text.trim() === '' ? undefined : parseExpression(`(${withoutPrefixes(text.trim())})`, undefined).single;
    return single && value(single);
  } catch (error) {
    if (error instanceof NotLiteral || error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** Python 2 printed text as `u'…'`, which Python still reads. */
function withoutPrefixes(text: string): string {
  if (!/u['"]/i.test(text)) return text;
  return text.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<!\w)u(?=['"])/gis, (found) =>
    found.length > 1 ? found : '',
  );
}

function value(e: Expr): Value {
  switch (e.t) {
    case 'const':
      return Array.isArray(e.value) ? tuple(e.value) : e.value;
    case 'name':
      if (e.name === 'null') return null;
      break;
    case 'list':
      return e.items.map(value);
    case 'tuple':
      return tuple(e.items.map(value));
    case 'dict': {
      const map: ValueMap = new Map();
      for (const [k, v] of e.pairs) mapSet(map, value(k), value(v));
      return map;
    }
    case 'neg': {
      const v = value(e.operand);
      if (typeof v === 'number' || typeof v === 'bigint') return negate(v);
      if (v !== null && typeof v === 'object' && 'value' in v && typeof v.value === 'number') return float(-v.value);
      break;
    }
    default:
  }
  throw new NotLiteral();
}
