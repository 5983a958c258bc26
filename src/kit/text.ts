// Which text a text parameter gets that was given another value: what Python's str() makes of it.
import { str } from '../template/python/text.js';
import { Float, keyText, PyDateTime, PyObject, toJs, Undefined, type Value } from '../value/index.js';

/** The value as it reaches a module: Ansible sends arguments as JSON, where keys are texts and there are no tuples. */
function sent(value: Value): Value {
  if (Array.isArray(value)) return value.map(sent);
  if (value instanceof PyDateTime && value.written) return value.isoFormat();
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [keyText(key), sent(item)]));
  return value instanceof PyObject && !(value instanceof Undefined) ? value.str() : value;
}

/**
 * An argument as plain data for its schema. Floats keep their point in texts (`1.0`), and parameters that are
 * `text()` take structured data as Python prints it (`{'a': 1, 'b': ['x', True]}`).
 * @param kind what the parameter's schema says of itself
 * @throws TypeError when the value holds something that plain data cannot express
 */
export function plainArgument(value: Value, kind: string | undefined): unknown {
  const isText = kind === 'text' || ((kind === 'str' || kind === 'path') && value instanceof Float);
  return isText && value !== null && typeof value !== 'string' ? str(sent(value)) : toJs(value);
}
