// The keywords that draft 3 of JSON Schema has alone, or understands in another way than the later drafts do.
import type { Value } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { isFloat, toNumber } from '../python/numbers.js';
import { binary } from '../python/operators.js';
import { equal } from '../python/compare.js';
import { repr, str } from '../python/text.js';
import { isNumber, isObject, isOfType, type Call, type Keyword, type Mistake } from './types.js';

function list(v: Value): Value[] {
  return Array.isArray(v) ? v : [v];
}

/** Whether a value is of a type: one that has a name, any, or one that a schema describes. */
function fits({ value, validation }: Call, type: Value): boolean {
  if (type === 'any') return true;
  if (isObject(type)) return validation.isValid(value, type);
  return isOfType(value, type, 'draft3') ?? fail(`validate: there is no type ${repr(type)}`);
}

const type: Keyword = (call) => {
  const types = list(call.wanted);
  if (types.some((t) => fits(call, t))) return [];
  const names = types.map((t) => repr(isObject(t) ? (t.get('name') ?? t) : t));
  return [call.say(`${repr(call.value)} is not of type ${names.join(', ')}`)];
};

/** What a property must be, and whether it must be there at all: that stands in its own schema. */
const properties: Keyword = (call) => {
  const { value, wanted, validation } = call;
  if (!isObject(value) || !isObject(wanted)) return [];
  return [...wanted].flatMap(([name, schema]): Mistake[] => {
    const at = str(name);
    if (value.has(name)) return validation.below(value.get(name) as Value, schema, { path: at, schemaPath: at });
    const required = isObject(schema) ? schema.get('required') : undefined;
    if (required !== true) return [];
    const mistake = call.say(`${repr(name)} is a required property`, { keyword: 'required', expected: required });
    return [{ ...mistake, path: [at], schemaPath: [at, 'required'] }];
  });
};

const dependencies: Keyword = (call) => {
  const { value, wanted, validation } = call;
  if (!isObject(value) || !isObject(wanted)) return [];
  return [...wanted].flatMap(([name, needed]) => {
    if (!value.has(name)) return [];
    if (isObject(needed)) return validation.below(value, needed, { schemaPath: str(name) });
    return list(needed)
      .filter((n) => !value.has(n))
      .map((n) => call.say(`${repr(n)} is a dependency of ${repr(name)}`));
  });
};

const divisibleBy: Keyword = (call) => {
  const { value, wanted } = call;
  if (!isNumber(value)) return [];
  const isDivisible = isFloat(wanted)
    ? Number.isInteger(toNumber(value) / toNumber(wanted))
    : equal(binary('%', value, wanted), 0);
  return isDivisible ? [] : [call.say(`${repr(value)} is not a multiple of ${str(wanted)}`)];
};

export const DRAFT3: Readonly<Record<string, Keyword>> = {
  type,
  properties,
  dependencies,
  divisibleBy,
  // Says something only where a property's schema has it.
  required: () => [],
  disallow: (call) =>
    list(call.wanted)
      .filter((t) => fits(call, t))
      .map((t) => call.say(`${repr(t)} is disallowed for ${repr(call.value)}`)),
  extends: ({ value, wanted, validation }) =>
    Array.isArray(wanted)
      ? wanted.flatMap((schema, i) => validation.below(value, schema, { schemaPath: i }))
      : validation.below(value, wanted, {}),
};
