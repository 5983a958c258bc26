// Binds call arguments to parameter names as Python does.
import { Undefined, type Value } from '../../value/index.js';
import { fail, failUndefined, Nothing } from './errors.js';

export type Kwargs = ReadonlyMap<string, Value>;
export const NO_KWARGS: Kwargs = new Map();

/**
 * The values for `names`, in order; undefined where the caller gave none. The first `required` must be given.
 * @param mayBeUndefined those of them that Python only hands on
 * @throws TsplayError template-value on surplus, unknown, doubled or missing arguments
 */
export function bind(
  what: string,
  args: readonly Value[],
  kwargs: Kwargs,
  names: readonly string[],
  required = 0,
  mayBeUndefined: readonly string[] = [],
): (Value | undefined)[] {
  if (args.length > names.length)
    fail(`${what}() takes at most ${names.length} argument${names.length === 1 ? '' : 's'} (${args.length} given)`);
  const bound: (Value | undefined)[] = names.map((_, i) => args[i]);
  for (const [name, value] of kwargs) {
    const i = names.indexOf(name);
    if (i < 0) fail(`${what}() got an unexpected keyword argument '${name}'`);
    if (i < args.length) fail(`${what}() got multiple values for argument '${name}'`);
    bound[i] = value;
  }
  for (let i = 0; i < required; i++)
    if (bound[i] === undefined) fail(`${what}() is missing the argument '${names[i]}'`);
  for (const [i, value] of bound.entries())
    if (value instanceof Undefined && !(value instanceof Nothing) && !mayBeUndefined.includes(names[i] ?? ''))
      failUndefined(value);
  return bound;
}
