// Text that templates read as a Python literal (list, dict, tuple, text, number, constant), as ast.literal_eval does.
import {
  NotALiteral,
  PyObject,
  readPythonLiteral,
  type LiteralKinds,
  type Value,
  type ValueMap,
} from '../../value/index.js';
import { spendText } from './budget.js';
import { isHashable, mapSet } from './compare.js';
import { fail } from './errors.js';

/** What Python has and templates here have no values for: refused when all of the text turned out to be a literal. */
class Refused extends PyObject {
  constructor(override readonly typeName: string) {
    super();
  }
  override get(): undefined {
    return undefined;
  }
}

const SET = 'a set';

function key(value: Value): Value {
  if (!isHashable(value) || (value instanceof Refused && value.typeName === SET)) throw new NotALiteral();
  return value;
}

function kindsOf(json: boolean, met: (what: string) => void): LiteralKinds {
  const refused = (what: string): Value => {
    met(what);
    return new Refused(what);
  };
  return {
    json,
    dict(pairs) {
      const map: ValueMap = new Map();
      for (const [k, v] of pairs) mapSet(map, key(k), v);
      return map;
    },
    set(items) {
      items.forEach(key);
      return refused(SET);
    },
    bytes: () => refused('bytes'),
    other: refused,
  };
}

/**
 * The value, or undefined when the text is no literal. It is read, never evaluated.
 * @param json whether JSON's true, false and null count as constants
 * @throws TsplayError template-value for sets, bytes, complex numbers and `...`
 */
export function parseLiteral(text: string, json = true): Value | undefined {
  spendText(text.length);
  let what: string | undefined;
  const value = readPythonLiteral(
    text,
    kindsOf(json, (met) => (what = met)),
  );
  if (value !== undefined && what !== undefined)
    fail(`the text reads as a Python literal with ${what} in it, which tsplay has not`, 'put | string behind it');
  return value;
}
