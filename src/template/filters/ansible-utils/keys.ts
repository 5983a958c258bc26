// The filters of ansible.utils on the keys of nested data, and those that compare or join lists.
import { Tuple, type Value, type ValueMap } from '../../../value/index.js';
import { spend } from '../../python/budget.js';
import { compare, contains, equal, iterate, mapGet, mapSet, truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { str, typeName } from '../../python/text.js';
import { pythonRegex } from '../../python-regex.js';
import type { Filter, FilterCall } from '../../types.js';
import type { Table } from '../define.js';
import { distinct } from '../sequence.js';
import { argumentsOf } from './arguments.js';

type Match = (key: string, target: string) => boolean;

const MATCHES: Readonly<Record<string, Match>> = {
  equality: (key, target) => key === target,
  starts_with: (key, target) => key.startsWith(target),
  ends_with: (key, target) => key.endsWith(target),
  regex: (key, target) => pythonRegex(target, {}, 'y').test(key),
};

function isList(v: Value): v is Value[] {
  return Array.isArray(v) && !(v instanceof Tuple);
}

interface Asked {
  readonly data: Value;
  readonly targets: Value[];
  readonly match: Match;
}

function asked(call: FilterCall, name: string): Asked {
  const types = { data: 'raw', target: 'list', matching_parameter: 'str' } as const;
  const { data, target, matching_parameter: how } = argumentsOf(call, name, types, 2);
  if (!isList(data as Value) && !(data instanceof Map)) fail(`${name} needs a list or a dict`);
  const parameter = how === undefined || how === null ? 'equality' : str(how);
  const match = parameter !== 'equality' || how === undefined || how === null ? MATCHES[parameter] : undefined;
  return {
    data: data as Value,
    targets: target as Value[],
    match: match ?? fail(`${name}: matching_parameter must be starts_with, ends_with or regex, not '${parameter}'`),
  };
}

const textOf = (v: Value, name: string): string => (typeof v === 'string' ? v : fail(`${name}: ${str(v)} is no text`));

function isEmpty(v: Value): boolean {
  return isList(v) ? v.length === 0 : v instanceof Map && v.size === 0;
}

/**
 * compat: a container stays when something in it stays, or whole when its own key is named exactly; a list without
 * anything of interest stays with its emptied elements.
 */
function kept(v: Value, targets: readonly string[], match: Match): Value {
  spend(10);
  if (isList(v)) return v.map((item) => kept(item, targets, match));
  if (!(v instanceof Map)) return v;
  const out: ValueMap = new Map();
  for (const [key, value] of v) {
    const container = isList(value) || value instanceof Map;
    for (const target of targets) {
      if (key === target) out.set(key, value);
      else if (!container) {
        if (match(textOf(key, 'keep_keys'), target)) out.set(key, value);
      } else {
        let inside = kept(value, targets, match);
        if (isList(inside)) inside = inside.filter((item) => !isEmpty(item));
        if (!isEmpty(inside)) out.set(key, inside);
      }
    }
    if (out.has(key) || !container) continue;
    const rest = kept(value, targets, match);
    if (!isEmpty(rest)) out.set(key, rest);
  }
  return out;
}

function removed(v: Value, targets: readonly string[], match: Match): Value {
  spend(10);
  if (isList(v)) return v.map((item) => removed(item, targets, match));
  if (!(v instanceof Map)) return v;
  return new Map(
    [...v]
      .filter(([key]) => !targets.some((target) => match(textOf(key, 'remove_keys'), target)))
      .map(([key, value]) => [key, removed(value, targets, match)]),
  );
}

/** compat: lists lose every element that counts as false, not only those that became empty. */
function withoutEmpty(v: Value): Value {
  spend(10);
  if (v instanceof Map) return new Map([...v].map(([key, value]) => [key, withoutEmpty(value)]));
  return isList(v) ? v.filter(truthy).map(withoutEmpty) : v;
}

interface Rule {
  readonly before: string;
  readonly after: Value;
}

/** compat: a renamed key moves to the end, and a later rule sees the name an earlier one gave. */
function renamed(v: Value, rules: readonly Rule[], match: Match): Value {
  spend(10);
  if (isList(v)) return v.map((item) => renamed(item, rules, match));
  if (!(v instanceof Map)) return v;
  const out: ValueMap = new Map(v);
  for (const { before, after } of rules)
    for (const key of [...out.keys()]) {
      if (!match(textOf(key, 'replace_keys'), before)) continue;
      const value = mapGet(out, key) as Value;
      out.delete(key);
      mapSet(out, after, value);
    }
  for (const [key, value] of out) out.set(key, renamed(value, rules, match));
  return out;
}

const replaceKeys: Filter = (call) => {
  const { data, targets, match } = asked(call, 'replace_keys');
  const rules = targets.map((rule): Rule => {
    const before = rule instanceof Map ? mapGet(rule, 'before') : undefined;
    if (!(rule instanceof Map) || typeof before !== 'string')
      return fail('replace_keys: each target needs the texts before and after');
    return { before, after: mapGet(rule, 'after') ?? null };
  });
  return renamed(data, rules, match);
};

interface Source {
  readonly name: Value;
  readonly key: Value;
  readonly data: ValueMap[];
}

function sourceOf(v: Value): Source {
  const read = (name: string): Value =>
    (v instanceof Map ? mapGet(v, name) : undefined) ?? fail(`consolidate: each data source needs '${name}'`);
  const data = read('data');
  if (!isList(data)) return fail('consolidate: the data of a source must be a list of dicts');
  return {
    name: read('name'),
    key: read('match_key'),
    data: data.map((d) => (d instanceof Map ? d : fail(`consolidate: data must be dicts, not ${typeName(d)}`))),
  };
}

const consolidate: Filter = (call) => {
  const given = argumentsOf(call, 'consolidate', {
    data_sources: 'list',
    fail_missing_match_key: 'bool',
    fail_missing_match_value: 'bool',
    fail_duplicate: 'bool',
  });
  const sources = (given['data_sources'] as Value[]).map(sourceOf);
  const valuesOf = sources.map(({ key, data }, i) => {
    const found = data.map((d) => mapGet(d, key));
    if (given['fail_missing_match_key'] !== false && found.includes(undefined))
      fail(`consolidate: missing match key '${str(key)}' in data source ${i + 1}`);
    const values = found.filter((v) => v !== undefined);
    const own = distinct(values);
    if (given['fail_duplicate'] !== false && own.length !== values.length)
      fail(`consolidate: duplicate values in data source ${i + 1}`);
    return own;
  });
  const all = distinct(valuesOf.flat());
  if (given['fail_missing_match_value'] !== false)
    valuesOf.forEach((own, i) => {
      const missing = all.filter((v) => !contains(own, v));
      if (missing.length > 0)
        fail(`consolidate: missing match value ${missing.map(str).join(', ')} in data source ${i + 1}`);
    });
  const out: ValueMap = new Map();
  for (const value of [...all].sort((a, b) => compare(a, b))) {
    const row: ValueMap = new Map();
    for (const { name, key, data } of sources) {
      // compat: of several with the same value the last one counts.
      const found = data.filter((d) => equal(mapGet(d, key) ?? null, value) && mapGet(d, key) !== undefined).at(-1);
      mapSet(row, name, found ?? new Map());
    }
    mapSet(out, value, row);
  }
  return out;
};

const paramListCompare: Filter = (call) => {
  const { base, target } = argumentsOf(call, 'param_list_compare', { base: 'raw', target: 'raw' }, 2);
  const own = iterate(base as Value).map((v) => textOf(v, 'param_list_compare'));
  const wanted = iterate(target as Value).map((v) => textOf(v, 'param_list_compare'));
  const plain = wanted.filter((x) => x !== 'all' && !x.startsWith('!'));
  const banned = wanted.filter((x) => x.startsWith('!')).map((x) => x.slice(1));
  const actionable = (wanted.includes('all') ? own : []).filter((x) => !banned.includes(x));
  for (const x of plain) if (own.includes(x) && !actionable.includes(x)) actionable.push(x);
  return new Map<Value, Value>([
    ['actionable', actionable.sort((a, b) => compare(a, b))],
    ['unsupported', plain.filter((x) => !own.includes(x))],
  ]);
};

export const KEY_FILTERS: Table = {
  keep_keys: (call) => {
    const { data, targets, match } = asked(call, 'keep_keys');
    return kept(
      data,
      targets.map((t) => textOf(t, 'keep_keys')),
      match,
    );
  },
  remove_keys: (call) => {
    const { data, targets, match } = asked(call, 'remove_keys');
    return withoutEmpty(
      removed(
        data,
        targets.map((t) => textOf(t, 'remove_keys')),
        match,
      ),
    );
  },
  replace_keys: replaceKeys,
  consolidate,
  param_list_compare: paramListCompare,
};
