// What JSON Schema's drafts have in common here, and what a mistake in data looks like.
import type { Float, Value, ValueMap } from '../../value/index.js';
import { isFloat, isInt, toNumber } from '../python/numbers.js';

export const DRAFTS = ['draft3', 'draft4', 'draft6', 'draft7', '2019-09', '2020-12'] as const;
export type Draft = (typeof DRAFTS)[number];

export type Reference = '$ref' | '$dynamicRef' | '$recursiveRef';

/** One step of a path: a property or an index. */
export type Step = string | number;

export interface Mistake {
  readonly message: string;
  /** From the whole data to what is wrong. */
  readonly path: readonly Step[];
  /** From the whole schema to the keyword that says so. */
  readonly schemaPath: readonly Step[];
  /** The keyword and its value; null: the schema is `false`. */
  readonly keyword: string | null;
  readonly expected: Value;
  readonly found: Value;
  readonly schema: Value;
}

/** What keywords may ask of the validation they are part of. */
export interface Validation {
  readonly draft: Draft;
  readonly checksFormats: boolean;
  /** The mistakes of a value by a schema below the present one. */
  below(value: Value, schema: Value, at: { readonly path?: Step; readonly schemaPath?: Step }): Mistake[];
  isValid(value: Value, schema: Value): boolean;
  /** What comes of the schema that a reference leads to. @throws TsplayError when it leads out of the whole schema */
  follow<T>(keyword: Reference, ref: string, work: (schema: Value) => T): T;
  /** Whether the draft has that keyword. */
  knows(keyword: string): boolean;
  /** The mistakes of a value by what was come to. */
  mistakes(value: Value, schema: Value): Mistake[];
}

/** Whether the draft is that one or later. */
export function isSince(draft: Draft, since: Draft): boolean {
  return DRAFTS.indexOf(draft) >= DRAFTS.indexOf(since);
}

export function isObject(v: Value | undefined): v is ValueMap {
  return v instanceof Map;
}

export function isNumber(v: Value): v is number | bigint | Float {
  return isInt(v) || isFloat(v);
}

/** Whether the value is of a type that JSON Schema names; undefined: it names none like that. */
export function isOfType(v: Value, type: Value, draft: Draft): boolean | undefined {
  switch (type) {
    case 'array':
      return Array.isArray(v);
    case 'object':
      return v instanceof Map;
    case 'string':
      return typeof v === 'string';
    case 'boolean':
      return typeof v === 'boolean';
    case 'null':
      return v === null;
    case 'number':
      return isNumber(v);
    case 'integer':
      return isInt(v) || (isSince(draft, 'draft6') && isFloat(v) && Number.isInteger(toNumber(v)));
    default:
      return undefined;
  }
}

/** Whether two values are the same to JSON: numbers by value, truth values never numbers. */
export function isSame(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return isInt(a) && isInt(b) ? BigInt(a) === BigInt(b) : toNumber(a) === toNumber(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => isSame(v, b[i] as Value));
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([k, v]) => b.has(k) && isSame(v, b.get(k) as Value));
  return a === b;
}

/** A keyword at work. */
export interface Call {
  /** The keyword's own value, and the schema it stands in. */
  readonly wanted: Value;
  readonly schema: ReadonlyMap<Value, Value>;
  readonly value: Value;
  readonly validation: Validation;
  /** A mistake of this keyword, or of another one that belongs to it. */
  say(message: string, as?: { readonly keyword: string; readonly expected: Value }): Mistake;
}

export type Keyword = (call: Call) => Mistake[];
