// Which text counts as the list, dict, boolean or other value it looks like.
import { TemplateText, type Value } from '../value/index.js';
import { parseLiteral } from './python/literal.js';
import { parseValue, type Expr } from './syntax/index.js';
import { dropLastNewline, looksLiteral, normalise, shortName } from './text-rules.js';
import type { TemplateEngineOptions } from './options.js';
import type { Scope } from './types.js';

/** compat: what these give stays text (the default of Ansible's setting `dont_type_filters`). */
const TEXT_FILTERS: readonly string[] = [
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
  'ppretty',
  'json',
];
const MAX_DEPTH = 200;

/**
 * Text that looks like a list, a dict or a boolean as that (with `native` any literal), unless the filter that made it
 * says it is text. `compat:` ansible-core before 2.19.
 * @param from the expression that gave the value, when it stood alone
 */
export function typed(value: Value, from: Expr | undefined, scope: Scope, options: TemplateEngineOptions): Value {
  if (typeof value !== 'string') return value;
  if (options.native ? !/^[\w[{('"+.-]/.test(value) : options.literals === false || !looksLiteral(value)) return value;
  if (from && isMadeAsText(from, scope, 0, options.textFilters ?? TEXT_FILTERS)) return value;
  if (!options.native) return parseLiteral(value) ?? value;
  const literal = parseLiteral(value, false);
  // compat: what is text inside gets its first character back on both sides, whatever that was.
  if (typeof literal === 'string') return `${value.charAt(0)}${literal}${value.charAt(0)}`;
  return literal === undefined ? value : literal;
}

/** Whether the filter that makes all of a template's text says that it is text. */
export function isTextOfFilter(text: TemplateText, scope: Scope, options: TemplateEngineOptions): boolean {
  const { single } = parseValue(dropLastNewline(normalise(text.source, '\n')), text.span);
  return single !== undefined && isMadeAsText(single, scope, 0, options.textFilters ?? TEXT_FILTERS);
}

function isMadeAsText(e: Expr, scope: Scope, depth: number, filters: readonly string[]): boolean {
  if (e.t === 'filter') return filters.includes(shortName(e.name));
  if (e.t !== 'name' || depth > MAX_DEPTH) return false;
  const raw = scope.lookup(e.name);
  if (typeof raw === 'string') return scope.isMadeAsText?.(e.name) === true;
  if (!(raw instanceof TemplateText)) return false;
  const { single } = parseValue(dropLastNewline(normalise(raw.source, '\n')), raw.span);
  return single !== undefined && isMadeAsText(single, scope, depth + 1, filters);
}
