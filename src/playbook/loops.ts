// Reads what a task loops over and how: `loop`, `with_<lookup>`, `loop_control`.
import { didYouMean } from '../ground/index.js';
import { keySpan, keyText, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { problem, type Context } from './context.js';
import { conditions } from './inherit.js';
import { FALSE_WORDS, TRUE_WORDS } from './keywords.js';
import type { Loop, LoopControl } from './model.js';

/** The lookup a `with_…` keyword names. */
export const withLookup = (key: string): string | undefined =>
  key.startsWith('with_') ? key.slice('with_'.length) : undefined;

/** The loop of a task; undefined without one. Mistakes are reported in the context. */
export function loopOf(context: Context, map: ValueMap): Loop | undefined {
  const keys = [...map.keys()].map(keyText).filter((key) => key === 'loop' || withLookup(key) !== undefined);
  const [key] = keys;
  if (key === undefined) return undefined;
  if (keys.length > 1)
    problem(context, 'fatal-keyword', `a task has one loop, not ${keys.join(' and ')}`, keySpan(map, keys[1] ?? key));
  const value = map.get(key) ?? null;
  if (value === null) {
    // `compat:` a `loop` without a value is none.
    if (key === 'loop') return undefined;
    const hint = 'write the list, or leave it out';
    problem(context, 'fatal-keyword', `'${key}' needs a value`, keySpan(map, key), hint);
  }
  return {
    lookup: withLookup(key),
    value,
    span: valueSpan(map, key),
    control: loopControl(context, map),
  };
}

const LOOP_CONTROL = {
  loop_var: 'loopVar',
  index_var: 'indexVar',
  label: 'label',
  pause: 'pause',
  extended: 'extended',
  extended_allitems: 'extendedAllitems',
} as const;

function loopControl(context: Context, map: ValueMap): LoopControl {
  const value = map.get('loop_control');
  if (value === undefined) return {};
  if (!(value instanceof Map)) {
    problem(context, 'bad-keyword', "'loop_control' must be a mapping", valueSpan(map, 'loop_control'));
    return {};
  }
  const control: Record<string, Value> = {};
  for (const [key, setting] of value) {
    const name = keyText(key);
    const field = Object.hasOwn(LOOP_CONTROL, name) ? LOOP_CONTROL[name as keyof typeof LOOP_CONTROL] : undefined;
    if (field) {
      control[field] = setting;
      checkLoopSetting(context, value, name, setting);
    } else if (name !== 'break_when') {
      problem(
        context,
        'unknown-keyword',
        `loop_control has no '${name}'`,
        keySpan(value, key),
        didYouMean(name, [...Object.keys(LOOP_CONTROL), 'break_when']),
      );
    }
  }
  return value.has('break_when') ? { ...control, breakWhen: conditions(value, 'break_when') } : control;
}

/** A setting of loop_control that is no template and not of its kind is a mistake whatever the run brings. */
function checkLoopSetting(context: Context, map: ValueMap, name: string, setting: Value): void {
  if (setting === null || setting instanceof TemplateText) return;
  const wanted = {
    loop_var: isName(setting) ? undefined : 'the name of a variable',
    index_var: isName(setting) ? undefined : 'the name of a variable',
    label: undefined,
    pause: Number.isFinite(Number(toScalar(setting))) ? undefined : 'a number of seconds',
    extended: isTruth(setting) ? undefined : 'true or false',
    extended_allitems: isTruth(setting) ? undefined : 'true or false',
  }[name];
  if (wanted === undefined) return;
  problem(context, 'bad-keyword', `loop_control.${name} must be ${wanted}`, valueSpan(map, name), `write ${wanted}`);
}

const isName = (value: Value): boolean => typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value);
const toScalar = (value: Value): unknown => (typeof value === 'object' ? NaN : value);
const isTruth = (value: Value): boolean =>
  typeof value === 'boolean' || [...TRUE_WORDS, ...FALSE_WORDS].includes(keyText(value).toLowerCase());
