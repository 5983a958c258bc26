// Lookups on values: env, vars, items, dict, nested, together and their kin.
import { setTextKind, TemplateText, type TextKind, Undefined, tuple, type Value } from '../../value/index.js';
import { TsplayError } from '../../ground/index.js';
import { product } from '../filters/collections.js';
import { spend } from '../python/budget.js';
import { iterableOf, iterate } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { str } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import type { Lookup, LookupCall } from '../types.js';
import type { Engine } from '../engine.js';
import { hostsOfPatterns } from './host-patterns.js';
import { checkOptions, option } from './options.js';
import { sequence } from './sequence.js';
import { subelements } from './subelements.js';

function asList(v: Value): Value[] {
  return Array.isArray(v) ? v : [v];
}

function flattenOnce(values: readonly Value[]): Value[] {
  return values.flatMap((v) => asList(v));
}

/** compat: the words None and null end the list they stand in. */
function flattenAll(values: readonly Value[]): Value[] {
  spend(10 + values.length);
  const end = values.findIndex((v) => v === 'None' || v === 'null');
  return values.slice(0, end < 0 ? undefined : end).flatMap((v) => (Array.isArray(v) ? flattenAll(v) : [v]));
}

function variable(call: LookupCall, name: string): Value | undefined {
  const raw = call.scope.lookup(name);
  if (raw === undefined) return undefined;
  const engine = call.engine as Engine;
  return raw instanceof TemplateText
    ? engine.force(engine.evaluate(raw, call.scope), call.scope)
    : engine.force(raw, call.scope);
}

function vars(call: LookupCall): Value[] {
  checkOptions(call, 'vars', ['default']);
  const results: Value[] = [];
  const one = (term: Value): Value => {
    if (typeof term !== 'string') return fail('the lookup vars takes names of variables');
    const fallback = option(call, 'default') ?? undefined;
    try {
      const found = variable(call, term);
      if (found instanceof Undefined) return failUndefined(found);
      return found === undefined ? failUndefined(new Undefined(`No variable found with this name: ${term}`)) : found;
    } catch (error) {
      if (fallback !== undefined && error instanceof TsplayError && error.code === 'undefined-variable')
        return fallback;
      throw error;
    }
  };
  for (const term of call.terms) {
    const value = one(term);
    const kind = typeof value === 'string' ? kindOfVariable(call, term as string, value) : undefined;
    if (kind) setTextKind(results, results.length, value as string, kind);
    results.push(value);
  }
  return results;
}

function kindOfVariable(call: LookupCall, name: string, text: string): TextKind | undefined {
  const raw = call.scope.lookup(name);
  if (raw instanceof TemplateText) return (call.engine as Engine).kinds.of(raw, call.scope);
  return call.scope.textKind?.(name, text);
}

function indexed(call: LookupCall): Value[] {
  checkOptions(call, 'indexed_items', []);
  return flattenOnce(call.terms).map((item, i) => tuple([i, item]));
}

/** A term as a list: text and numbers are one element; of a dict its keys. */
function listed(term: Value): Value[] {
  return typeof term === 'string' || iterableOf(term) === undefined ? [term] : [...iterate(term)];
}

/** Every element of the first list with every one of the second and so on. */
function nested(call: LookupCall): Value[] {
  const [first, ...others] = call.terms.map(listed);
  if (first === undefined) return fail('with_nested requires at least one element in the nested list');
  let rows: Value[] = first;
  for (const list of others) {
    if (rows.length * list.length > 1e6) fail('the product would have more than 1000000 elements');
    // compat: each further list takes away one level of what is a list in a row.
    rows = rows.flatMap((x) => list.map((y) => flattenOnce([x, y])));
  }
  return rows.map((row) => flattenOnce([...iterate(row)]));
}

function cartesian(call: LookupCall): Value[] {
  const lists = call.terms.map(listed);
  if (lists.length === 0) fail('with_cartesian requires at least one element in each list');
  return product(lists).map((row) => flattenOnce(row));
}

function together(call: LookupCall): Value[] {
  const lists = call.terms.map(listed);
  if (lists.length === 0) fail('with_together requires at least one element in each list');
  const length = Math.max(...lists.map((l) => l.length));
  return Array.from({ length }, (_, i) => flattenOnce(lists.map((l) => l[i] ?? null)));
}

export const DATA_LOOKUPS: [string, Lookup][] = [
  [
    'env',
    (call) => {
      checkOptions(call, 'env', ['default']);
      return call.terms.map((term) => {
        const fallback = option(call, 'default');
        const name = typeof term === 'string' ? term.trim().split(/\s+/)[0] : undefined;
        if (!name) return fail('the lookup env needs the name of a variable');
        const value = call.port.env(name) ?? fallback ?? '';
        return value instanceof Undefined ? failUndefined(value) : value;
      });
    },
  ],
  ['vars', vars],
  [
    'varnames',
    (call) => {
      checkOptions(call, 'varnames', []);
      const names = [...call.scope.names()];
      return call.terms.flatMap((term) => {
        if (typeof term !== 'string') return fail(`varnames takes patterns, not ${str(term)}`);
        const regex = pythonRegex(term, {}, 'g');
        return names.filter((n) => {
          regex.lastIndex = 0;
          return regex.test(n);
        });
      });
    },
  ],
  ['items', (call) => flattenOnce(call.terms)],
  ['list', (call) => [...call.terms]],
  ['flattened', (call) => flattenAll(call.terms)],
  [
    'dict',
    (call) =>
      call.terms.flatMap((term) => {
        if (!(term instanceof Map)) return fail('with_dict expects a dict');
        return [...term].map(
          ([key, value]) =>
            new Map<Value, Value>([
              ['key', key],
              ['value', value],
            ]),
        );
      }),
  ],
  ['nested', nested],
  ['cartesian', cartesian],
  ['together', together],
  ['indexed_items', indexed],
  ['subelements', subelements],
  ['sequence', sequence],
  [
    'random_choice',
    (call) => {
      const { terms } = call;
      return terms.length === 0 ? [] : [terms[Math.floor(Math.random() * terms.length)] as Value];
    },
  ],
  [
    'inventory_hostnames',
    (call) => {
      if (call.terms.length === 0) return [];
      const groups = variable(call, 'groups');
      if (!(groups instanceof Map)) return fail("the lookup inventory_hostnames needs the variable 'groups'");
      return hostsOfPatterns(groups, call.terms.flatMap(asList).map(str));
    },
  ],
];
