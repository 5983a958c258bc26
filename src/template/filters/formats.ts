// Filters between values and JSON or YAML text.
import type { Value } from '../../value/index.js';
import { parseJson } from '../json-parse.js';
import { dumpJson } from '../python-json.js';
import { fail } from '../python/errors.js';
import { str, typeName } from '../python/text.js';
import { dumpYaml } from '../pyyaml-dump.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, take, type Table } from './define.js';

const JSON_OPTIONS = [
  'indent',
  'sort_keys',
  'ensure_ascii',
  'separators',
  'skipkeys',
  'vault_to_text',
  'preprocess_unsafe',
];

function toJson(call: FilterCall, indent: Value, sortKeys: boolean, ensureAscii = true): Value {
  const [i, sort, ascii, separators, skip] = take(call, 'to_json', JSON_OPTIONS);
  return dumpJson(call.value, {
    indent: jsonIndent(i === undefined ? indent : i),
    sortKeys: flag(sort, sortKeys),
    ensureAscii: flag(ascii, ensureAscii),
    separators: Array.isArray(separators) ? [str(separators[0] ?? ''), str(separators[1] ?? '')] : undefined,
    skipKeys: flag(skip, false),
  });
}

function jsonIndent(v: Value): number | string | null {
  return v === null || typeof v === 'string' || typeof v === 'number' ? v : integer(v, 0);
}

const YAML_OPTIONS = [
  'indent',
  'width',
  'default_flow_style',
  'sort_keys',
  'explicit_start',
  'explicit_end',
  'line_break',
  'default_style',
];

function toYaml(call: FilterCall, indent: number | undefined, flow: boolean | null): Value {
  const [i, width, style, sort, start, end, lineBreak, defaultStyle] = take(call, 'to_yaml', YAML_OPTIONS);
  if (lineBreak !== undefined || (defaultStyle ?? null) !== null)
    fail('to_yaml: line_break and default_style are not supported');
  return dumpYaml(call.value, {
    indent: i === undefined ? indent : integer(i, 2),
    width: width === undefined ? undefined : integer(width, 80),
    flow: style === undefined ? flow : style === null ? null : flag(style, false),
    sortKeys: flag(sort, true),
    explicitStart: flag(start, false),
    explicitEnd: flag(end, false),
    unicode: true,
  });
}

const table: Table = {
  to_json: (call) => toJson(call, null, false),
  to_nice_json: (call) => toJson(call, 4, true),
  // compat: Jinja2's tojson escapes what HTML would misread and sorts keys.
  tojson: (call) => str(toJson(call, null, true)).replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  to_yaml: (call) => toYaml(call, undefined, null),
  to_nice_yaml: (call) => toYaml(call, 4, false),
  from_json: (call) => {
    if (typeof call.value !== 'string') return fail(`the JSON object must be str, not ${typeName(call.value)}`);
    return parseJson(call.value);
  },
  from_yaml: (call) => (typeof call.value === 'string' ? call.port.fromYaml(call.value) : call.value),
  from_yaml_all: (call) => (typeof call.value === 'string' ? call.port.fromYamlAll(call.value) : call.value),
};

export const FORMAT_FILTERS = define(table, [], ['to_yaml', 'to_nice_yaml']);
