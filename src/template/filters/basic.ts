// Jinja2's filters on single values: default, numbers, strings.
import { PyObject, Undefined, type Value } from '../../value/index.js';
import { getAttribute } from '../python/access.js';
import { NO_KWARGS } from '../python/arguments.js';
import { spend } from '../python/budget.js';
import { callable } from '../python/callable.js';
import { truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { percentFormat } from '../python/percent-format.js';
import { capitalize } from '../python/str-case.js';
import { replace, split, splitLines } from '../python/str-split.js';
import { prettyFormat } from '../python/pretty.js';
import { bounded, chars, str, textLength, typeName } from '../python/text.js';
import { tuple } from '../../value/index.js';
import { wrapLine } from '../textwrap.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, needString, take, text, withoutArguments, type Table } from './define.js';
import { escapeHtml } from './html.js';

function defaultFilter(call: FilterCall): Value {
  const fallback = call.args[0] ?? call.kwargs.get('default_value') ?? '';
  if (call.args.length > 2 || call.kwargs.size > 0) take(call, 'default', ['default_value', 'boolean']);
  const boolean = call.args[1] ?? call.kwargs.get('boolean');
  if (call.value instanceof Undefined) return fallback;
  return boolean !== undefined && truthy(boolean) && !truthy(call.value) ? fallback : call.value;
}

function indent(call: FilterCall): Value {
  const [width, first, blank] = take(call, 'indent', ['width', 'first', 'blank']);
  if (width === null) fail('indent needs a number or text');
  const pad = typeof width === 'string' ? width : ' '.repeat(Math.max(0, integer(width, 4)));
  const source = needString(call.value, 'indent') + '\n';
  const lines = splitLines(source);
  let out: string;
  if (flag(blank, false)) out = lines.join(`\n${pad}`);
  else {
    const [head = '', ...rest] = lines;
    out = head + (rest.length > 0 ? '\n' + rest.map((l) => (l ? pad + l : l)).join('\n') : '');
  }
  bounded(out.length);
  return flag(first, false) ? pad + out : out;
}

function truncate(call: FilterCall): Value {
  const [lengthArg, killwords, endArg, leewayArg] = take(call, 'truncate', ['length', 'killwords', 'end', 'leeway']);
  const { value } = call;
  const length = integer(lengthArg, 255);
  if (endArg !== undefined && typeof endArg !== 'string') fail(`object of type '${typeName(endArg)}' has no len()`);
  const end = endArg ?? '...';
  const leeway = integer(leewayArg, 5);
  if (length < textLength(end)) fail(`expected length >= ${textLength(end)}, got ${length}`);
  if (leeway < 0) fail(`expected leeway >= 0, got ${leeway}`);
  if (lengthOf(value) <= length + leeway) return value;
  const all = chars(needString(value, 'truncate'));
  const cut = all.slice(0, length - textLength(end)).join('');
  if (flag(killwords, false)) return cut + end;
  const space = cut.lastIndexOf(' ');
  return (space < 0 ? cut : cut.slice(0, space)) + end;
}

function wordwrap(call: FilterCall): Value {
  const [widthArg, breakLong, wrapArg, hyphens] = take(call, 'wordwrap', [
    'width',
    'break_long_words',
    'wrapstring',
    'break_on_hyphens',
  ]);
  if (wrapArg !== undefined && wrapArg !== null && typeof wrapArg !== 'string')
    fail(`'${typeName(wrapArg)}' object has no attribute 'join'`);
  const lines = splitLines(needString(call.value, 'wordwrap'));
  if (lines.length === 0) return '';
  const options = {
    width: integer(widthArg, 79),
    breakLongWords: flag(breakLong, true),
    breakOnHyphens: flag(hyphens, true),
  };
  return lines.map((line) => wrapLine(line, options).join(text(wrapArg, '\n'))).join(text(wrapArg, '\n'));
}

/** Titles as Jinja2's filter does: words begin after whitespace, hyphens and brackets. */
function title(source: string): string {
  spend(source.length);
  return source
    .split(/([-\s({[<]+)/)
    .map((w) => {
      const [head = '', ...rest] = chars(w);
      return head.toUpperCase() + rest.join('').toLowerCase();
    })
    .join('');
}

function trim(call: FilterCall): Value {
  const [set] = take(call, 'trim', ['chars']);
  return callable(getAttribute(str(call.value), 'strip')).call(set === undefined ? [] : [set], NO_KWARGS);
}

const table: Table = {
  default: defaultFilter,
  d: defaultFilter,
  string: (call) => str(call.value),
  lower: (call) => str(call.value).toLowerCase(),
  upper: (call) => str(call.value).toUpperCase(),
  capitalize: (call) => capitalize(str(call.value)),
  title: (call) => title(str(call.value)),
  trim,
  replace: (call) => {
    const [from, to, count] = take(call, 'replace', ['old', 'new', 'count'], 2);
    return replace(str(call.value), str(from as Value), str(to as Value), integer(count, -1));
  },
  center: (call) => {
    const width = integer(take(call, 'center', ['width'])[0], 80);
    return callable(getAttribute(str(call.value), 'center')).call([width], NO_KWARGS);
  },
  indent,
  truncate,
  wordwrap,
  wordcount: (call) => str(call.value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  format: (call) => {
    if (call.args.length > 0 && call.kwargs.size > 0)
      fail("can't handle positional and keyword arguments at the same time");
    return percentFormat(str(call.value), call.kwargs.size > 0 ? new Map<Value, Value>(call.kwargs) : tuple(call.args));
  },
  length: (call) => lengthOf(call.value),
  count: (call) => lengthOf(call.value),
  escape: (call) => escapeHtml(str(call.value)),
  e: (call) => escapeHtml(str(call.value)),
  forceescape: (call) => escapeHtml(str(call.value)),
  safe: (call) => str(call.value),
  attr: (call) => {
    const name = take(call, 'attr', ['name'], 1)[0] as Value;
    if (typeof name !== 'string') return fail(`attribute name must be string, not '${typeName(name)}'`);
    if (call.value instanceof Map) {
      const method = getAttribute(new Map(), name);
      return method instanceof Undefined
        ? new Undefined(`'dict object' has no attribute '${name}'`)
        : getAttribute(call.value, name);
    }
    return getAttribute(call.value, name);
  },
  pprint: (call) => prettyFormat(call.value),
  split: (call) => {
    const [sep, max] = take(call, 'split', ['sep', 'maxsplit']);
    if (max === null) fail('maxsplit must be an integer');
    return split(typeof call.value === 'string' ? call.value : fail('split needs text'), sep, integer(max, -1));
  },
};

function lengthOf(v: Value): number {
  if (typeof v === 'string') return textLength(v);
  if (Array.isArray(v)) return v.length;
  if (v instanceof Map) return v.size;
  if (v instanceof PyObject && 'length' in v && typeof v.length === 'number') return v.length;
  if (v instanceof PyObject && 'items' in v) return (v as PyObject & { items(): Value[] }).items().length;
  return fail(`object of type '${typeName(v)}' has no len()`);
}

const BARE = 'string lower upper capitalize title wordcount length count escape e forceescape safe pprint'.split(' ');

export const BASIC_FILTERS = define({ ...table, ...withoutArguments(table, BARE) }, ['default', 'd']);
