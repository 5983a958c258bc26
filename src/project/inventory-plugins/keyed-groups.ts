// The entries of `keyed_groups`: how the value of a key becomes the names of groups.
import { TsplayError, type Span } from '../../ground/index.js';
import { Float, keyText, spansOf, TemplateText, valueSpan, type Value, type ValueMap } from '../../value/index.js';
import { type PluginConfig } from './files.js';

export interface KeyedGroup {
  readonly key: Value;
  readonly prefix: string;
  readonly separator: string;
  readonly parentGroup: Value | undefined;
  /** Stands for an empty value; undefined when there is none. */
  readonly defaultValue: string | undefined;
  readonly trailingSeparator: boolean;
  readonly span: Span;
}

/** @throws TsplayError bad-inventory for entries that are none */
export function readKeyedGroups(config: PluginConfig): KeyedGroup[] {
  const list = config.list('keyed_groups');
  return list.map((entry, i) => {
    const span = spansOf(entry)?.self ?? valueSpan(list, i) ?? config.placeOf('keyed_groups');
    if (!(entry instanceof Map) || entry.size === 0) {
      throw bad('an entry of keyed_groups must be a mapping', span, "write '- key: expression'");
    }
    if (!entry.has('key'))
      throw bad("an entry of keyed_groups has no 'key'", span, 'key: is the expression to group by');
    const defaultValue = entry.get('default_value') ?? null;
    const trailing = entry.get('trailing_separator') ?? null;
    if (defaultValue !== null && trailing !== null) {
      throw bad('default_value and trailing_separator exclude each other', span, 'remove one of them');
    }
    return {
      key: entry.get('key') ?? null,
      prefix: textOf(entry, 'prefix', ''),
      separator: textOf(entry, 'separator', '_'),
      parentGroup: entry.get('parent_group') ?? undefined,
      defaultValue: defaultValue === null ? undefined : textOf(entry, 'default_value', ''),
      trailingSeparator: trailing !== false,
      span,
    };
  });
}

function textOf(entry: ValueMap, name: string, fallback: string): string {
  const value = entry.get(name);
  if (value === undefined) return fallback;
  return value instanceof TemplateText ? value.source : value === null ? '' : keyText(value);
}

/**
 * The groups for the value of the key; undefined when the value is empty.
 * @param text how a value inside a name is written
 * @throws TsplayError bad-inventory for a value that cannot be a name
 */
export function keyedGroupNames(
  { prefix, separator, defaultValue, trailingSeparator, span }: KeyedGroup,
  value: Value,
  leadingSeparator: boolean,
  text: (value: Value) => string,
): string[] | undefined {
  if (isEmpty(value) && !(value === '' && defaultValue !== undefined)) return undefined;
  const orDefault = (name: Value): string => (name === '' && defaultValue !== undefined ? defaultValue : text(name));
  let bare: string[];
  if (typeof value === 'string') bare = [orDefault(value)];
  // compat: a number is its text there, where expressions that are no plain name give text.
  else if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) bare = [text(value)];
  else if (Array.isArray(value)) bare = value.map(orDefault);
  else if (value instanceof Map) {
    bare = [...value].map(([name, v]) => {
      if (v === '' && defaultValue === undefined && !trailingSeparator) return text(name);
      return text(name) + separator + orDefault(v);
    });
  } else {
    const hint = 'the key gives text, a list of texts or a mapping; use the filter string';
    throw bad(`a group name cannot be made of ${text(value)}`, span, hint);
  }
  const between = prefix === '' && !leadingSeparator ? '' : separator;
  return bare.map((name) => prefix + between + name);
}

/** What Python takes as false. */
function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value instanceof Map ? value.size === 0 : value === null || value === false || value === 0 || value === '';
}

function bad(message: string, span: Span, hint: string): TsplayError {
  return new TsplayError('bad-inventory', message, { span, hint });
}
