// Filters of community.general on several lists, and on the keys of dicts in a list.
import type { Value, ValueMap } from '../../../value/index.js';
import { compare, contains, iterate, mapGet, mapSet } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { binary } from '../../python/operators.js';
import { repr, typeName } from '../../python/text.js';
import { pythonRegex } from '../../python-regex.js';
import type { Filter, FilterCall } from '../../types.js';
import { LIST_MERGES, mergeDicts } from '../collections.js';
import { flag, take, text, type Table } from '../define.js';
import { distinct } from '../sequence.js';
import { sequence } from './data.js';

/** Lists of lists taken apart once. */
function flattened(lists: readonly Value[], what: string): Value[] {
  return lists.flatMap((list) => {
    if (!Array.isArray(list)) return fail(`${what}: all arguments must be lists, not ${typeName(list)}`);
    if (list.length === 0) return [];
    return list.every((item) => Array.isArray(item)) ? [...list] : [list];
  });
}

/** A filter that takes lists two by two, from the left. */
function onLists(name: string, first: (a: Value) => Value, join: (a: Value, b: Value) => Value): Filter {
  return (call) => {
    for (const key of call.kwargs.keys()) if (key !== 'flatten') fail(`${name} has no argument '${key}'`);
    const given = [call.value, ...call.args];
    const lists = flag(call.kwargs.get('flatten'), false) ? flattened(given, name) : given;
    const [head, ...rest] = lists;
    if (head === undefined) return [];
    if (rest.length === 0) return head;
    return rest.reduce<Value>(join, first(head));
  };
}

const unique = (v: Value): Value[] => distinct(iterate(v));

function symmetric(a: Value, b: Value): Value[] {
  const [mine, other] = [iterate(a), iterate(b)];
  return distinct(iterate(binary('+', a, b))).filter((v) => !(contains(mine, v) && contains(other, v)));
}

/** compat: the lists are added first, so lists, tuples and texts cannot be mixed. */
const union: Filter = (call) => {
  let several = false;
  const sum = onLists(
    'lists_union',
    (v) => v,
    (a, b) => {
      several = true;
      return binary('+', a, b);
    },
  )(call);
  return several ? distinct(iterate(sum)) : sum;
};

function mergeTwo(x: Value, y: Value, index: string, recursive: boolean, listMerge: string): Value[] {
  const merged: ValueMap = new Map();
  for (const element of [...iterate(x), ...iterate(y)]) {
    if (!(element instanceof Map))
      return fail(`lists_mergeby: the elements of the lists must be dicts, not ${typeName(element)}`);
    const key = mapGet(element, index);
    if (key === undefined) continue;
    const before = mapGet(merged, key);
    mapSet(
      merged,
      key,
      mergeDicts(before instanceof Map ? before : new Map<Value, Value>(), element, recursive, listMerge),
    );
  }
  return [...merged.values()].sort((a, b) =>
    compare(mapGet(a as ValueMap, index) as Value, mapGet(b as ValueMap, index) as Value),
  );
}

function listsMergeby(call: FilterCall): Value {
  for (const key of call.kwargs.keys())
    if (key !== 'recursive' && key !== 'list_merge') fail(`lists_mergeby has no argument '${key}'`);
  const recursive = flag(call.kwargs.get('recursive'), false);
  const listMerge = text(call.kwargs.get('list_merge'), 'replace');
  const terms = [call.value, ...call.args];
  if (terms.length < 2) fail('lists_mergeby needs at least one list and the key to merge by');
  const lists = terms.slice(0, -1).flatMap((list) => {
    const items = sequence(list, 'lists_mergeby');
    if (items.length === 0) return [];
    return items.every((item) => Array.isArray(item) || typeof item === 'string') ? items : [list];
  });
  const [head, ...rest] = [...lists].reverse();
  if (head === undefined) return [];
  if (rest.length === 0) return head;
  const index = terms.at(-1) as Value;
  if (typeof index !== 'string') return fail(`lists_mergeby: the key must be text, not ${typeName(index)}`);
  if (!LIST_MERGES.includes(listMerge)) fail(`list_merge must be one of ${LIST_MERGES.join(', ')}, not '${listMerge}'`);
  return rest.reduce<Value>((low, list) => mergeTwo(list, low, index, recursive, listMerge), head);
}

type Match = (key: string, target: string) => boolean;

const MATCHES: Readonly<Record<string, Match>> = {
  equal: (key, target) => key === target,
  starts_with: (key, target) => key.startsWith(target),
  ends_with: (key, target) => key.endsWith(target),
  regex: (key, target) => pythonRegex(target, {}, 'y').test(key),
};

function matching(v: Value | undefined): Match {
  const name = text(v, 'equal');
  const match = Object.hasOwn(MATCHES, name) ? MATCHES[name] : undefined;
  return match ?? fail(`matching_parameter must be one of ${Object.keys(MATCHES).join(', ')}, not '${name}'`);
}

/** The dicts of a list, whose keys must be text. */
function dicts(call: FilterCall, what: string): Map<string, Value>[] {
  return sequence(call.value, what).map((element) => {
    if (!(element instanceof Map)) return fail(`${what}: the elements must be dicts, not ${typeName(element)}`);
    for (const key of element.keys()) if (typeof key !== 'string') fail(`${what}: the key ${repr(key)} is no text`);
    return element as Map<string, Value>;
  });
}

function targets(v: Value, what: string, regex: boolean): string[] {
  const items = typeof v === 'string' ? [v] : sequence(v, `${what}: target`);
  if (v === '' || items.length === 0) fail(`${what}: the target is empty`);
  if (regex && items.length > 1) fail(`${what}: a target that is a regular expression stands alone`);
  return items.map((item) => (typeof item === 'string' ? item : fail(`${what}: the target ${repr(item)} is no text`)));
}

function picked(name: string, keep: boolean): Filter {
  return (call) => {
    const [target, parameter] = take(call, name, ['target', 'matching_parameter'], 1);
    const elements = dicts(call, name);
    const match = matching(parameter);
    const wanted = targets(target as Value, name, parameter === 'regex');
    if (match === MATCHES['regex']) match('', wanted[0] ?? '');
    return elements.map(
      (d) => new Map([...d].filter(([key]) => wanted.some((target_) => match(key, target_)) === keep)) as ValueMap,
    );
  };
}

function replaceKeys(call: FilterCall): Value {
  const [target, parameter] = take(call, 'replace_keys', ['target', 'matching_parameter'], 1);
  const elements = dicts(call, 'replace_keys');
  const match = matching(parameter);
  if (typeName(target as Value) !== 'list' || (target as Value[]).length === 0)
    fail('replace_keys: the target must be a list of dicts with before and after');
  const rules = (target as Value[]).map((rule) => {
    const read = (name: string): string => {
      const v = rule instanceof Map ? mapGet(rule, name) : undefined;
      return typeof v === 'string' ? v : fail(`replace_keys: each target needs the text '${name}'`);
    };
    return { before: read('before'), after: read('after') };
  });
  for (const { before } of rules) match('', before);
  return elements.map((d) => {
    const out: ValueMap = new Map();
    for (const [key, value] of d) out.set(rules.find(({ before }) => match(key, before))?.after ?? key, value);
    return out;
  });
}

export const LIST_FILTERS: Table = {
  lists_union: union,
  lists_intersect: onLists('lists_intersect', unique, (a, b) => {
    const other = iterate(b);
    return iterate(a).filter((v) => contains(other, v));
  }),
  lists_difference: onLists('lists_difference', unique, (a, b) => {
    const other = iterate(b);
    return iterate(a).filter((v) => !contains(other, v));
  }),
  lists_symmetric_difference: onLists('lists_symmetric_difference', (v) => v, symmetric),
  lists_mergeby: listsMergeby,
  keep_keys: picked('keep_keys', true),
  remove_keys: picked('remove_keys', false),
  replace_keys: replaceKeys,
};
