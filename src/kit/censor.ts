// Takes the values of secret arguments out of what a module returns.
import { metaOf } from './schema.js';
import * as z from './zod.js';

/** `compat:` what stands where the whole value was one, and where a part of it was. */
const WHOLE = 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER';
const PART = '********';

/** The texts given for arguments marked by `secret()`, at any depth of the schema; longest first. */
export function secretTexts(schema: z.ZodType, args: unknown): string[] {
  const found = new Set<string>();
  collect(schema, args, false, found);
  return [...found].sort((a, b) => b.length - a.length);
}

function collect(schema: z.ZodType | undefined, value: unknown, hidden: boolean, found: Set<string>): void {
  // What no schema speaks of is no secret, however large it is.
  if (schema === undefined && !hidden) return;
  const secret = hidden || (schema !== undefined && metaOf(schema).secret === true);
  if (typeof value === 'string') {
    if (secret && value !== '') found.add(value);
  } else if (typeof value === 'number') {
    if (secret) found.add(String(value));
  } else if (Array.isArray(value)) {
    const element = inner(schema, (s) => (s instanceof z.ZodArray ? (s.element as z.ZodType) : undefined));
    for (const item of value) collect(element, item, secret, found);
  } else if (value !== null && typeof value === 'object') {
    const shape = inner(schema, (s) => (s instanceof z.ZodObject ? (s.shape as Record<string, z.ZodType>) : undefined));
    for (const [key, item] of Object.entries(value)) collect(shape?.[key], item, secret, found);
  }
}

/** What `pick` finds in a schema or in what it wraps. */
function inner<T>(schema: z.ZodType | undefined, pick: (schema: z.ZodType) => T | undefined): T | undefined {
  if (schema === undefined) return undefined;
  const direct = pick(schema);
  if (direct !== undefined) return direct;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return inner(schema.unwrap() as z.ZodType, pick);
  if (schema instanceof z.ZodPipe) {
    return inner(schema.out as z.ZodType, pick) ?? inner(schema.in as z.ZodType, pick);
  }
  return undefined;
}

/** A result without the secrets; its keys stay. Specified by what ansible-core does with `no_log` parameters. */
export function censored<T>(result: T, secrets: readonly string[]): T {
  return (secrets.length === 0 ? result : clean(result, secrets)) as T;
}

function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    if (secrets.includes(value)) return WHOLE;
    return secrets.reduce((text, secret) => text.replaceAll(secret, PART), value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return secrets.some((secret) => String(value).includes(secret)) ? WHOLE : value;
  }
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as unknown, clean(item, secrets)]));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item, secrets)]));
}
