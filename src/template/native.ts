// Which text counts as the list, dict, boolean or other value it looks like.
import type { Value } from '../value/index.js';
import { parseLiteral } from './python/literal.js';
import { looksLiteral } from './text-rules.js';
import type { TemplateEngineOptions } from './options.js';

/** compat: what these give stays text (the default of Ansible's setting `dont_type_filters`). */
export const TEXT_FILTERS: readonly string[] = [
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
  'ppretty',
  'json',
];

/** Text that looks like a list, a dict or a boolean as that (with `native` any literal). `compat:` ansible-core before 2.19. */
export function typed(value: Value, options: TemplateEngineOptions): Value {
  if (typeof value !== 'string') return value;
  if (options.native ? !/^[\w[{('"+.-]/.test(value) : options.literals === false || !looksLiteral(value)) return value;
  if (!options.native) return parseLiteral(value) ?? value;
  const literal = parseLiteral(value, false);
  // compat: what is text inside gets its first character back on both sides, whatever that was.
  if (typeof literal === 'string') return `${value.charAt(0)}${literal}${value.charAt(0)}`;
  return literal === undefined ? value : literal;
}
