// Tests on the results of tasks: succeeded, failed, changed, skipped and the like.
import type { Value } from '../../value/index.js';
import { define, withoutArguments, type Table } from '../filters/define.js';
import { mapGet, truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { Filter, FilterCall } from '../types.js';

/** What the result has of that name; compat: as it is, which need not be a boolean. */
function has(call: FilterCall, test: string, key: string): Value {
  const v = call.value;
  if (!(v instanceof Map)) return fail(`The '${test}' test expects a dictionary, not ${typeName(v)}`);
  const found: Value | undefined = mapGet(v, key);
  return found ?? false;
}

const failed: Filter = (call) => has(call, 'failed', 'failed');
const succeeded: Filter = (call) => !truthy(failed(call));

/** compat: a loop's result counts as changed or skipped by its items when it says nothing itself. */
const changed: Filter = (call) => {
  if (call.value instanceof Map && mapGet(call.value, 'changed') === undefined) {
    const results = mapGet(call.value, 'results');
    if (Array.isArray(results)) return results.some((r) => r instanceof Map && truthy(mapGet(r, 'changed') ?? false));
  }
  return has(call, 'changed', 'changed');
};
const skipped: Filter = (call) => has(call, 'skipped', 'skipped');

function flagTest(name: string): Filter {
  return (call) => has(call, name, name);
}

/** `compat:` what is no background job counts as started and finished. */
function jobTest(name: string): Filter {
  return (call) => (call.value instanceof Map && mapGet(call.value, name) === undefined ? true : has(call, name, name));
}

const table: Table = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  changed,
  change: changed,
  skipped,
  skip: skipped,
  reachable: (call) => !truthy(has(call, 'reachable', 'unreachable')),
  unreachable: flagTest('unreachable'),
  // compat: a result that says so in another way than ansible-core cannot be read.
  timedout: (call) => {
    const found = has(call, 'timedout', 'timedout');
    if (!truthy(found)) return found;
    if (!(found instanceof Map)) return fail("the 'timedout' of the result is no dictionary");
    return mapGet(found, 'period') ?? false;
  },
  started: jobTest('started'),
  finished: jobTest('finished'),
};

export const RESULT_TESTS = define(withoutArguments(table, Object.keys(table)));
