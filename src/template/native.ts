// Which text counts as the list, dict or boolean it looks like.
import { TemplateText, type Value } from '../value/index.js';
import { parseLiteral } from './python/literal.js';
import { parseValue, type Expr } from './syntax/index.js';
import { dropLastNewline, looksLiteral, normalise, shortName } from './text-rules.js';
import type { Scope } from './types.js';

/** compat: what these give stays text (Ansible's setting DONT_TYPE_FILTERS). */
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
 * Text that looks like a list, a dict or a boolean as that, unless the filter that made it says it is text.
 * `compat:` ansible-core before 2.19.
 * @param from the expression that gave the value, when it stood alone
 */
export function typed(value: Value, from: Expr | undefined, scope: Scope): Value {
  if (typeof value !== 'string' || !looksLiteral(value)) return value;
  if (from && isMadeAsText(from, scope, 0)) return value;
  return parseLiteral(value) ?? value;
}

function isMadeAsText(e: Expr, scope: Scope, depth: number): boolean {
  if (e.t === 'filter') return TEXT_FILTERS.includes(shortName(e.name));
  if (e.t !== 'name' || depth > MAX_DEPTH) return false;
  const raw = scope.lookup(e.name);
  if (!(raw instanceof TemplateText)) return false;
  const { single } = parseValue(dropLastNewline(normalise(raw.source, '\n')), raw.span);
  return single !== undefined && isMadeAsText(single, scope, depth + 1);
}
