// Lookup plugins: the table, and how `lookup`, `query` and `with_<name>` call them.
import { TsplayError, didYouMean } from '../../ground/index.js';
import { Tuple, type Value, type ValueMap } from '../../value/index.js';
import type { Engine } from '../engine.js';
import type { Kwargs } from '../python/arguments.js';
import { truthy } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { str } from '../python/text.js';
import { taken } from '../text-kinds.js';
import { shortName } from '../text-rules.js';
import type { Lookup, Scope } from '../types.js';
import { ANSIBLE_UTILS_LOOKUPS } from './ansible-utils.js';
import { communityGeneralLookups } from './community-general/index.js';
import { CONFIG_LOOKUPS } from './config.js';
import { DATA_LOOKUPS } from './data.js';
import { FILE_LOOKUPS } from './files.js';
import { ROW_LOOKUPS } from './ini.js';
import { KUBERNETES_LOOKUPS } from './kubernetes/index.js';

const BUILTIN = new Map([...DATA_LOOKUPS, ...FILE_LOOKUPS, ...ROW_LOOKUPS, ...CONFIG_LOOKUPS]);

export const LOOKUPS: ReadonlyMap<string, Lookup> = new Map([
  ...BUILTIN,
  ...communityGeneralLookups(BUILTIN),
  ...ANSIBLE_UTILS_LOOKUPS,
  ...KUBERNETES_LOOKUPS,
]);

/** Runs the plugin and gives its list. @throws TsplayError unsupported-template when there is none of that name */
export function runLookupPlugin(
  engine: Engine,
  name: string,
  terms: readonly Value[],
  options: ValueMap,
  scope: Scope,
): Value[] {
  const plugin = engine.plugins?.lookup(name) ?? LOOKUPS.get(shortName(name));
  if (!plugin) {
    const hint = engine.plugins?.missing('lookup', name) ?? didYouMean(name, LOOKUPS.keys());
    return unsupported(`there is no lookup '${name}'`, hint || undefined);
  }
  return plugin({ terms, options, scope, engine, port: engine.port });
}

/** compat: what a lookup is asked for goes through the engine, which makes lists of tuples. */
function untupled(v: Value): Value {
  return v instanceof Tuple ? [...v].map(untupled) : v;
}

function run(engine: Engine, args: readonly Value[], kwargs: Kwargs, scope: Scope): Value[] | undefined {
  const [name, ...terms] = args;
  if (typeof name !== 'string') return fail('the name of the lookup is missing');
  const options: ValueMap = new Map(kwargs);
  const errors = str(kwargs.get('errors') ?? 'strict');
  options.delete('errors');
  options.delete('wantlist');
  if (!['strict', 'warn', 'ignore'].includes(errors)) fail(`errors must be strict, warn or ignore, not '${errors}'`);
  try {
    return engine.runLookup(name, terms.map(untupled), options, scope);
  } catch (error) {
    if (
      errors === 'strict' ||
      !(error instanceof TsplayError) ||
      error.code === 'unsupported-template' ||
      error.code === 'undefined-variable'
    )
      throw error;
    if (errors === 'warn') engine.tell(`Lookup failed but the error is being ignored: ${error.message}`);
    return undefined;
  }
}

/** `lookup(name, ...)`: one result as it is, several joined with commas when they are text. */
export function lookup(engine: Engine, args: readonly Value[], kwargs: Kwargs, scope: Scope): Value {
  const want = kwargs.get('wantlist');
  const wantlist = want !== undefined && truthy(want);
  const results = run(engine, args, kwargs, scope);
  if (results === undefined) return wantlist ? [] : null;
  if (wantlist) return results;
  if (results.length === 1) return taken(results, 0, results[0] as Value);
  if (results.length > 0 && results.every((r) => typeof r === 'string')) return results.join(',');
  return results;
}

/** `query(name, ...)`: always the list. */
export function query(engine: Engine, args: readonly Value[], kwargs: Kwargs, scope: Scope): Value {
  return run(engine, args, kwargs, scope) ?? [];
}
