// The lookup merge_variables: all variables whose names fit a pattern, merged into one dict or list.
import { TemplateText, type Value, type ValueMap } from '../../../value/index.js';
import type { Engine } from '../../engine.js';
import { getItem } from '../../python/access.js';
import { contains, equal, iterate, mapGet, mapSet, truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { str, typeName } from '../../python/text.js';
import { pythonRegex } from '../../python-regex.js';
import type { LookupCall } from '../../types.js';
import { checkOptions, option } from '../options.js';

type Fits = (name: string) => boolean;

function fitting(type: string, pattern: string): Fits {
  switch (type) {
    case 'prefix':
      return (name) => name.startsWith(pattern);
    case 'suffix':
      return (name) => name.endsWith(pattern);
    case 'regex': {
      const regex = pythonRegex(pattern, {}, 'g');
      return (name) => {
        regex.lastIndex = 0;
        return regex.test(name);
      };
    }
    default:
      return fail(`merge_variables: pattern_type must be prefix, suffix or regex, not '${type}'`);
  }
}

function kindOf(v: Value): 'list' | 'dict' {
  if (v instanceof Map) return 'dict';
  if (typeName(v) === 'list') return 'list';
  return fail(`merge_variables merges lists and dicts, not ${typeName(v)}`);
}

/** Dicts and lists of its own, so that no variable is changed by merging. */
function copied(v: Value): Value {
  if (v instanceof Map) return new Map([...v].map(([key, item]) => [key, copied(item)]));
  return typeName(v) === 'list' ? (v as Value[]).map(copied) : v;
}

/** Puts `from` into `into`, whose keys come first; a key with two different values is told. */
function mergeInto(
  into: ValueMap,
  from: ValueMap,
  path: readonly string[],
  overridden: (message: string) => void,
): void {
  for (const [key, value] of from) {
    const before = mapGet(into, key);
    if (value instanceof Map) {
      const node = before ?? new Map<Value, Value>();
      if (!(node instanceof Map)) return fail(`merge_variables: '${str(key)}' is a dict in one variable only`);
      if (before === undefined) mapSet(into, key, node);
      mergeInto(node, value, [...path, str(key)], overridden);
    } else if (typeName(value) === 'list' && before !== undefined) {
      if (typeName(before) !== 'list') return fail(`merge_variables: '${str(key)}' is a list in one variable only`);
      mapSet(into, key, [...(before as Value[]), ...(copied(value) as Value[])]);
    } else {
      if (before !== undefined && !equal(before, value))
        overridden(
          `The key '${str(key)}' with value '${str(before)}' will be overwritten with value '${str(value)}' from '${path.join('.')}.${str(key)}'`,
        );
      mapSet(into, key, copied(value));
    }
  }
}

interface Variables {
  readonly names: readonly string[];
  readonly value: (name: string) => Value;
}

function merged(variables: Variables, fits: Fits, start: Value, overridden: (message: string) => void): Value {
  let result = start;
  for (const name of variables.names.filter(fits).sort()) {
    const value = variables.value(name);
    const kind = kindOf(value);
    if (result === null) {
      result = copied(value);
      continue;
    }
    if (kindOf(result) !== kind) fail('Unable to merge, not all variables are of the same type');
    if (result instanceof Map && value instanceof Map) mergeInto(result, value, [name], overridden);
    else result = [...(result as Value[]), ...(copied(value) as Value[])];
  }
  return result;
}

function ownVariables(call: LookupCall): Variables {
  const engine = call.engine as Engine;
  return {
    names: [...call.scope.names()],
    value: (name) => {
      const raw = call.scope.lookup(name) ?? null;
      return engine.force(raw instanceof TemplateText ? engine.evaluate(raw, call.scope) : raw, call.scope);
    },
  };
}

/** The variables of each host that is in one of the groups. */
function* hostsIn(call: LookupCall, groups: Value[]): Generator<Variables> {
  const engine = call.engine as Engine;
  const hostvars = call.scope.lookup('hostvars');
  if (hostvars === undefined) return fail("merge_variables: groups= needs the variable 'hostvars'");
  for (const host of iterate(hostvars)) {
    const own = getItem(hostvars, host);
    if (!contains(groups, 'all')) {
      const names = iterate(engine.force(getItem(own, 'group_names'), call.scope));
      if (!names.some((name) => contains(groups, name))) continue;
    }
    yield {
      names: iterate(own).map(str),
      value: (name) => engine.force(getItem(own, name), call.scope),
    };
  }
}

const OPTIONS = ['pattern_type', 'initial_value', 'override', 'groups'];

/** compat: settings are read from the environment as Ansible's plugin does. */
export function mergeVariables(call: LookupCall): Value[] {
  checkOptions(call, 'merge_variables', OPTIONS);
  const type = str(option(call, 'pattern_type') ?? call.port.env('ANSIBLE_MERGE_VARIABLES_PATTERN_TYPE') ?? 'regex');
  const override = str(option(call, 'override') ?? call.port.env('ANSIBLE_MERGE_VARIABLES_OVERRIDE') ?? 'error');
  if (!['error', 'warn', 'ignore'].includes(override))
    fail(`merge_variables: override must be error, warn or ignore, not '${override}'`);
  const start = copied(option(call, 'initial_value') ?? null);
  if (start !== null) kindOf(start);
  const groups = option(call, 'groups') ?? null;
  const wanted = Array.isArray(groups) ? groups : typeof groups === 'string' ? groups.split(',') : [];
  return call.terms.map((term) => {
    if (typeof term !== 'string') return fail(`merge_variables takes patterns, not ${typeName(term)}`);
    const fits = fitting(type, term);
    const overridden = (message: string): void => {
      if (override === 'error') fail(message, "override='ignore' lets it be overwritten");
      if (override === 'warn') (call.engine as Engine).tell(message);
    };
    if (!truthy(wanted)) return merged(ownVariables(call), fits, copied(start), overridden);
    let result = copied(start);
    for (const variables of hostsIn(call, wanted)) result = merged(variables, fits, result, overridden);
    return result;
  });
}
