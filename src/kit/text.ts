// Which text a text parameter gets that was given another value: what Python's str() makes of it.
import { TsplayError } from '../ground/index.js';
import { dumpJson } from '../template/python-json.js';
import { str } from '../template/python/text.js';
import { Float, keyText, PyDate, PyDateTime, PyObject, toJs, Undefined, type Value } from '../value/index.js';

/** The value as it reaches a module: Ansible sends arguments as JSON, where keys are texts and there are no tuples. */
function sent(value: Value): Value {
  if (Array.isArray(value)) return value.map(sent);
  if (value instanceof PyDateTime && value.written) return value.isoFormat();
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [keyText(key), sent(item)]));
  return value instanceof PyObject && !(value instanceof Undefined) ? value.str() : value;
}

/** compat: what `content` is written as on the controller; JSON knows no dates. @throws TsplayError bad-argument */
function contentText(value: Value): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) && !(value instanceof Map)) return str(value);
  const date = dateIn(value);
  if (date)
    throw new TsplayError('bad-argument', `could not write content: Object of type ${date} is not JSON serializable`, {
      hint: 'quote the date, or make text of the whole with a filter such as to_nice_yaml',
    });
  return dumpJson(value);
}

/** The type of a date at any depth of a value. */
function dateIn(value: Value): string | undefined {
  if (value instanceof PyDate || value instanceof PyDateTime) return value.typeName;
  const inside = Array.isArray(value) ? value : value instanceof Map ? [...value.values()] : [];
  for (const item of inside) {
    const found = dateIn(item);
    if (found) return found;
  }
  return undefined;
}

/**
 * An argument as plain data for its schema. Floats keep their point in texts (`1.0`), and parameters that are
 * `text()` take structured data as Python prints it (`{'a': 1, 'b': ['x', True]}`).
 * @param kind what the parameter's schema says of itself
 * @throws TypeError when the value holds something that plain data cannot express
 */
export function plainArgument(value: Value, kind: string | undefined): unknown {
  if (kind === 'content') return contentText(value);
  const isText = kind === 'text' || ((kind === 'str' || kind === 'path') && value instanceof Float);
  return isText && value !== null && typeof value !== 'string' ? str(sent(value)) : toJs(value);
}
