// Filters between values and JSON or YAML text.
import type { Value } from '../../value/index.js';
import { parseJson } from '../json-parse.js';
import { dumpJson } from '../python-json.js';
import { iterate } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { indexOf } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import { dumpYaml } from '../pyyaml-dump.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, take, type Table } from './define.js';

const JSON_OPTIONS = ['indent', 'sort_keys', 'ensure_ascii', 'separators', 'skipkeys', 'allow_nan'];
/** compat: taken by Ansible, without effect on the values there are here. */
const WITHOUT_EFFECT = ['vault_to_text', 'preprocess_unsafe', 'check_circular', 'default'];

interface JsonDefaults {
  readonly indent: Value;
  readonly sortKeys: boolean;
}

function toJson(call: FilterCall, defaults: JsonDefaults): Value {
  const [i, sort, ascii, separators, skip, nan] = take(call, 'to_json', [...JSON_OPTIONS, ...WITHOUT_EFFECT]);
  return dumpJson(call.value, {
    indent: jsonIndent(i === undefined ? defaults.indent : i),
    sortKeys: flag(sort, defaults.sortKeys),
    ensureAscii: flag(ascii, true),
    separators: separators === undefined || separators === null ? undefined : separatorPair(separators),
    skipKeys: flag(skip, false),
    noNan: !flag(nan, true),
  });
}

function separatorPair(v: Value): [string, string] {
  const [item, key, ...more] = iterate(v);
  return typeof item === 'string' && typeof key === 'string' && more.length === 0
    ? [item, key]
    : fail('separators are two texts');
}

function jsonIndent(v: Value): number | string | null {
  return v === null || typeof v === 'string' ? v : indexOf(v, 'indent');
}

function noArguments(call: FilterCall, what: string): void {
  if (call.args.length > 0) fail(`${what}() takes no positional arguments`);
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
  to_json: (call) => {
    noArguments(call, 'to_json');
    return toJson(call, { indent: null, sortKeys: false });
  },
  to_nice_json: (call) => {
    // compat: other separators are not taken over.
    const kwargs = new Map(call.kwargs);
    kwargs.delete('separators');
    return toJson({ ...call, kwargs }, { indent: 4, sortKeys: true });
  },
  // compat: Jinja2's tojson escapes what HTML would misread and sorts keys.
  tojson: (call) => {
    take(call, 'tojson', ['indent']);
    const made = str(toJson(call, { indent: null, sortKeys: true }));
    return made.replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  },
  to_yaml: (call) => toYaml(call, undefined, null),
  to_nice_yaml: (call) => toYaml(call, 4, false),
  from_json: (call) => {
    if (typeof call.value !== 'string') return fail(`the JSON object must be str, not ${typeName(call.value)}`);
    noArguments(call, 'from_json');
    return parseJson(call.value, flag(take(call, 'from_json', ['strict'])[0], true));
  },
  from_yaml: (call) => (typeof call.value === 'string' ? call.port.fromYaml(call.value) : call.value),
  from_yaml_all: (call) => (typeof call.value === 'string' ? call.port.fromYamlAll(call.value) : call.value),
};

export const FORMAT_FILTERS = define(table, [], ['to_yaml', 'to_nice_yaml']);
