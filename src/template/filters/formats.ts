// Filters between values and JSON or YAML text.
import { tuple, type Value } from '../../value/index.js';
import { parseJson } from '../json-parse.js';
import { dumpJson } from '../python-json.js';
import { iterate, truthy } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { indexOf, isFloat, isInt, isNumeric, toNumber } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import { dumpYaml } from '../pyyaml/dump.js';
import type { FilterCall } from '../types.js';
import { define, flag, take, withoutArguments, type Table } from './define.js';

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
    // compat: text is written without a look at the indent.
    indent: typeof call.value === 'string' ? null : jsonIndent(i === undefined ? defaults.indent : i),
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
  'default_flow_style',
  'width',
  'sort_keys',
  'explicit_start',
  'explicit_end',
  'line_break',
  'default_style',
  'canonical',
  'version',
  'tags',
  'encoding',
];

/** @param fixedFlow whether the filter says the flow style itself and refuses another */
function toYaml(call: FilterCall, indent: number | null, fixedFlow: boolean): Value {
  const names = ['indent', ...YAML_OPTIONS.filter((n) => !fixedFlow || n !== 'default_flow_style')];
  // compat: but for the indent of to_nice_yaml, what is given by position is dropped without a word.
  const given = take({ ...call, args: fixedFlow ? call.args.slice(0, 1) : [] }, 'to_yaml', names);
  const option = (name: string): Value | undefined => given[names.indexOf(name)] ?? undefined;
  const number = (name: string): number | undefined => {
    const v = option(name);
    return v === undefined ? undefined : Math.trunc(cNumber(v, name));
  };
  const style = option('default_flow_style');
  checkEncoding(option('encoding'));
  return dumpYaml(call.value, {
    indent: given[0] === undefined ? (indent ?? undefined) : number('indent'),
    width: number('width'),
    aliases: true,
    flow: fixedFlow ? false : style === undefined ? null : truthy(style),
    sortKeys: truthy(given[names.indexOf('sort_keys')] === undefined ? true : (option('sort_keys') ?? null)),
    explicitStart: flag(option('explicit_start'), false),
    explicitEnd: flag(option('explicit_end'), false),
    lineBreak: ['\r', '\r\n'].find((b) => b === option('line_break')),
    defaultStyle: styleText(option('default_style')),
    canonical: flag(option('canonical'), false),
    version: versionOf(option('version')),
    tags: tagsOf(option('tags')),
  });
}

/** A number as C takes it from Python: floats too, text never. */
function cNumber(v: Value, name: string): number {
  const n = isNumeric(v) ? toNumber(v) : fail(`to_yaml: ${name} must be a number, not ${typeName(v)}`);
  return Math.abs(n) < 2 ** 31 ? n : fail(`to_yaml: ${name} is too large`);
}

function styleText(v: Value | undefined): string | undefined {
  if (v === undefined || !truthy(v)) return undefined;
  return typeof v === 'string' ? v : fail(`to_yaml: default_style must be text, not ${typeName(v)}`);
}

function versionOf(v: Value | undefined): [number, number] | undefined {
  if (v === undefined || !truthy(v)) return undefined;
  const [major, minor] = Array.isArray(v) ? v : [];
  return major !== undefined && minor !== undefined
    ? [cNumber(major, 'version'), cNumber(minor, 'version')]
    : fail('to_yaml: version is a list of two numbers, such as [1, 2]');
}

function tagsOf(v: Value | undefined): { handle: string; prefix: string }[] {
  if (v === undefined || !truthy(v)) return [];
  if (!(v instanceof Map)) return fail(`to_yaml: tags is a dict of handles and prefixes, not ${typeName(v)}`);
  return [...v].map(([handle, prefix]) =>
    typeof handle === 'string' && typeof prefix === 'string'
      ? { handle, prefix }
      : fail('to_yaml: tags is a dict of texts'),
  );
}

/** compat: whatever the encoding is called the result is text, but for UTF-16, whose bytes Ansible mistakes for UTF-8. */
function checkEncoding(v: Value | undefined): void {
  if (v === 'utf-16-le' || v === 'utf-16-be')
    unsupported(`to_yaml: the encoding ${v} is not supported`, 'leave it out: the result is text');
}

/** What Python's json.loads hands parts of the text to. */
const HOOKS = ['cls', 'object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant'];

/** Whether a hook would have been asked. */
function wants(hook: string, v: Value): boolean {
  if (hook === 'cls') return true;
  if (Array.isArray(v)) return v.some((item) => wants(hook, item));
  if (v instanceof Map) return hook.startsWith('object') || [...v.values()].some((item) => wants(hook, item));
  if (hook === 'parse_int') return isInt(v);
  const finite = isFloat(v) && Number.isFinite(toNumber(v));
  return hook === 'parse_float' ? finite : hook === 'parse_constant' && isFloat(v) && !finite;
}

const table: Table = {
  to_json: (call) => {
    noArguments(call, 'to_json');
    return toJson(call, { indent: null, sortKeys: false });
  },
  to_nice_json: (call) => {
    if (call.args.length > 2) fail('to_nice_json() takes at most indent and sort_keys by position');
    // compat: other separators are not taken over.
    const kwargs = new Map(call.kwargs);
    kwargs.delete('separators');
    if (kwargs.get('indent') === null) kwargs.set('separators', tuple([',', ': ']));
    return toJson({ ...call, kwargs }, { indent: 4, sortKeys: true });
  },
  // compat: Jinja2's tojson escapes what HTML would misread and sorts keys.
  tojson: (call) => {
    take(call, 'tojson', ['indent']);
    const made = str(toJson(call, { indent: null, sortKeys: true }));
    return made.replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  },
  to_yaml: (call) => toYaml(call, null, false),
  to_nice_yaml: (call) => toYaml(call, 4, true),
  from_json: (call) => {
    if (typeof call.value !== 'string') return fail(`the JSON object must be str, not ${typeName(call.value)}`);
    noArguments(call, 'from_json');
    const [strict, ...hooks] = take(call, 'from_json', ['strict', ...HOOKS]);
    const value = parseJson(call.value, flag(strict, true));
    hooks.forEach((hook, i) => {
      if (hook !== undefined && hook !== null && wants(HOOKS[i] ?? '', value))
        unsupported(`from_json: ${HOOKS[i]} is not supported`, 'change the values afterwards');
    });
    return value;
  },
  from_yaml: (call) => (typeof call.value === 'string' ? call.port.fromYaml(call.value) : call.value),
  from_yaml_all: (call) => (typeof call.value === 'string' ? call.port.fromYamlAll(call.value) : call.value),
};

export const FORMAT_FILTERS = define(
  { ...table, ...withoutArguments(table, ['from_yaml', 'from_yaml_all']) },
  [],
  ['to_yaml', 'to_nice_yaml'],
);
