// Lookups on values: env, vars, items, dict, nested, together and their kin.
import { TemplateText, Undefined, tuple, type Value, type ValueMap } from '../../value/index.js';
import { product, subelements } from '../filters/collections.js';
import { flag } from '../filters/define.js';
import { iterate, mapGet } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { percentFormat } from '../python/percent-format.js';
import { str } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import type { Lookup, LookupCall } from '../types.js';
import type { Engine } from '../engine.js';
import { hostsOfPatterns } from './host-patterns.js';
import { checkOptions, option } from './options.js';

function asList(v: Value): Value[] {
  return Array.isArray(v) ? v : [v];
}

function flattenOnce(values: readonly Value[]): Value[] {
  return values.flatMap((v) => asList(v));
}

function flattenAll(values: readonly Value[]): Value[] {
  return values.flatMap((v) =>
    v === null || v === 'None' || v === 'null' ? [] : Array.isArray(v) ? flattenAll(v) : [v],
  );
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
  return call.terms.map((term) => {
    if (typeof term !== 'string') fail('the lookup vars takes names of variables');
    const found = variable(call, term);
    const value = found === undefined ? option(call, 'default') : found;
    if (value === undefined) return failUndefined(new Undefined(`No variable found with this name: ${term}`));
    return value;
  });
}

const SEQUENCE = /^(?:(0x[\da-f]+|\d+)-)?(0x[\da-f]+|\d+)(?:\/(0x[\da-f]+|-?\d+))?(?::(.+))?$/i;

function sequence(call: LookupCall): Value[] {
  checkOptions(call, 'sequence', ['start', 'end', 'stride', 'count', 'format']);
  return call.terms.length === 0
    ? oneSequence(call.options, '')
    : call.terms.flatMap((term) => oneSequence(call.options, str(term)));
}

function oneSequence(options: ValueMap, term: string): Value[] {
  const settings = new Map<string, string>();
  for (const [k, v] of options) settings.set(str(k), str(v));
  const short = SEQUENCE.exec(term.trim());
  if (short) {
    if (short[1]) settings.set('start', short[1]);
    settings.set('end', short[2] ?? '');
    if (short[3]) settings.set('stride', short[3]);
    if (short[4]) settings.set('format', short[4]);
  } else
    for (const m of term.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S+)/g)) {
      if (!['start', 'end', 'stride', 'count', 'format'].includes(m[1] ?? ''))
        fail(`unrecognized arguments to with_sequence: ${m[1]}`);
      settings.set(m[1] ?? '', (m[2] ?? '').replace(/^(["'])(.*)\1$/, '$2'));
    }
  const number = (name: string, fallback: number): number => {
    const s = settings.get(name);
    const n = s === undefined ? fallback : Number(s);
    return Number.isInteger(n) ? n : fail(`can't parse ${name}=${s} as integer`);
  };
  const start = number('start', 1);
  let stride = number('stride', 1);
  const count = settings.has('count') ? number('count', 0) : undefined;
  if (count === undefined && !settings.has('end')) fail('must specify count or end in with_sequence');
  if (count !== undefined && settings.has('end')) fail("can't specify both count and end in with_sequence");
  if (count === 0) return [];
  const end = count !== undefined ? start + count * stride - 1 * stride : number('end', 0);
  if (count === undefined && stride > 0 && end < start) fail('to count backwards make stride negative');
  if (stride < 0 && end > start) fail("to count forward don't make stride negative");
  if (stride === 0) stride = end >= start ? 1 : -1;
  const n = Math.floor((end - start) / stride) + 1;
  if (n > 1e6) fail('the sequence would have more than 1000000 elements');
  const format = settings.get('format') ?? '%d';
  return Array.from({ length: n }, (_, i) => percentFormat(format, start + i * stride));
}

function indexed(call: LookupCall): Value[] {
  checkOptions(call, 'indexed_items', []);
  return flattenAll(call.terms).map((item, i) => tuple([i, item]));
}

function rows(terms: readonly Value[]): Value[][] {
  const list =
    terms.length === 1 && Array.isArray(terms[0]) && (terms[0] as Value[]).every((t) => Array.isArray(t))
      ? (terms[0] as Value[])
      : terms;
  return list.map((t) => [...asList(t)]);
}

/** with_nested flattens what is itself a list in each row, once. */
function nested(call: LookupCall): Value[] {
  const lists = rows(call.terms);
  if (lists.length === 0) fail('with_nested requires at least one element in the nested list');
  return product(lists).map((row) => flattenOnce(row));
}

/** compat: what the lookup hands out of an element has not the list any more that it goes through. */
function without(element: Value, [step, ...rest]: readonly string[]): Value {
  if (!(element instanceof Map) || step === undefined) return element;
  const out: ValueMap = new Map(element);
  const below = mapGet(out, step);
  if (rest.length > 0 && below !== undefined) out.set(step, without(below, rest));
  else out.delete(step);
  return out;
}

export const DATA_LOOKUPS: [string, Lookup][] = [
  [
    'env',
    (call) => {
      checkOptions(call, 'env', ['default']);
      return call.terms.map((term) => {
        const fallback = option(call, 'default');
        const value = call.port.env(str(term)) ?? fallback ?? '';
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
        const regex = pythonRegex(str(term), {}, 'g');
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
        const dicts = Array.isArray(term) ? term : [term];
        return dicts.flatMap((d) => {
          if (!(d instanceof Map)) return fail('with_dict expects a dict');
          return [...d].map(
            ([key, value]) =>
              new Map<Value, Value>([
                ['key', key],
                ['value', value],
              ]),
          );
        });
      }),
  ],
  ['nested', nested],
  ['cartesian', nested],
  [
    'together',
    (call) => {
      const lists = rows(call.terms);
      if (lists.length === 0) fail('with_together requires at least one element in each list');
      const n = Math.max(...lists.map((l) => l.length));
      return Array.from({ length: n }, (_, i) => lists.map((l) => l[i] ?? null));
    },
  ],
  ['indexed_items', indexed],
  [
    'subelements',
    (call) => {
      const terms = call.terms.length === 1 && Array.isArray(call.terms[0]) ? call.terms[0] : call.terms;
      const [elements, path, flags] = terms;
      if (elements === undefined || path === undefined)
        return fail('subelements lookup expects a list of two or three items');
      const skip = flags instanceof Map ? mapGet(flags, 'skip_missing') : undefined;
      const source =
        elements instanceof Map
          ? [...elements.values()]
          : iterate(elements).filter((e) => !(e instanceof Map && mapGet(e, 'skipped') === true));
      const steps = Array.isArray(path) ? path.map(str) : str(path).split('.');
      return subelements(source, path, flag(skip, false)).map((pair) => {
        const [element, sub] = pair as Value[];
        return tuple([without(element as Value, steps), sub as Value]);
      });
    },
  ],
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
      const groups = variable(call, 'groups');
      if (!(groups instanceof Map)) return fail("the lookup inventory_hostnames needs the variable 'groups'");
      return hostsOfPatterns(groups, call.terms.map(str));
    },
  ],
];
