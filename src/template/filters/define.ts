// How filters and tests are written down, and how they read their arguments.
import { Undefined, type Value } from '../../value/index.js';
import type { FilterDefinition } from '../definitions.js';
import type { Engine } from '../engine.js';
import { bind } from '../python/arguments.js';
import { iterate, truthy } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { indexOf } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import type { Filter, FilterCall } from '../types.js';

export type Table = Record<string, Filter>;

/** Definitions of plain filters: undefined arguments never reach them, and `!vault` values only as their text. */
export function define(
  table: Table,
  takesUndefined: readonly string[] = [],
  takesSealed: readonly string[] = [],
  takesUndefinedArguments: readonly string[] = [],
): [string, FilterDefinition][] {
  return Object.entries(table).map(([name, run]) => [
    name,
    {
      name,
      run,
      takesUndefined: takesUndefined.includes(name),
      takesSealed: takesSealed.includes(name),
      takesUndefinedArguments: takesUndefinedArguments.includes(name),
    },
  ]);
}

/** The call's arguments by name, in order. */
export function take(
  call: FilterCall,
  what: string,
  names: readonly string[],
  required = 0,
  mayBeUndefined?: readonly string[],
): (Value | undefined)[] {
  return bind(what, call.args, call.kwargs, names, required, mayBeUndefined);
}

/** These filters, refusing all arguments. */
export function withoutArguments(table: Table, names: readonly string[]): Table {
  return Object.fromEntries(
    Object.entries(table)
      .filter(([name]) => names.includes(name))
      .map(([name, run]) => [
        name,
        (call: FilterCall): Value => {
          if (call.args.length > 0 || call.kwargs.size > 0) bind(name, call.args, call.kwargs, []);
          return run(call);
        },
      ]),
  );
}

/** The engine behind the contract: filters such as `map` call others. */
export function engineOf(call: FilterCall): Engine {
  return call.engine as Engine;
}

export function flag(v: Value | undefined, fallback: boolean): boolean {
  return v === undefined ? fallback : truthy(v);
}

export function integer(v: Value | undefined, fallback: number): number {
  return v === undefined || v === null ? fallback : indexOf(v, 'the argument');
}

export function text(v: Value | undefined, fallback: string): string {
  return v === undefined || v === null ? fallback : str(v);
}

/** The value as a list, refusing what cannot be walked. */
export function list(call: FilterCall): Value[] {
  if (call.value instanceof Undefined) failUndefined(call.value);
  return iterate(call.value);
}

export function needString(v: Value, what: string): string {
  return typeof v === 'string' ? v : fail(`${what} needs text, not ${typeName(v)}`);
}
