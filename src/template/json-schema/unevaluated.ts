// Which items and properties no other keyword of a schema has looked at: unevaluatedItems, unevaluatedProperties.
import { type Value, type ValueMap } from '../../value/index.js';
import { pythonRegex } from '../python-regex.js';
import { repr, str } from '../python/text.js';
import { isObject, isSince, type Call, type Mistake, type Validation } from './types.js';

const ALL = 'all';

function matches(pattern: Value, text: Value): boolean {
  return pythonRegex(str(pattern), {}, 'g').test(str(text));
}

/** What `$ref` and its like and the branches of a schema have looked at. */
function inBranches<T>(
  validation: Validation,
  value: Value,
  schema: ValueMap,
  look: (schema: Value) => readonly T[],
): T[] {
  const found: T[] = [];
  for (const name of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
    const ref = schema.get(name);
    if (ref !== undefined && validation.knows(name)) found.push(...validation.follow(name, str(ref), look));
  }
  const condition = schema.get('if');
  if (condition !== undefined) {
    const isMet = validation.isValid(value, condition);
    if (isMet) found.push(...look(condition));
    const branch = schema.get(isMet ? 'then' : 'else');
    if (branch !== undefined) found.push(...look(branch));
  }
  for (const name of ['allOf', 'oneOf', 'anyOf']) {
    const branches = schema.get(name);
    for (const branch of Array.isArray(branches) ? branches : [])
      if (validation.isValid(value, branch)) found.push(...look(branch));
  }
  return found;
}

type Indexes = readonly (number | typeof ALL)[];

function itemsSeen(validation: Validation, array: readonly Value[], schema: Value): Indexes {
  if (!isObject(schema)) return [];
  const isNew = isSince(validation.draft, '2020-12');
  const items = schema.get('items');
  if (items !== undefined && (isNew || !Array.isArray(items) || schema.has('additionalItems'))) return [ALL];
  const first = isNew ? schema.get('prefixItems') : items;
  const fitting = ['contains', 'unevaluatedItems'].flatMap((name) => {
    const wanted = schema.get(name);
    return wanted === undefined ? [] : array.flatMap((v, i) => (validation.isValid(v, wanted) ? [i] : []));
  });
  return [
    ...(Array.isArray(first) ? first.keys() : []),
    ...fitting,
    ...inBranches(validation, array as Value[], schema, (s) => itemsSeen(validation, array, s)),
  ];
}

/** compat: up to 2019-09 the names of keywords in `additionalProperties` count in place of the properties it is about. */
function bySchemas(validation: Validation, object: ReadonlyMap<Value, Value>, schema: ValueMap): Value[] {
  const isNew = isSince(validation.draft, '2020-12');
  return ['properties', 'additionalProperties', 'unevaluatedProperties'].flatMap((name) => {
    const wanted = schema.get(name);
    if (wanted === undefined) return [];
    if (isNew && name !== 'properties')
      return [...object].flatMap(([key, v]) => (validation.isValid(v, wanted) ? [key] : []));
    if (isObject(wanted)) return [...wanted.keys()].filter((key) => object.has(key));
    return wanted === true && !isNew ? [...object.keys()] : [];
  });
}

function keysSeen(validation: Validation, object: ReadonlyMap<Value, Value>, schema: Value): readonly Value[] {
  if (!isObject(schema)) return [];
  const patterns = schema.get('patternProperties');
  const dependents = schema.get('dependentSchemas');
  const matching = isObject(patterns)
    ? [...object.keys()].filter((key) => [...patterns.keys()].some((p) => matches(p, key)))
    : [];
  const dependent = isObject(dependents)
    ? [...dependents].flatMap(([name, s]) => (object.has(name) ? keysSeen(validation, object, s) : []))
    : [];
  return [
    ...bySchemas(validation, object, schema),
    ...matching,
    ...dependent,
    ...inBranches(validation, object as ValueMap, schema, (s) => keysSeen(validation, object, s)),
  ];
}

function extras(values: readonly Value[], words: string): string {
  return `(${values.map(repr).join(', ')} ${values.length === 1 ? 'was' : 'were'} ${words})`;
}

/** compat: an item that is left over is a mistake whatever the keyword's schema says. */
export function unevaluatedItems(call: Call): Mistake[] {
  const { value, schema, validation } = call;
  if (!Array.isArray(value)) return [];
  const seen = new Set(itemsSeen(validation, value, schema as ValueMap));
  const left = seen.has(ALL) ? [] : value.filter((_, i) => !seen.has(i));
  return left.length === 0 ? [] : [call.say(`Unevaluated items are not allowed ${extras(left, 'unexpected')}`)];
}

/** compat: a property is named once for each of its mistakes. */
export function unevaluatedProperties(call: Call): Mistake[] {
  const { value, wanted, schema, validation } = call;
  if (!isObject(value)) return [];
  const seen = new Set(keysSeen(validation, value, schema as ValueMap));
  const left = [...value].flatMap(([key, v]) => (seen.has(key) ? [] : validation.below(v, wanted, {}).map(() => key)));
  if (left.length === 0) return [];
  if (wanted !== false) {
    const words = extras(left, 'unevaluated and invalid');
    return [call.say(`Unevaluated properties are not valid under the given schema ${words}`)];
  }
  const sorted = [...left].sort((a, b) => (str(a) < str(b) ? -1 : 1));
  return [call.say(`Unevaluated properties are not allowed ${extras(sorted, 'unexpected')}`)];
}
