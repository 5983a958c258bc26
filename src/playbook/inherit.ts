// Reads the keywords of a play, block, task or role entry and joins them to what is inherited.
import { didYouMean, type ErrorCode } from '../ground/index.js';
import {
  keySpan,
  keyText,
  PyDate,
  PyDateTime,
  spansOf,
  TemplateText,
  valueSpan,
  type Value,
  type ValueMap,
} from '../value/index.js';
import { needed, problem, staticValue, type Context } from './context.js';
import { isKeywordName, KEYWORDS, keywordsOf, wantedInstead, type Place } from './keywords.js';
import type { Condition, Inherited } from './model.js';
import { isVariableName } from './names.js';

const isForTasks = (place: Place): boolean => place === 'task' || place === 'handler' || place === 'include';

/** Reports keys that are not keywords of the place; `other` says which further keys are fine (the action, role parameters). */
export function checkKeywords(context: Context, map: ValueMap, place: Place, other: (key: string) => boolean): void {
  for (const key of map.keys()) {
    const name = keyText(key);
    const keyword = isKeywordName(name) ? KEYWORDS[name] : undefined;
    if (other(name)) continue;
    const span = keySpan(map, key);
    if (!keyword?.places.includes(place)) {
      const hint =
        didYouMean(name, keywordsOf(place)) || (keyword ? `'${name}' may stand on: ${keyword.places.join(', ')}` : '');
      const message = `'${name}' is not a keyword of a ${place === 'include' ? 'dynamic include' : place}`;
      // compat: INVALID_TASK_ATTRIBUTE_FAILED is about keywords of other tasks only.
      const { ignoreKeyword } = context.source;
      if (ignoreKeyword && isForTasks(place) && keyword?.places.some(isForTasks)) ignoreKeyword(name, span);
      else problem(context, 'unknown-keyword', message, span, hint);
    } else if (keyword.refused !== undefined && !isOff(map.get(key))) {
      problem(
        context,
        'unsupported-keyword',
        `the keyword '${name}' is not supported by tsplay`,
        span,
        keyword.refused,
      );
    } else checkValue(context, map, name);
  }
}

/** A value that is no template and not of the keyword's kind is a mistake whatever the run brings. */
function checkValue(context: Context, map: ValueMap, name: string): void {
  const value = map.get(name);
  if (value === undefined || value === null || value instanceof TemplateText) return;
  if (value instanceof PyDate || value instanceof PyDateTime) return;
  if (typeof value === 'object' && TEXTS.includes(name)) {
    const what = Array.isArray(value) ? 'a list' : 'a mapping';
    problem(context, 'bad-keyword', `'${name}' must be text, not ${what}`, valueSpan(map, name));
    return;
  }
  const text = typeof value === 'object' ? '' : String(value);
  const wanted = wantedInstead(name, text);
  if (wanted === undefined) return;
  const shown = typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'a mapping') : `'${text}'`;
  const hint = `write ${wanted}, or a template that gives it`;
  const code = Object.hasOwn(CODES, name) ? CODES[name] : undefined;
  problem(context, code ?? 'bad-keyword', `'${name}' must be ${wanted}, not ${shown}`, valueSpan(map, name), hint);
}

/** Keywords that are text whatever else they may not be. */
const TEXTS = [
  'name',
  'delegate_to',
  'register',
  'remote_user',
  'connection',
  'become_user',
  'become_method',
  'become_flags',
  'become_exe',
];

/** `compat:` the exit code tells them apart. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  strategy: 'fatal-keyword',
  throttle: 'fatal-keyword',
  order: 'bad-option',
};

/** A refused keyword that asks for nothing (`async: 0`) is harmless. */
function isOff(value: Value | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** A keyword whose value is text or a list of texts. */
export function textList(context: Context, map: ValueMap, key: string): string[] {
  const value = map.get(key);
  const bad = (): void => {
    const code = key === 'tags' ? 'fatal-keyword' : 'bad-keyword';
    problem(context, code, `'${key}' must be text or a list of texts`, valueSpan(map, key) ?? keySpan(map, key));
  };
  if (value === null && key === 'tags') bad();
  if (value === undefined || value === null) return [];
  const found: string[] = [];
  for (const element of Array.isArray(value) ? value : [value]) {
    // compat: in a list of tags a comma is a part of the tag.
    const whole = key === 'tags' && Array.isArray(value);
    if (typeof element === 'string') found.push(...(whole ? [element] : element.split(',').map((t) => t.trim())));
    else if (typeof element === 'number' || typeof element === 'boolean') found.push(String(element));
    else if (element instanceof TemplateText) {
      const resolved = needed(context, (c) => staticValue(c, element)) ?? null;
      for (const one of Array.isArray(resolved) ? resolved : [resolved])
        if (one !== null)
          found.push(
            ...(whole || (key === 'tags' && !element.source.replace(/\{\{.*?\}\}/gs, '').includes(','))
              ? [keyText(one)]
              : keyText(one)
                  .split(',')
                  .map((t) => t.trim())),
          );
    } else bad();
  }
  return found.filter((t) => t !== '');
}

/** A keyword whose value is a condition or a list of them. */
export function conditions(map: ValueMap, key: string): Condition[] {
  const value = map.get(key);
  if (value === undefined) return [];
  if (Array.isArray(value))
    return value.map((v, i) => ({ value: v, span: valueSpan(value, i) ?? valueSpan(map, key) }));
  return [{ value, span: valueSpan(map, key) }];
}

/** `vars:`, a mapping (or a list of mappings, as old roles write it). */
export function varsOf(context: Context, map: ValueMap): ValueMap | undefined {
  const value = map.get('vars');
  if (value === undefined || value === null) return undefined;
  if (value instanceof Map) {
    checkNames(context, value);
    return value;
  }
  if (Array.isArray(value) && value.every((v) => v instanceof Map)) return new Map(value.flatMap((v) => [...v]));
  problem(context, 'bad-keyword', "'vars' must be a mapping of names to values", valueSpan(map, 'vars'));
  return undefined;
}

function checkNames(context: Context, vars: ValueMap): void {
  for (const key of vars.keys()) {
    if (typeof key === 'string' && isVariableName(key)) continue;
    const message = `'${keyText(key)}' is not a valid variable name`;
    const hint = 'letters, digits and _, not starting with a digit, and no keyword of Python';
    problem(context, 'bad-keyword', message, keySpan(vars, key), hint);
  }
}

const PLAIN: Readonly<Record<string, keyof Inherited>> = {
  become: 'become',
  become_user: 'becomeUser',
  become_method: 'becomeMethod',
  become_flags: 'becomeFlags',
  become_exe: 'becomeExe',
  remote_user: 'remoteUser',
  user: 'remoteUser',
  port: 'port',
  connection: 'connection',
  check_mode: 'checkMode',
  diff: 'diff',
  ignore_errors: 'ignoreErrors',
  ignore_unreachable: 'ignoreUnreachable',
  no_log: 'noLog',
  any_errors_fatal: 'anyErrorsFatal',
  run_once: 'runOnce',
  delegate_to: 'delegateTo',
  delegate_facts: 'delegateFacts',
  timeout: 'timeout',
  throttle: 'throttle',
  debugger: 'debugger',
  notify: 'notify',
};

/** What a keyword means instead when its template gives `omit`: what it would have inherited. */
const INSTEAD = new WeakMap<TemplateText, Value>();

/** The value that counts when a keyword's template came to `omit`; undefined when nothing was around it. */
export function insteadOf(value: Value): Value | undefined {
  return value instanceof TemplateText ? INSTEAD.get(value) : undefined;
}

function unlessOmitted(value: Value, outer: unknown): Value {
  if (!(value instanceof TemplateText) || outer === undefined || !/\bomit\b/.test(value.source)) return value;
  // A text of its own: the same file may be imported in several places.
  const own = new TemplateText(value.source, value.span);
  INSTEAD.set(own, outer as Value);
  return own;
}

/** The keywords of `map` on top of what the context inherits. `vars` of a play are a layer of their own, not inherited. */
export function inherit(context: Context, map: ValueMap, place: Place): Inherited {
  const outer = context.inherited;
  const plain: Record<string, Value> = {};
  for (const [keyword, field] of Object.entries(PLAIN)) {
    if (keyword === 'user' && place !== 'play') continue;
    const value = map.get(keyword);
    if (value !== undefined) plain[field] = unlessOmitted(value, outer[field]);
  }
  const vars = place === 'play' ? undefined : varsOf(context, map);
  const environment = map.get('environment');
  const defaults = map.get('module_defaults');
  checkDefaults(context, map, defaults);
  return {
    ...outer,
    ...plain,
    tags: [...new Set([...outer.tags, ...textList(context, map, 'tags')])],
    when: [...outer.when, ...(place === 'play' ? [] : conditions(map, 'when'))],
    vars: vars ? [...outer.vars, vars] : outer.vars,
    collections: map.has('collections') ? textList(context, map, 'collections') : outer.collections,
    environment:
      environment === undefined || environment === null ? outer.environment : [...outer.environment, environment],
    moduleDefaults:
      defaults === undefined || defaults === null ? outer.moduleDefaults : [...outer.moduleDefaults, defaults],
  };
}

/** `compat:` which modules have defaults is known while loading; only their values may be templates. */
function checkDefaults(context: Context, map: ValueMap, value: Value | undefined): void {
  if (value === undefined || value === null) return;
  const parts = Array.isArray(value) ? value : [value];
  const named = parts.every((part) => part instanceof Map && [...part.keys()].every((key) => typeof key === 'string'));
  if (named) return;
  const message = "'module_defaults' must be a mapping of modules or groups to their defaults, or a list of such";
  const hint = "templates may stand in the values only: {ping: '{{ ping_defaults }}'}";
  problem(context, 'bad-keyword', message, valueSpan(map, 'module_defaults'), hint);
}

/** The same for a dynamic include, whose own variables are parameters of what is included. */
export function inheritInclude(context: Context, map: ValueMap): Inherited {
  const inherited = inherit(context, map, 'task');
  const own = inherited.vars.slice(context.inherited.vars.length);
  return { ...inherited, vars: context.inherited.vars, includeVars: [...inherited.includeVars, ...own] };
}

/** The place of a container as a whole. */
export function selfSpan(value: Value): ReturnType<typeof keySpan> {
  return spansOf(value)?.self;
}
