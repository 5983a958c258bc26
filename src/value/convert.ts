// Between our values and plain JavaScript: modules and reporters see objects, templates see Maps.
import { TsplayError } from '../ground/index.js';
import { PyDate, PyDateTime } from './dates.js';
import { copyTextKinds } from './text-kinds.js';
import { Float, PyObject, TemplateText, Undefined, type Value, type ValueMap } from './value.js';

/** A plain JSON-like value as a Value; keys whose value is undefined are dropped. */
export function fromJs(value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value;
    case 'object':
      break;
    default:
      throw new TypeError(`no value for a ${typeof value}`);
  }
  if (Array.isArray(value)) return marked(value, value.map(fromJs));
  if (
    value instanceof Float ||
    value instanceof TemplateText ||
    value instanceof Undefined ||
    value instanceof PyObject
  )
    return value;
  if (value instanceof Map)
    return marked(value, new Map([...(value as ValueMap)].map(([k, v]) => [fromJs(k), fromJs(v)])));
  return mapFromObject(value);
}

/** An object's own properties as a dict, in their order. */
export function mapFromObject(object: object): ValueMap {
  const map: ValueMap = new Map();
  for (const [key, v] of Object.entries(object)) if (v !== undefined) map.set(key, fromJs(v));
  return marked(object, map);
}

function marked<T extends object>(from: object, to: T): T {
  copyTextKinds(from, to);
  return to;
}

/**
 * A value as plain JavaScript: dicts become objects (without prototype surprises: `__proto__` is an own key), integral
 * floats become numbers, tuples arrays, dates their text. Templates and undefined values must have been resolved before.
 * `compat:` a datetime that is written in YAML is as in JSON, `2024-02-03T04:05:06`; one that a template worked out is the
 * text that template gives before ansible-core 2.19, `2024-02-03 04:05:06`.
 * @throws TypeError when the value holds something that plain data cannot express.
 */
export function toJs(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return marked(value, value.map(toJs));
  if (value instanceof Map) {
    const object: Record<string, unknown> = {};
    for (const [k, v] of value) {
      Object.defineProperty(object, keyText(k), {
        value: toJs(v),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return marked(value, object);
  }
  if (value instanceof TemplateText) throw new TypeError(`unresolved template '${value.source}'`);
  if (value instanceof Undefined) throw new TypeError(value.message);
  return value instanceof PyDateTime && value.written ? value.isoFormat() : value.str();
}

/**
 * A dict key, or a value that must be text, as the text JSON gives it: `True` → `true`, `None` → `null`, 1 → `1`.
 * @throws TsplayError bad-argument for a container: what a template gave, or a host said, need not be text
 */
export function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (key instanceof Float) return key.value.toFixed(1);
  if (key instanceof PyDate || key instanceof PyDateTime) return key.str();
  if (typeof key === 'object') {
    const kind = Array.isArray(key) ? 'a list' : key instanceof Map ? 'a mapping' : 'such a value';
    throw new TsplayError('bad-argument', `${kind} stands where a text is needed`);
  }
  return String(key);
}
