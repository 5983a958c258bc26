// What each keyword of JSON Schema says about a value: the messages of Python's jsonschema.
import { type Value } from '../../value/index.js';
import { compare } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { isFloat, toNumber } from '../python/numbers.js';
import { binary } from '../python/operators.js';
import { pythonRegex } from '../python-regex.js';
import { repr, str, textLength } from '../python/text.js';
import { equal } from '../python/compare.js';
import { hasFormat } from './formats.js';
import { DRAFT3 } from './draft3.js';
import { unevaluatedItems, unevaluatedProperties } from './unevaluated.js';
import {
  isNumber,
  isObject,
  isOfType,
  isSame,
  isSince,
  type Call,
  type Draft,
  type Keyword,
  type Mistake,
  type Reference,
} from './types.js';

function matches(pattern: Value, text: Value): boolean {
  return pythonRegex(str(pattern), {}, 'g').test(str(text));
}

function list(v: Value): Value[] {
  return Array.isArray(v) ? v : [v];
}

function extras(values: readonly Value[]): string {
  return `${values.map(repr).join(', ')} ${values.length === 1 ? 'was' : 'were'}`;
}

/** A keyword for objects only. */
function ofObject(check: (call: Call, object: ReadonlyMap<Value, Value>) => Mistake[]): Keyword {
  return (call) => (isObject(call.value) ? check(call, call.value) : []);
}

function ofArray(check: (call: Call, array: readonly Value[]) => Mistake[]): Keyword {
  return (call) => (Array.isArray(call.value) ? check(call, call.value) : []);
}

/** A keyword that fails with one message. */
function single(fails: (call: Call) => string | undefined): Keyword {
  return (call) => {
    const message = fails(call);
    return message === undefined ? [] : [call.say(message)];
  };
}

function bound(
  name: string,
  isWrong: (order: number) => boolean,
  words: string,
  exclusive: string,
  strict: string,
): Keyword {
  return single(({ value, wanted, schema, validation }) => {
    if (!isNumber(value)) return undefined;
    const order = compare(value, wanted);
    // Up to draft 4 another keyword makes the bound exclusive.
    const isExclusive = !isSince(validation.draft, 'draft6') && schema.get(exclusive) === true;
    if (!isWrong(order) && !(isExclusive && order === 0)) return undefined;
    return `${repr(value)} is ${isExclusive ? strict : words} the ${name} of ${repr(wanted)}`;
  });
}

function strictBound(name: string, isWrong: (order: number) => boolean, words: string): Keyword {
  return single(({ value, wanted }) =>
    isNumber(value) && isWrong(compare(value, wanted))
      ? `${repr(value)} is ${words} the ${name} of ${repr(wanted)}`
      : undefined,
  );
}

function sizeOf(v: Value, kind: 'string' | 'array' | 'object'): number | undefined {
  if (kind === 'string') return typeof v === 'string' ? textLength(v) : undefined;
  if (kind === 'array') return Array.isArray(v) ? v.length : undefined;
  return isObject(v) ? v.size : undefined;
}

function atLeast(kind: 'string' | 'array' | 'object', words: string): Keyword {
  return single(({ value, wanted }) => {
    const size = sizeOf(value, kind);
    if (size === undefined || compare(size, wanted) >= 0) return undefined;
    return `${repr(value)} ${equal(wanted, 1) ? 'should be non-empty' : words}`;
  });
}

function atMost(kind: 'string' | 'array' | 'object', words: string): Keyword {
  return single(({ value, wanted }) => {
    const size = sizeOf(value, kind);
    if (size === undefined || compare(size, wanted) <= 0) return undefined;
    return `${repr(value)} ${equal(wanted, 0) ? 'is expected to be empty' : words}`;
  });
}

function isMultiple(value: Value, of: Value): boolean {
  if (!isFloat(of)) return equal(binary('%', value, of), 0);
  return isNumber(value) && Number.isInteger(toNumber(value) / toNumber(of));
}

/** The schemas of a list, one after the other, from `first` on; `path` also counts elements. */
function each(call: Call, array: readonly Value[], schema: Value, first: number): Mistake[] {
  return array.slice(first).flatMap((v, i) => call.validation.below(v, schema, { path: first + i }));
}

function oneByOne(call: Call, array: readonly Value[], schemas: readonly Value[]): Mistake[] {
  return array
    .slice(0, schemas.length)
    .flatMap((v, i) => call.validation.below(v, schemas[i] as Value, { path: i, schemaPath: i }));
}

const items = ofArray((call, array) => {
  const { wanted, schema, validation } = call;
  if (!isSince(validation.draft, '2020-12'))
    return Array.isArray(wanted) ? oneByOne(call, array, wanted) : each(call, array, wanted, 0);
  const before = list(schema.get('prefixItems') ?? []).length;
  const surplus = array.length - before;
  if (surplus <= 0) return [];
  if (wanted !== false) return each(call, array, wanted, before);
  const rest = surplus === 1 ? (array[before] as Value) : array.slice(before);
  return [
    call.say(`Expected at most ${before} ${before === 1 ? 'item' : 'items'} but found ${surplus} extra: ${repr(rest)}`),
  ];
});

const additionalItems = ofArray((call, array) => {
  const schemas = call.schema.get('items') ?? new Map();
  if (!Array.isArray(schemas)) return [];
  if (isObject(call.wanted)) return each(call, array, call.wanted, schemas.length);
  return call.wanted === false && array.length > schemas.length
    ? [call.say(`Additional items are not allowed (${extras(array.slice(schemas.length))} unexpected)`)]
    : [];
});

const additionalProperties = ofObject((call, object) => {
  const properties = call.schema.get('properties');
  const patterns = call.schema.get('patternProperties');
  const isKnown = (name: Value): boolean =>
    (isObject(properties) && properties.has(name)) ||
    (isObject(patterns) && [...patterns.keys()].some((p) => matches(p, name)));
  const surplus = [...object.keys()].filter((name) => !isKnown(name));
  if (isObject(call.wanted))
    return surplus.flatMap((name) =>
      call.validation.below(object.get(name) as Value, call.wanted, { path: str(name) }),
    );
  if (call.wanted !== false || surplus.length === 0) return [];
  const names = surplus.map(str).sort();
  if (!isObject(patterns)) return [call.say(`Additional properties are not allowed (${extras(names)} unexpected)`)];
  const known = [...patterns.keys()].map(str).sort().map(repr).join(', ');
  return [
    call.say(
      `${names.map(repr).join(', ')} ${names.length === 1 ? 'does' : 'do'} not match any of the regexes: ${known}`,
    ),
  ];
});

const contains = ofArray((call, array) => {
  const { wanted, schema, validation } = call;
  const count = array.filter((v) => validation.isValid(v, wanted)).length;
  if (!isSince(validation.draft, '2019-09'))
    return count > 0 ? [] : [call.say(`None of ${repr([...array])} are valid under the given schema`)];
  const least = schema.get('minContains') ?? 1;
  const most = schema.get('maxContains');
  if (most !== undefined && compare(count, most) > 0)
    return [
      call.say(`Too many items match the given schema (expected at most ${str(most)})`, {
        keyword: 'maxContains',
        expected: most,
      }),
    ];
  if (compare(count, least) >= 0) return [];
  if (count === 0) return [call.say(`${repr([...array])} does not contain items matching the given schema`)];
  const message = `Too few items match the given schema (expected at least ${str(least)} but only ${count} matched)`;
  return [call.say(message, { keyword: 'minContains', expected: least })];
});

function dependents(call: Call, object: ReadonlyMap<Value, Value>): Mistake[] {
  if (!isObject(call.wanted)) return [];
  return [...call.wanted].flatMap(([name, needed]) => {
    if (!object.has(name)) return [];
    if (!Array.isArray(needed)) return call.validation.below(call.value, needed, { schemaPath: str(name) });
    return needed.filter((n) => !object.has(n)).map((n) => call.say(`${repr(n)} is a dependency of ${repr(name)}`));
  });
}

const oneOf: Keyword = (call) => {
  const { value, validation } = call;
  const schemas = list(call.wanted);
  const first = schemas.findIndex((s, i) => validation.below(value, s, { schemaPath: i }).length === 0);
  if (first < 0) return [call.say(`${repr(value)} is not valid under any of the given schemas`)];
  const more = schemas.slice(first + 1).filter((s) => validation.isValid(value, s));
  if (more.length === 0) return [];
  return [call.say(`${repr(value)} is valid under each of ${[...more, schemas[first] as Value].map(repr).join(', ')}`)];
};

function reference(name: Reference): Keyword {
  return ({ value, wanted, validation }) =>
    validation.follow(name, str(wanted), (schema) => validation.mistakes(value, schema));
}

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: reference('$ref'),
  $recursiveRef: reference('$recursiveRef'),
  $dynamicRef: reference('$dynamicRef'),
  unevaluatedItems,
  unevaluatedProperties,
  type: single(({ value, wanted, validation }) => {
    const types = list(wanted);
    const fits = types.some(
      (t) => isOfType(value, t, validation.draft) ?? fail(`validate: there is no type ${repr(t)}`),
    );
    return fits ? undefined : `${repr(value)} is not of type ${types.map(repr).join(', ')}`;
  }),
  enum: single(({ value, wanted }) =>
    list(wanted).some((v) => isSame(v, value)) ? undefined : `${repr(value)} is not one of ${repr(wanted)}`,
  ),
  const: single(({ value, wanted }) => (isSame(value, wanted) ? undefined : `${repr(wanted)} was expected`)),
  minimum: bound('minimum', (o) => o < 0, 'less than', 'exclusiveMinimum', 'less than or equal to'),
  maximum: bound('maximum', (o) => o > 0, 'greater than', 'exclusiveMaximum', 'greater than or equal to'),
  exclusiveMinimum: strictBound('minimum', (o) => o <= 0, 'less than or equal to'),
  exclusiveMaximum: strictBound('maximum', (o) => o >= 0, 'greater than or equal to'),
  multipleOf: single(({ value, wanted }) =>
    isNumber(value) && !isMultiple(value, wanted) ? `${repr(value)} is not a multiple of ${str(wanted)}` : undefined,
  ),
  minLength: atLeast('string', 'is too short'),
  maxLength: atMost('string', 'is too long'),
  minItems: atLeast('array', 'is too short'),
  maxItems: atMost('array', 'is too long'),
  minProperties: atLeast('object', 'does not have enough properties'),
  maxProperties: atMost('object', 'has too many properties'),
  pattern: single(({ value, wanted }) =>
    typeof value === 'string' && !matches(wanted, value) ? `${repr(value)} does not match ${repr(wanted)}` : undefined,
  ),
  format: single(({ value, wanted, validation }) =>
    validation.checksFormats && typeof value === 'string' && !hasFormat(value, str(wanted), validation.draft)
      ? `${repr(value)} is not a ${repr(wanted)}`
      : undefined,
  ),
  uniqueItems: single(({ value, wanted }) =>
    wanted === true && Array.isArray(value) && value.some((v, i) => value.slice(0, i).some((w) => isSame(v, w)))
      ? `${repr(value)} has non-unique elements`
      : undefined,
  ),
  properties: ofObject(({ wanted, validation }, object) =>
    (isObject(wanted) ? [...wanted] : []).flatMap(([name, schema]) =>
      object.has(name)
        ? validation.below(object.get(name) as Value, schema, { path: str(name), schemaPath: str(name) })
        : [],
    ),
  ),
  patternProperties: ofObject(({ wanted, validation }, object) =>
    (isObject(wanted) ? [...wanted] : []).flatMap(([pattern, schema]) =>
      [...object].flatMap(([name, v]) =>
        matches(pattern, name) ? validation.below(v, schema, { path: str(name), schemaPath: str(pattern) }) : [],
      ),
    ),
  ),
  propertyNames: ofObject(({ wanted, validation }, object) =>
    [...object.keys()].flatMap((name) => validation.below(name, wanted, {})),
  ),
  additionalProperties,
  required: ofObject((call, object) =>
    list(call.wanted)
      .filter((name) => !object.has(name))
      .map((name) => call.say(`${repr(name)} is a required property`)),
  ),
  dependencies: ofObject(dependents),
  dependentRequired: ofObject(dependents),
  dependentSchemas: ofObject(dependents),
  items,
  prefixItems: ofArray((call, array) => oneByOne(call, array, list(call.wanted))),
  additionalItems,
  contains,
  allOf: ({ value, wanted, validation }) =>
    list(wanted).flatMap((schema, i) => validation.below(value, schema, { schemaPath: i })),
  anyOf: single(({ value, wanted, validation }) =>
    list(wanted).some((schema) => validation.isValid(value, schema))
      ? undefined
      : `${repr(value)} is not valid under any of the given schemas`,
  ),
  oneOf,
  not: single(({ value, wanted, validation }) =>
    validation.isValid(value, wanted) ? `${repr(value)} should not be valid under ${repr(wanted)}` : undefined,
  ),
  if: ({ value, wanted, schema, validation }) => {
    const branch = validation.isValid(value, wanted) ? 'then' : 'else';
    const chosen = schema.get(branch);
    return chosen === undefined ? [] : validation.below(value, chosen, { schemaPath: branch });
  },
};

/** The draft a keyword came with, or the one it went with; the others are in all of them. */
const CAME: Readonly<Record<string, Draft>> = {
  allOf: 'draft4',
  anyOf: 'draft4',
  oneOf: 'draft4',
  not: 'draft4',
  multipleOf: 'draft4',
  required: 'draft4',
  minProperties: 'draft4',
  maxProperties: 'draft4',
  const: 'draft6',
  contains: 'draft6',
  exclusiveMinimum: 'draft6',
  exclusiveMaximum: 'draft6',
  propertyNames: 'draft6',
  if: 'draft7',
  dependentRequired: '2019-09',
  dependentSchemas: '2019-09',
  unevaluatedItems: '2019-09',
  unevaluatedProperties: '2019-09',
  $recursiveRef: '2019-09',
  prefixItems: '2020-12',
  $dynamicRef: '2020-12',
};
const WENT: Readonly<Record<string, Draft>> = {
  dependencies: '2019-09',
  additionalItems: '2020-12',
  $recursiveRef: '2020-12',
};

/** The keyword of that name in a draft; undefined: it says nothing there. */
export function keywordOf(name: Value, draft: Draft): Keyword | undefined {
  if (typeof name !== 'string') return undefined;
  if (draft === 'draft3' && Object.hasOwn(DRAFT3, name)) return DRAFT3[name];
  if (!Object.hasOwn(KEYWORDS, name)) return undefined;
  const [came, went] = [CAME[name], WENT[name]];
  if ((came && !isSince(draft, came)) || (went && isSince(draft, went))) return undefined;
  return KEYWORDS[name];
}
