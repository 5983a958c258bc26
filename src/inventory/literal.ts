// Reads a value by Python's rules for literals, as INI inventories write them: `5`, `True`, `['a', 1]`, `{'k': 'v'}`.
import { NotALiteral, readPythonLiteral, type LiteralKinds, type Value } from '../value/index.js';

const KINDS: LiteralKinds = {
  dict: (pairs) => new Map(pairs.map(([key, value]) => [isKey(key), value])),
  set: (items) => [...new Set(items.map(isKey))],
  bytes: (text) => text,
  other: () => {
    throw new NotALiteral();
  },
};

function isKey(value: Value): Value {
  if (Array.isArray(value) || value instanceof Map) throw new NotALiteral();
  return value;
}

/**
 * The Python literal `text` is, or undefined when it is none (then INI inventories take it as a string).
 * Sets become lists, bytes text; complex numbers and `...` are not taken as literals.
 */
export function parsePythonLiteral(text: string): Value | undefined {
  return readPythonLiteral(text.trim(), KINDS);
}
