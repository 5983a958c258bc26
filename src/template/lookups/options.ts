// Options of lookups: as keywords, or as `name=value` words inside a term.
import type { Value, ValueMap } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { isFloat, isInt, toNumber } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import type { LookupCall } from '../types.js';

/** Refuses options the plugin does not know; names with an underscore in front come from the engine. */
export function checkOptions(call: LookupCall, what: string, known: readonly string[]): void {
  for (const key of call.options.keys()) {
    if (typeof key === 'string' && (known.includes(key) || key.startsWith('_'))) continue;
    fail(
      `the lookup '${what}' has no option '${str(key)}'`,
      known.length > 0 ? `it takes ${known.join(', ')}` : undefined,
    );
  }
}

export function option(call: LookupCall, name: string): Value | undefined {
  return call.options.get(name);
}

/** An option that is yes or no; compat: of text only the words for yes count as yes. */
export function boolOption(call: LookupCall, name: string, fallback: boolean): boolean {
  const v = option(call, name);
  if (v === undefined || v === null) return fallback;
  if (typeof v === 'string') return ['y', 'yes', 'on', '1', 'true', 't', '1.0'].includes(v.trim().toLowerCase());
  return isInt(v) || isFloat(v) ? toNumber(v) === 1 : v === true;
}

/** An option that is a whole number, or text with one. @throws TsplayError template-value */
export function intOption(call: LookupCall, name: string): number | undefined {
  const v = option(call, name);
  return v === undefined || v === null ? undefined : wholeNumber(v, name);
}

/** compat: `2.0` and `1e2` are whole numbers; hexadecimal ones are documented, though ansible-core 2.18 refuses them. */
export function wholeNumber(v: Value, name: string): number {
  if (typeof v === 'boolean') return Number(v);
  const text = typeof v === 'string' ? v.trim() : undefined;
  const n =
    text === undefined
      ? isInt(v) || isFloat(v)
        ? toNumber(v)
        : NaN
      : /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$|^0x[\da-f]+$/i.test(text)
        ? Number(text)
        : NaN;
  return Number.isSafeInteger(n) ? n : fail(`${name} must be a whole number, not ${str(v)} (${typeName(v)})`);
}

/** An option that is text. */
export function textOption(call: LookupCall, name: string): string | undefined {
  const v = option(call, name);
  if (v === undefined || v === null) return undefined;
  if (Array.isArray(v) || v instanceof Map) return fail(`${name} must be text, not ${typeName(v)}`);
  return str(v);
}

/** What a lookup hands on for a term: the elements of a list one by one, nothing (None) not at all. */
export function results(v: Value): Value[] {
  return v === null ? [] : Array.isArray(v) ? v : [v];
}

/** The words `name=value` of a term, quotes taken off, and the other words. */
export function keyValues(term: string): { pairs: [string, string][]; rest: string } {
  const pairs: [string, string][] = [];
  const rest: string[] = [];
  for (const [word] of term.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    const at = word.indexOf('=');
    if (at > 0) pairs.push([word.slice(0, at).trim(), unquoted(word.slice(at + 1).trim())]);
    else rest.push(word);
  }
  return { pairs, rest: rest.join(' ') };
}

/**
 * One term of the old form `key file=x section=y`: the words without `=` are the key, the others are options on top of
 * those given as keywords. @throws TsplayError for names that are no options
 */
export function termWithOptions(
  call: LookupCall,
  what: string,
  known: readonly string[],
  term: Value,
): [string, LookupCall] {
  const options: ValueMap = new Map(call.options);
  const { pairs, rest } = keyValues(str(term));
  for (const [name, value] of pairs) {
    if (!known.includes(name)) fail(`the lookup '${what}' has no option '${name}'`, `it takes ${known.join(', ')}`);
    options.set(name, value);
  }
  return [rest, { ...call, options }];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
