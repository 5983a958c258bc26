// Options of lookups: as keywords, or as `name=value` words inside a term.
import type { Value, ValueMap } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
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
  const key: string[] = [];
  for (const [word] of str(term).matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    const at = word.indexOf('=');
    const name = word.slice(0, at);
    if (at > 0 && known.includes(name)) options.set(name, unquoted(word.slice(at + 1)));
    else if (at > 0 && /^\w+$/.test(name))
      fail(`the lookup '${what}' has no option '${name}'`, `it takes ${known.join(', ')}`);
    else key.push(word);
  }
  return [key.join(' '), { ...call, options }];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
