// How the filters of ansible.utils read their arguments: by position or name, converted to the documented type.
import { Float, Tuple, type Value } from '../../../value/index.js';
import { fail } from '../../python/errors.js';
import { isInt } from '../../python/numbers.js';
import { repr, str, typeName } from '../../python/text.js';
import type { FilterCall } from '../../types.js';
import { truthy } from '../../python/compare.js';

export type ArgumentType = 'raw' | 'str' | 'int' | 'bool' | 'list' | 'dict';

function asInt(name: string, v: Value): Value {
  if (isInt(v) || typeof v === 'boolean') return v;
  if (v instanceof Float) return v.value;
  if (typeof v === 'string' && /^\s*[+-]?\d+\s*$/.test(v)) return Number(v);
  return fail(`argument '${name}' is of type ${typeName(v)} and cannot be converted to an int`);
}

function asBool(name: string, v: Value): boolean {
  if (typeof v === 'boolean') return v;
  const word = str(v).trim().toLowerCase();
  if (['y', 'yes', 'on', '1', 'true', 't', '1.0'].includes(word)) return true;
  if (['n', 'no', 'off', '0', 'false', 'f', '0.0'].includes(word)) return false;
  return fail(`argument '${name}': ${repr(v)} is not a valid boolean`);
}

function asList(name: string, v: Value): Value[] {
  if (Array.isArray(v) && !(v instanceof Tuple)) return v;
  if (typeof v === 'string') return v.split(',').map((s) => s.trim());
  if (typeof v === 'number' || typeof v === 'bigint' || v instanceof Float) return [str(v)];
  return fail(`argument '${name}' is of type ${typeName(v)} and cannot be converted to a list`);
}

function convert(name: string, type: ArgumentType, v: Value): Value {
  if (v === null) return v;
  switch (type) {
    case 'raw':
      return v;
    case 'str':
      return str(v);
    case 'int':
      return asInt(name, v);
    case 'bool':
      return asBool(name, v);
    case 'list':
      return asList(name, v);
    case 'dict':
      return v instanceof Map
        ? v
        : fail(`argument '${name}' is of type ${typeName(v)} and cannot be converted to a dict`);
  }
}

/**
 * The arguments of a filter of ansible.utils, by name; the piped value is the first.
 * compat: surplus positional arguments are dropped without a word, a name given twice means the later one.
 * @param required how many must be there
 */
export function argumentsOf(
  call: FilterCall,
  what: string,
  types: Readonly<Record<string, ArgumentType>>,
  required = 1,
): Record<string, Value | undefined> {
  const names = Object.keys(types);
  const given = new Map<string, Value>();
  [call.value, ...call.args].forEach((v, i) => {
    const name = names[i];
    if (name !== undefined) given.set(name, v);
  });
  for (const [name, v] of call.kwargs) {
    if (!names.includes(name)) fail(`${what} has no argument '${name}'`, `it takes ${names.join(', ')}`);
    given.set(name, v);
  }
  const out: Record<string, Value | undefined> = {};
  names.forEach((name, i) => {
    const v = given.get(name);
    if ((v === undefined || (v === null && types[name] !== 'raw')) && i < required)
      fail(`${what} is missing the argument '${name}'`);
    out[name] = v === undefined ? undefined : convert(name, types[name] as ArgumentType, v);
  });
  return out;
}

/** Whether the value is text that says something: the collections ask `if not query`. */
export function given(v: Value | undefined): v is Value {
  return v !== undefined && truthy(v);
}
