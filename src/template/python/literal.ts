// Text that templates read as a Python literal (list, dict, tuple, text, number, constant), as ast.literal_eval does.
import { NotALiteral, readPythonLiteral, type LiteralKinds, type Value, type ValueMap } from '../../value/index.js';
import { spendText } from './budget.js';
import { isHashable, mapSet } from './compare.js';
import { fail } from './errors.js';

/** What Python has and templates here have no values for, where it stands inside of a literal. */
function refused(what: string): never {
  return fail(`the text reads as a Python literal with ${what} in it, which tsplay has not`, 'put | string behind it');
}

function key(value: Value): Value {
  if (!isHashable(value)) throw new NotALiteral();
  return value;
}

const KINDS: LiteralKinds = {
  dict(pairs) {
    const map: ValueMap = new Map();
    for (const [k, v] of pairs) mapSet(map, key(k), v);
    return map;
  },
  set(items) {
    items.forEach(key);
    return refused('a set');
  },
  bytes: () => refused('bytes'),
  other: refused,
};
const WITH_JSON: LiteralKinds = { ...KINDS, json: true };

/**
 * The value, or undefined when the text is no literal. It is read, never evaluated.
 * @param json whether JSON's true, false and null count as constants
 * @throws TsplayError template-value for sets, bytes, complex numbers and `...`
 */
export function parseLiteral(text: string, json = true): Value | undefined {
  spendText(text.length);
  return readPythonLiteral(text, json ? WITH_JSON : KINDS);
}
