// The filters of ansible.utils on nested data: to_paths, get_path, index_of.
import { Tuple, Undefined, type Value, type ValueMap } from '../../../value/index.js';
import { attribute, getItem } from '../../python/access.js';
import { mapGet, truthy } from '../../python/compare.js';
import { fail, failUndefined } from '../../python/errors.js';
import { parseLiteral } from '../../python/literal.js';
import { str, typeName } from '../../python/text.js';
import { looksLiteral } from '../../text-rules.js';
import type { Filter, FilterCall } from '../../types.js';
import { engineOf } from '../define.js';
import { argumentsOf } from './arguments.js';

const MOST_PATHS = 1_000_000;

function isList(v: Value): v is Value[] {
  return Array.isArray(v) && !(v instanceof Tuple);
}

function flatten(v: Value, name: string, out: ValueMap): void {
  if (out.size > MOST_PATHS) fail(`to_paths: there are more than ${MOST_PATHS} paths`);
  if (v instanceof Map && (v.size > 0 || name === '')) {
    for (const [key, item] of v) {
      // compat: a key that is no text may stand at the top, where it is handed on as it is.
      if (typeof key !== 'string' && name === '' && !(item instanceof Map) && !isList(item)) {
        out.set(key, item);
        continue;
      }
      const text = typeof key === 'string' ? key : fail(`to_paths: the key ${str(key)} is no text`);
      flatten(
        item,
        name === '' ? text : /^[a-zA-Z_]\w*\n?$/.test(text) ? `${name}.${text}` : `${name}['${text}']`,
        out,
      );
    }
  } else if (isList(v) && (v.length > 0 || name === ''))
    v.forEach((item, i) => {
      flatten(item, `${name}[${i}]`, out);
    });
  else out.set(name, v instanceof Map ? new Map() : isList(v) ? [] : v);
}

const toPaths: Filter = (call) => {
  const types = { var: 'raw', prepend: 'str', wantlist: 'bool' } as const;
  const { var: value, prepend, wantlist } = argumentsOf(call, 'to_paths', types);
  const empty = isList(value as Value) && (value as Value[]).length === 0;
  const name = prepend === undefined || prepend === null ? '' : str(prepend);
  const out: ValueMap = new Map();
  flatten(name === '' ? (value as Value) : new Map([[name, value as Value]]), '', out);
  const result: Value = empty && name === '' ? [] : out;
  return wantlist === true ? [result] : result;
};

/** compat: what is found goes through text, as a template's result does: numbers stay text, lists become lists again. */
function throughText(v: Value): Value {
  if (v === null) return '';
  if (typeof v === 'boolean' || v instanceof Map || isList(v)) return v;
  const text = str(v);
  return looksLiteral(text) ? (parseLiteral(text) ?? text) : text;
}

const STEP = /\s*(?:(?:^|\.)\s*([A-Za-z_]\w*|\d+)|\[\s*(?:(-?\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\])\s*/y;

/** The steps of a path as `a.b[0]['c d']`: names and subscripts, nothing that would be evaluated. */
function steps(path: string): { key: Value; dotted: boolean }[] {
  const out: { key: Value; dotted: boolean }[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const m = STEP.exec(path);
    if (!m) return fail(`get_path: '${path}' is no path`, "a path is names, numbers and ['keys'], as a.b[0]['c']");
    const quoted = m[3] ?? m[4];
    if (m[1] !== undefined) out.push({ key: /^\d/.test(m[1]) ? Number(m[1]) : m[1], dotted: true });
    else out.push({ key: quoted === undefined ? Number(m[2]) : quoted.replace(/\\(.)/g, '$1'), dotted: false });
  }
  if (out.length === 0) return fail('get_path needs a path');
  return typeof out[0]?.key === 'string' && out[0].dotted
    ? out
    : fail(`get_path: a path begins with a name, '${path}' does not`);
}

const getPath: Filter = (call) => {
  const types = { var: 'raw', path: 'str', wantlist: 'bool' } as const;
  // compat: what stands behind the path is dropped.
  const { var: value, path, wantlist } = argumentsOf({ ...call, args: call.args.slice(0, 1) }, 'get_path', types, 2);
  const engine = engineOf(call);
  if (!(value instanceof Map)) return fail(`get_path needs a dict, not ${typeName(value as Value)}`);
  let at: Value = value;
  for (const { key, dotted } of steps(str(path as Value))) {
    const own = dotted && typeof key === 'string' ? attribute(at, key) : undefined;
    at = engine.force(own === undefined ? getItem(at, key) : own, call.scope);
  }
  if (at instanceof Undefined) return failUndefined(at);
  return wantlist === true ? [throughText(at)] : throughText(at);
};

/** Runs a test by name; `!` or `not` in front of it turns it round. */
function holds(call: FilterCall, name: string, entry: Value, right: Value): boolean {
  let test = name;
  let invert = false;
  if (test.startsWith('!')) {
    invert = true;
    test = test.replace(/^!+/, '');
    if (test === '=') test = '==';
  } else if (test.startsWith('not ')) {
    invert = true;
    test = test.slice(4).trim();
  }
  const against = test === 'in' && !isList(right) ? [right] : right;
  const engine = engineOf(call);
  const definition = engine.testNamed(test);
  const result = engine.applyFilter(definition, {
    ...call,
    value: entry,
    args: right === null ? [] : [against],
    kwargs: new Map(),
  });
  return truthy(result) !== invert;
}

const indexOf: Filter = (call) => {
  const types = {
    data: 'list',
    test: 'str',
    value: 'raw',
    key: 'str',
    fail_on_missing: 'bool',
    wantlist: 'bool',
  } as const;
  const given = argumentsOf(call, 'index_of', types, 2);
  const { data, test, value = null, key = null, fail_on_missing: strict, wantlist } = given;
  const found: number[] = [];
  (data as Value[]).forEach((element, i) => {
    let entry = element;
    if (key !== null) {
      if (!(element instanceof Map))
        return fail(`index_of: with a key all entries must be dicts, not ${typeName(element)}`);
      const own = mapGet(element, key);
      if (own === undefined) {
        if (strict === true) fail(`index_of: '${str(key)}' was not found at [${i}]`);
        return;
      }
      entry = own;
    }
    if (holds(call, str(test as Value), entry, value)) found.push(i);
  });
  return found.length === 1 && wantlist !== true ? (found[0] as number) : found;
};

export const PATH_FILTERS = { to_paths: toPaths, get_path: getPath, index_of: indexOf };
