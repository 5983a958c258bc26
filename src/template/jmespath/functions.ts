// The functions of JMESPath, with the types Python's jmespath checks and gives.
import { Float, float, Tuple, type Value, type ValueMap } from '../../value/index.js';
import { compare, contains } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { arithmetic, int, isFloat, isNumeric, toNumber, type Numeric } from '../python/numbers.js';
import { chars, textLength } from '../python/text.js';
import { dumpJson } from '../python-json.js';

/** An expression handed to a function: `&name`. */
export class Reference {
  constructor(readonly of: (item: Value) => Value) {}
}

export type Argument = Value | Reference;
type Type = 'any' | 'array' | 'array-number' | 'array-string' | 'boolean' | 'expref' | 'number' | 'object' | 'string';

interface Definition {
  readonly takes: readonly (readonly Type[])[];
  /** Whether the last argument may come several times. */
  readonly more?: true;
  readonly run: (args: readonly Argument[]) => Value;
}

function typeOf(v: Argument): string {
  if (v instanceof Reference) return 'expref';
  if (v === null) return 'null';
  if (typeof v === 'boolean') return 'boolean';
  if (isNumeric(v)) return 'number';
  if (typeof v === 'string') return 'string';
  if (v instanceof Map) return 'object';
  return Array.isArray(v) && !(v instanceof Tuple) ? 'array' : 'unknown';
}

/** Whether all elements are of one of the kinds; the first element decides which. */
function elementsFit(items: readonly Value[], kinds: readonly string[]): boolean {
  const first = items[0];
  if (first === undefined) return true;
  const kind = typeOf(first);
  return kinds.includes(kind) && items.every((item) => typeOf(item) === kind);
}

function fits(v: Argument, types: readonly Type[]): boolean {
  const type = typeOf(v);
  if (types.includes('any') || types.some((t) => t === type)) return true;
  const kinds = types.filter((t) => t.startsWith('array-')).map((t) => t.slice(6));
  return kinds.length > 0 && type === 'array' && elementsFit(v as Value[], kinds);
}

/** The key each element is ordered by: all numbers or all texts. */
function keys(items: readonly Value[], reference: Reference, name: string): Value[] {
  const out = items.map((item) => reference.of(item));
  for (const key of out)
    if (!['number', 'string'].includes(typeOf(key)))
      fail(`JMESPath: ${name}() orders by numbers or texts, not ${typeOf(key)}`);
  return out;
}

function best(items: readonly Value[], by: readonly Value[], sign: 1 | -1): Value {
  let at = 0;
  for (let i = 1; i < items.length; i++) if (sign * compare(by[i] as Value, by[at] as Value) > 0) at = i;
  return items[at] ?? null;
}

function bestBy(name: string, sign: 1 | -1): Definition {
  return {
    takes: [['array'], ['expref']],
    run: ([items, reference]) => best(items as Value[], keys(items as Value[], reference as Reference, name), sign),
  };
}

function total(items: readonly Value[]): Value {
  return items.reduce((sum, v) => arithmetic('+', sum as Numeric, v as Numeric), 0 as Value);
}

function rounded(how: (n: number) => number): Definition {
  return {
    takes: [['number']],
    run: ([v]) => (isFloat(v as Value) ? int(BigInt(how(toNumber(v as Numeric)))) : (v as Value)),
  };
}

function toNumberFunction(v: Value): Value {
  if (v instanceof Tuple) return fail('JMESPath: to_number() takes no tuple');
  if (v === null || typeof v === 'boolean' || typeof v === 'object') return v instanceof Float ? v : null;
  if (typeof v !== 'string') return v;
  const text = v.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?\d+$/.test(text)) return int(BigInt(text));
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return float(Number(text));
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (!word) return null;
  return /nan/i.test(text) ? NaN : word[1] === '-' ? -Infinity : Infinity;
}

function sortBy(items: readonly Value[], reference: Reference): Value {
  if (items.length === 0) return [];
  const by = keys(items, reference, 'sort_by');
  if (by.some((key) => typeOf(key) !== typeOf(by[0] as Value)))
    fail('JMESPath: sort_by() cannot mix numbers and texts');
  return items
    .map((item, i) => ({ item, key: by[i] as Value }))
    .sort((a, b) => compare(a.key, b.key))
    .map((pair) => pair.item);
}

function ends(name: 'startsWith' | 'endsWith'): Definition {
  return { takes: [['string'], ['string']], run: ([text, part]) => (text as string)[name](part as string) };
}

const ORDERED: readonly Type[] = ['array-number', 'array-string'];

const FUNCTIONS: ReadonlyMap<string, Definition> = new Map<string, Definition>([
  [
    'abs',
    {
      takes: [['number']],
      run: ([v]) => (toNumber(v as Numeric) < 0 ? arithmetic('-', 0, v as Numeric) : (v as Value)),
    },
  ],
  [
    'avg',
    {
      takes: [['array-number']],
      run: ([items]) => {
        const list = items as Value[];
        return list.length === 0 ? null : arithmetic('/', total(list) as Numeric, list.length);
      },
    },
  ],
  ['ceil', rounded(Math.ceil)],
  ['floor', rounded(Math.floor)],
  [
    'contains',
    { takes: [['array', 'string'], ['any']], run: ([where, what]) => contains(where as Value, what as Value) },
  ],
  ['ends_with', ends('endsWith')],
  ['starts_with', ends('startsWith')],
  ['join', { takes: [['string'], ['array-string']], run: ([glue, parts]) => (parts as string[]).join(glue as string) }],
  ['keys', { takes: [['object']], run: ([v]) => [...(v as ValueMap).keys()] }],
  ['values', { takes: [['object']], run: ([v]) => [...(v as ValueMap).values()] }],
  [
    'length',
    {
      takes: [['string', 'array', 'object']],
      run: ([v]) => (typeof v === 'string' ? textLength(v) : v instanceof Map ? v.size : (v as Value[]).length),
    },
  ],
  [
    'map',
    { takes: [['expref'], ['array']], run: ([ref, items]) => (items as Value[]).map((v) => (ref as Reference).of(v)) },
  ],
  ['max', { takes: [ORDERED], run: ([items]) => best(items as Value[], items as Value[], 1) }],
  ['min', { takes: [ORDERED], run: ([items]) => best(items as Value[], items as Value[], -1) }],
  ['max_by', bestBy('max_by', 1)],
  ['min_by', bestBy('min_by', -1)],
  ['merge', { takes: [['object']], more: true, run: (maps) => new Map((maps as ValueMap[]).flatMap((m) => [...m])) }],
  ['not_null', { takes: [['any']], more: true, run: (args) => (args.find((v) => v !== null) ?? null) as Value }],
  [
    'reverse',
    {
      takes: [['string', 'array']],
      run: ([v]) => (typeof v === 'string' ? chars(v).reverse().join('') : [...(v as Value[])].reverse()),
    },
  ],
  ['sort', { takes: [ORDERED], run: ([items]) => [...(items as Value[])].sort((a, b) => compare(a, b)) }],
  ['sort_by', { takes: [['array'], ['expref']], run: ([items, ref]) => sortBy(items as Value[], ref as Reference) }],
  ['sum', { takes: [['array-number']], run: ([items]) => total(items as Value[]) }],
  ['to_array', { takes: [['any']], run: ([v]) => (typeOf(v as Value) === 'array' ? (v as Value) : [v as Value]) }],
  ['to_number', { takes: [['any']], run: ([v]) => toNumberFunction(v as Value) }],
  [
    'to_string',
    {
      takes: [['any']],
      run: ([v]) => (typeof v === 'string' ? v : dumpJson(v as Value, { separators: [',', ':'] })),
    },
  ],
  ['type', { takes: [['any']], run: ([v]) => (v instanceof Tuple ? null : typeOf(v as Value)) }],
]);

/** @throws TsplayError template-value for unknown names and wrong arguments */
export function callFunction(name: string, args: readonly Argument[]): Value {
  const definition = FUNCTIONS.get(name);
  if (!definition) return fail(`JMESPath has no function '${name}'`);
  const { takes, more } = definition;
  if (more ? args.length < takes.length : args.length !== takes.length)
    fail(`JMESPath: ${name}() takes ${more ? 'at least ' : ''}${takes.length} arguments, not ${args.length}`);
  args.forEach((v, i) => {
    const types = takes[Math.min(i, takes.length - 1)] as readonly Type[];
    // compat: only the arguments that are named have types.
    if (i < takes.length && !fits(v, types)) fail(`JMESPath: ${name}() takes ${types.join(' or ')}, not ${typeOf(v)}`);
  });
  return definition.run(args);
}
