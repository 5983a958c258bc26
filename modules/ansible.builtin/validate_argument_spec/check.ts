// Whether arguments fit a specification; pure. `compat:` order and words of the errors are those of ansible-core.
import { CONVERTERS, isMap, pythonText, pythonType, TypeMismatch, type Plain, type PlainMap } from './types.js';

/** One argument of a specification, as the user wrote it. */
type Spec = Record<string, PlainMap>;

interface Findings {
  readonly errors: string[];
  /** Arguments that are not in the specification, by their path, with the names that are. */
  readonly unsupported: Map<string, readonly string[]>;
}

/** All that is wrong with `given`; defaults count as given. */
export function argumentErrors(options: PlainMap, given: PlainMap): string[] {
  const found: Findings = { errors: [], unsupported: new Map() };
  const spec = specOf(options);
  const values = { ...given };
  takeAliases(spec, values);
  noteUnsupported(spec, values, [], found);
  checkLevel(spec, values, [], {}, found);
  const names = [...found.unsupported.keys()].sort();
  const last = [...found.unsupported.keys()].at(-1);
  if (last !== undefined) {
    const supported = [...(found.unsupported.get(last) ?? [])].sort().join(', ');
    found.errors.push(`${names.join(', ')}. Supported parameters include: ${supported}.`);
  }
  return found.errors;
}

/** An argument without attributes is text. */
function specOf(options: PlainMap): Spec {
  return Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, isMap(spec) ? spec : {}]));
}

function takeAliases(spec: Spec, values: PlainMap): void {
  for (const [name, { aliases }] of Object.entries(spec)) {
    for (const alias of listOf(aliases).map(pythonText)) if (alias in values) values[name] = values[alias];
  }
}

function noteUnsupported(spec: Spec, values: PlainMap, context: readonly string[], found: Findings): void {
  const legal = new Set(Object.entries(spec).flatMap(([name, s]) => [name, ...listOf(s['aliases']).map(pythonText)]));
  for (const key of Object.keys(values))
    if (!legal.has(key)) found.unsupported.set([...context, key].join('.'), Object.keys(spec));
}

/** @param rules `mutually_exclusive` and its kin, which only options of options have */
function checkLevel(spec: Spec, values: PlainMap, context: readonly string[], rules: PlainMap, found: Findings): void {
  const where = context.length > 0 ? ` found in ${context.join(' -> ')}` : '';
  const say = (text: string): void => void found.errors.push(`${text}${where}`);
  mutuallyExclusive(rules['mutually_exclusive'], values, say);
  for (const [name, { default: fallback }] of Object.entries(spec))
    if (!(name in values) && fallback !== undefined && fallback !== null) values[name] = fallback;
  const missing = Object.entries(spec).filter(([name, s]) => isTrue(s['required']) && !(name in values));
  if (missing.length > 0)
    say(
      `missing required arguments: ${missing
        .map(([name]) => name)
        .sort()
        .join(', ')}`,
    );
  for (const [name, attributes] of Object.entries(spec))
    if (name in values) convert(name, attributes, values, context, found);
  for (const [name, { choices }] of Object.entries(spec)) if (name in values) checkChoices(name, choices, values, say);
  checkRules(rules, values, say);
  for (const [name, attributes] of Object.entries(spec)) checkNested(name, attributes, values, context, found);
}

function convert(
  name: string,
  attributes: PlainMap,
  values: PlainMap,
  context: readonly string[],
  found: Findings,
): void {
  const value = values[name];
  if ((value === null || value === undefined) && !isTrue(attributes['required']) && attributes['default'] === undefined)
    return;
  const wanted = attributes['type'] === undefined ? 'str' : pythonText(attributes['type']);
  const elements = attributes['elements'];
  const inside = context.length > 0 ? ` found in '${context.join(' -> ')}'` : '';
  try {
    values[name] = convertTo(wanted, value);
  } catch (error) {
    if (!(error instanceof TypeMismatch)) throw error;
    const dot = inside === '' ? '' : `${inside}.`;
    found.errors.push(
      `argument '${name}' is of type ${pythonType(value)}${dot} and we were unable to convert to ${wanted}: ${error.message}`,
    );
    return;
  }
  if (elements === undefined || elements === null) return;
  const element = pythonText(elements);
  if (wanted !== 'list') {
    const dot = inside === '' ? '' : `${inside}.`;
    found.errors.push(
      `Invalid type ${wanted} for option '${element}'${dot}, elements value check is supported only with 'list' type`,
    );
    return;
  }
  values[name] = (values[name] as Plain[]).map((item) => {
    try {
      return convertTo(element, item);
    } catch (error) {
      if (!(error instanceof TypeMismatch)) throw error;
      found.errors.push(
        `Elements value for option '${name}'${inside} is of type ${pythonType(item)} and we were unable to convert to ${element}: ${error.message}`,
      );
      return item;
    }
  });
}

function convertTo(wanted: string, value: Plain): Plain {
  const converter = Object.hasOwn(CONVERTERS, wanted) ? CONVERTERS[wanted] : undefined;
  if (!converter) throw new TypeMismatch(`'${wanted}' is not a type`);
  return converter(value);
}

function checkChoices(name: string, choices: Plain, values: PlainMap, say: (text: string) => void): void {
  if (choices === undefined || choices === null) return;
  if (!Array.isArray(choices)) {
    say(`internal error: choices for argument ${name} are not iterable: ${pythonText(choices)}`);
    return;
  }
  const value = values[name];
  const known = choices.map(pythonText).join(', ');
  const fits = (item: Plain): boolean => choices.some((choice) => sameValue(choice, item));
  if (Array.isArray(value)) {
    const strange = value.filter((item) => !fits(item)).map(pythonText);
    if (strange.length > 0)
      say(`value of ${name} must be one or more of: ${known}. Got no match for: ${strange.join(', ')}`);
  } else if (!fits(value) && !isYamlBoolean(value, choices)) {
    say(`value of ${name} must be one of: ${known}, got: ${pythonText(value)}`);
  }
}

/** `compat:` YAML made a boolean of `yes` or `off`: it is that choice when only one choice can be meant. */
function isYamlBoolean(value: Plain, choices: readonly Plain[]): boolean {
  const words =
    value === 'True'
      ? ['yes', 'on', 'y', 'true', 't', '1']
      : value === 'False'
        ? ['no', 'off', 'n', 'false', 'f', '0']
        : [];
  return choices.filter((choice) => words.includes(pythonText(choice))).length === 1;
}

function checkNested(
  name: string,
  attributes: PlainMap,
  values: PlainMap,
  context: readonly string[],
  found: Findings,
): void {
  const { type, elements, options } = attributes;
  if (type !== 'dict' && !(type === 'list' && elements === 'dict')) return;
  if (!isMap(options)) return;
  if ((values[name] === null || values[name] === undefined) && isTrue(attributes['apply_defaults'])) values[name] = {};
  const value = values[name];
  if (value === null || value === undefined) return;
  const spec = specOf(options);
  const inner = [...context, name];
  for (const element of Array.isArray(value) ? value : [value]) {
    if (!isMap(element)) {
      found.errors.push(`value of '${name}' must be of type dict or list of dicts`);
      continue;
    }
    const own = { ...element };
    takeAliases(spec, own);
    noteUnsupported(spec, own, inner, found);
    checkLevel(spec, own, inner, attributes, found);
  }
}

function present(terms: Plain, values: PlainMap): number {
  return [...new Set(listOf(terms).map(pythonText))].filter((term) => term in values).length;
}

function mutuallyExclusive(groups: Plain, values: PlainMap, say: (text: string) => void): void {
  const broken = listOf(groups).filter((group) => present(group, values) > 1);
  const shown = broken.map((group) => listOf(group).map(pythonText).join('|'));
  if (broken.length > 0) say(`parameters are mutually exclusive: ${shown.join(', ')}`);
}

function checkRules(rules: PlainMap, values: PlainMap, say: (text: string) => void): void {
  const names = (group: Plain): string => listOf(group).map(pythonText).join(', ');
  const together = listOf(rules['required_together']).find((group) => {
    const count = present(group, values);
    return count > 0 && count < listOf(group).length;
  });
  if (together !== undefined) say(`parameters are required together: ${names(together)}`);
  const oneOf = listOf(rules['required_one_of']).find((group) => present(group, values) === 0);
  if (oneOf !== undefined) say(`one of the following is required: ${names(oneOf)}`);
  for (const rule of listOf(rules['required_if'])) {
    const [key, wanted, required, any] = listOf(rule);
    const name = pythonText(key);
    if (!(name in values) || !sameValue(values[name], wanted)) continue;
    const missing = listOf(required)
      .map(pythonText)
      .filter((term) => !(term in values));
    if (missing.length === 0 || (isTrue(any) && missing.length < listOf(required).length)) continue;
    say(
      `${name} is ${pythonText(wanted)} but ${isTrue(any) ? 'any' : 'all'} of the following are missing: ${missing.join(', ')}`,
    );
    break;
  }
  for (const [key, required] of Object.entries(isMap(rules['required_by']) ? rules['required_by'] : {})) {
    if (values[key] === undefined || values[key] === null) continue;
    const missing = listOf(required)
      .map(pythonText)
      .filter((term) => values[term] === undefined || values[term] === null);
    if (missing.length === 0) continue;
    say(`missing parameter(s) required by '${key}': ${missing.join(', ')}`);
    break;
  }
}

function listOf(value: Plain): readonly Plain[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function isTrue(value: Plain): boolean {
  return value === true || (typeof value === 'string' && ['yes', 'true', 'on'].includes(value.toLowerCase()));
}

function sameValue(a: Plain, b: Plain): boolean {
  return a === b || (a !== null && typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
