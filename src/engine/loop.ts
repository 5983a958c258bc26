// The items a task loops over, and the variables each item brings.
import { TsplayError } from '../ground/index.js';
import {
  isEvaluated,
  mapFromObject,
  OmitValue,
  setTextKind,
  textKindAt,
  type Value,
  type ValueMap,
} from '../value/index.js';
import type { Task } from '../playbook/index.js';
import { ItemVars, type LayeredScope } from '../vars/index.js';
import { text, truth } from './settings.js';
import type { PlayRun } from './types.js';

export interface Item {
  readonly value: Value;
  /** The loop variable, index and extended loop data. */
  readonly vars: ValueMap;
}

interface Items {
  readonly items: readonly Item[];
  readonly loopVar: string;
}

/** @throws TsplayError when the loop's value cannot be evaluated or is no list */
export function itemsOf(run: PlayRun, task: Task, scope: LayeredScope): Items {
  const { loop } = task;
  if (!loop) throw new Error('the task has no loop');
  const loopVar = nameSetting(run, loop.control.loopVar, scope) ?? 'item';
  const indexVar = nameSetting(run, loop.control.indexVar, scope);
  const extended = truth(run, loop.control.extended, scope);
  const withAll = truth(run, loop.control.extendedAllitems, scope, true);
  const values = loop.lookup === undefined ? plainList(run, task, scope) : lookupList(run, task, scope, loop.lookup);
  // compat: what the lookup of with_<lookup> gives is data.
  const fromProject = loop.lookup === undefined && run.ports.template.isWritten(loop.value, scope);
  const items = values.map((value, index): Item => {
    const vars: ValueMap = new ItemVars(
      [
        [loopVar, value],
        ['ansible_loop_var', loopVar],
      ],
      fromProject,
    );
    const kind = typeof value === 'string' ? textKindAt(values, index, value) : undefined;
    if (kind) setTextKind(vars, loopVar, value as string, kind);
    if (indexVar !== undefined) {
      vars.set(indexVar, index);
      vars.set('ansible_index_var', indexVar);
    }
    if (extended) vars.set('ansible_loop', extendedInfo(values, index, withAll));
    return { value, vars };
  });
  return { items, loopVar };
}

/**
 * What an item is called in the output: `loop_control.label`, else its value.
 * @throws TsplayError when the label cannot be evaluated
 */
export function labelOf(run: PlayRun, task: Task, scope: LayeredScope, item: Item): string {
  if (truth(run, task.inherited.noLog, scope, run.ports.options.noLog)) return '(censored due to no_log)';
  return text(run, task.loop?.control.label, scope) ?? run.ports.template.text(withoutOmits(item.value));
}

/** An item as it is told: keys that are `omit` are not there. */
export function withoutOmits(value: Value): Value {
  if (Array.isArray(value)) {
    const parts = value.map(withoutOmits);
    return parts.some((part, i) => part !== value[i]) ? parts : value;
  }
  if (!(value instanceof Map) || isEvaluated(value)) return value;
  const kept: ValueMap = new Map();
  let changed = false;
  for (const [key, v] of value) {
    const part = withoutOmits(v);
    changed ||= part !== v || v instanceof OmitValue;
    if (!(v instanceof OmitValue)) kept.set(key, part);
  }
  return changed ? kept : value;
}

function nameSetting(run: PlayRun, setting: Value | undefined, scope: LayeredScope): string | undefined {
  if (setting === undefined || setting === null) return undefined;
  const value = run.ports.template.resolve(setting, scope);
  return typeof value === 'string' ? value : undefined;
}

function plainList(run: PlayRun, task: Task, scope: LayeredScope): Value[] {
  const value = run.ports.template.resolve(task.loop?.value ?? null, scope, true);
  if (Array.isArray(value)) return value;
  throw new TsplayError('bad-keyword', "'loop' needs a list", {
    span: task.loop?.span,
    hint:
      value instanceof Map
        ? 'for a dict use loop: "{{ name | dict2items }}"'
        : 'write a list, or use with_items, which takes a single value too',
  });
}

/** `with_items: x`: the terms of the lookup; text without markers is the name of a variable (`compat:` bare variables are gone, it is a value). */
function lookupList(run: PlayRun, task: Task, scope: LayeredScope, lookup: string): Value[] {
  const { template } = run.ports;
  const isFirstFound = /^(?:ansible\.(?:builtin|legacy)\.)?first_found$/.test(lookup);
  const written = task.loop?.value ?? null;
  const value = isFirstFound ? settledParts(run, written, scope) : template.resolve(written, scope, true);
  const terms = termsOf(lookup, value);
  const options: ValueMap = new Map();
  // compat: the action's name says among which files is looked.
  const kind = ['template', 'var'].find((word) => task.action.includes(word));
  if (isFirstFound && kind !== undefined) options.set('_kind', `${kind}s`);
  return template.runLookup(lookup, terms, options, scope);
}

/** compat: a dict among the loops over lists is its keys, where it is not refused. @throws TsplayError */
function termsOf(lookup: string, value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  const kind = lookup.replace(/^ansible\.(?:builtin|legacy)\./, '');
  if (value instanceof Map && kind === 'items') return [...value.keys()];
  if (value instanceof Map && LISTS_ONLY.has(kind)) throw new TsplayError('bad-keyword', `with_${kind} expects a list`);
  return value === undefined ? [] : [value];
}

const LISTS_ONLY: ReadonlySet<string> = new Set(['list', 'indexed_items', 'flattened']);

/** compat: of the terms of first_found, those that name undefined variables are passed over. */
function settledParts(run: PlayRun, value: Value, scope: LayeredScope): Value | undefined {
  if (Array.isArray(value)) return value.map((v) => settledParts(run, v, scope)).filter((v) => v !== undefined);
  if (value instanceof Map) {
    const parts = [...value].map(([k, v]): [Value, Value | undefined] => [k, settledParts(run, v, scope)]);
    return new Map(parts.filter((part): part is [Value, Value] => part[1] !== undefined));
  }
  try {
    return run.ports.template.resolve(value, scope);
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable') return undefined;
    throw error;
  }
}

function extendedInfo(values: readonly Value[], index: number, withAll: boolean): Value {
  const length = values.length;
  const info = mapFromObject({
    index: index + 1,
    index0: index,
    first: index === 0,
    last: index === length - 1,
    length,
    revindex: length - index,
    revindex0: length - index - 1,
  });
  // The same list for all items, not a copy for each.
  if (withAll) info.set('allitems', values as Value[]);
  const next = values[index + 1];
  const previous = values[index - 1];
  if (next !== undefined) info.set('nextitem', next);
  if (previous !== undefined) info.set('previtem', previous);
  return info;
}
