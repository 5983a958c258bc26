// Which filter or test a name means, and how one is called.
import { didYouMean } from '../ground/index.js';
import { Undefined, type Value } from '../value/index.js';
import { FILTERS } from './filters/index.js';
import { spend, spendText } from './python/budget.js';
import { failUndefined, Nothing, unsupported } from './python/errors.js';
import { TESTS } from './tests/index.js';
import { shortName } from './text-rules.js';
import type { Filter, FilterCall, TemplatePlugins } from './types.js';

export interface FilterDefinition {
  readonly name: string;
  readonly run: Filter;
  /** Whether it wants undefined values instead of an error. */
  readonly takesUndefined: boolean;
  /** Whether it wants `!vault` values as they are (`VaultedText`) instead of their text. */
  readonly takesSealed?: boolean;
  /** Whether undefined arguments reach it, which then says itself which it looks at. */
  readonly takesUndefinedArguments?: boolean;
}

/** The project's filter of that name, or that of the box. @throws TsplayError unsupported-template when there is none */
export function filterNamed(name: string, plugins: TemplatePlugins | undefined): FilterDefinition {
  return named('filter', name, plugins?.filter(name), FILTERS, plugins);
}

/** The project's test of that name, or that of the box. @throws TsplayError unsupported-template when there is none */
export function testNamed(name: string, plugins: TemplatePlugins | undefined): FilterDefinition {
  return named('test', name, plugins?.test(name), TESTS, plugins);
}

function named(
  kind: 'filter' | 'test',
  name: string,
  own: Filter | undefined,
  table: ReadonlyMap<string, FilterDefinition>,
  plugins: TemplatePlugins | undefined,
): FilterDefinition {
  const found = own ? { name, run: own, takesUndefined: false } : (table.get(name) ?? table.get(shortName(name)));
  if (found) return found;
  const hint = plugins?.missing(kind, name) ?? didYouMean(name, table.keys());
  return unsupported(`there is no ${kind} '${name}'`, hint || undefined);
}

function refuseUndefined(v: Value): void {
  if (v instanceof Undefined && !(v instanceof Nothing)) failUndefined(v);
}

/** Calls a filter or test. @throws TsplayError undefined-variable when it is given undefined values */
export function applyFilter(definition: FilterDefinition, call: FilterCall): Value {
  if (call.value instanceof Undefined && !definition.takesUndefined && !(call.value instanceof Nothing))
    failUndefined(call.value);
  if (!definition.takesUndefined && !definition.takesUndefinedArguments) {
    for (const v of call.args) refuseUndefined(v);
    if (call.kwargs.size > 0) for (const v of call.kwargs.values()) refuseUndefined(v);
  }
  if (typeof call.value === 'string') spendText(call.value.length);
  const result = definition.run(call);
  if (typeof result === 'string') spendText(result.length);
  else if (Array.isArray(result)) spend(result.length);
  return result;
}
