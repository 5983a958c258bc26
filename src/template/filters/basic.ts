// Jinja2's filters on single values: default, numbers, strings.
import { Float, PyObject, Undefined, float, type Value } from '../../value/index.js';
import { getAttribute } from '../python/access.js';
import { NO_KWARGS } from '../python/arguments.js';
import { callable } from '../python/callable.js';
import { truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { fixed } from '../python/decimal.js';
import { arithmetic, int, isFloat, isInt, isNumeric, toNumber } from '../python/numbers.js';
import { percentFormat } from '../python/percent-format.js';
import { capitalize, replace, split, splitLines } from '../python/str-methods.js';
import { spend } from '../python/budget.js';
import { bounded, chars, repr, str, textLength, typeName } from '../python/text.js';
import { tuple } from '../../value/index.js';
import type { FilterCall } from '../types.js';
import { PyTimeDelta } from '../python/timedelta.js';
import { define, flag, integer, take, text, type Table } from './define.js';

function defaultFilter(call: FilterCall): Value {
  const fallback = call.args[0] ?? call.kwargs.get('default_value') ?? '';
  const boolean = call.args[1] ?? call.kwargs.get('boolean');
  if (call.value instanceof Undefined) return fallback;
  return boolean !== undefined && truthy(boolean) && !truthy(call.value) ? fallback : call.value;
}

/** Jinja2's `int`: leading conversions that fail give the default. */
function toInt(call: FilterCall): Value {
  const [fallback, base] = take(call, 'int', ['default', 'base']);
  const otherwise = fallback ?? 0;
  const v = call.value;
  if (typeof v === 'boolean') return Number(v);
  if (isInt(v)) return v;
  if (isFloat(v)) {
    const n = toNumber(v);
    return Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : otherwise;
  }
  if (typeof v !== 'string') return otherwise;
  return parseInteger(v, integer(base, 10)) ?? (parseFloatText(v) !== undefined ? truncated(v, otherwise) : otherwise);
}

function truncated(v: string, otherwise: Value): Value {
  const n = parseFloatText(v) ?? NaN;
  return Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : otherwise;
}

/** Python's `int(text, base)`, or undefined. */
function parseInteger(source: string, base: number): number | bigint | undefined {
  let t = source.trim().toLowerCase();
  if (/__|^_|_$/.test(t)) return undefined;
  t = t.replaceAll('_', '');
  const sign = t.startsWith('-') ? -1n : 1n;
  t = t.replace(/^[-+]/, '');
  const prefixes: Record<number, string> = { 16: '0x', 8: '0o', 2: '0b' };
  let radix = base;
  if (base === 0) {
    radix = t.startsWith('0x') ? 16 : t.startsWith('0o') ? 8 : t.startsWith('0b') ? 2 : 10;
    if (radix === 10 && /^0\d/.test(t)) return undefined;
  }
  const prefix = prefixes[radix];
  if (prefix && t.startsWith(prefix)) t = t.slice(2);
  if (t === '') return undefined;
  let n = 0n;
  for (const c of t) {
    const d = parseInt(c, 36);
    if (Number.isNaN(d) || d >= radix) return undefined;
    n = n * BigInt(radix) + BigInt(d);
  }
  return int(sign * n);
}

/** Python's `float(text)`, or undefined. */
function parseFloatText(source: string): number | undefined {
  const t = source.trim().toLowerCase();
  if (/^[-+]?(?:inf|infinity)$/.test(t)) return t.startsWith('-') ? -Infinity : Infinity;
  if (/^[-+]?nan$/.test(t)) return NaN;
  if (!/^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+)?$/.test(t)) return undefined;
  return Number(t.replaceAll('_', ''));
}

function toFloat(call: FilterCall): Value {
  const [fallback] = take(call, 'float', ['default']);
  const v = call.value;
  if (isNumeric(v)) return float(toNumber(v));
  const n = typeof v === 'string' ? parseFloatText(v) : undefined;
  return n === undefined ? (fallback ?? new Float(0)) : float(n);
}

function round(call: FilterCall): Value {
  const [precisionArg, methodArg] = take(call, 'round', ['precision', 'method']);
  const precision = integer(precisionArg, 0);
  const method = text(methodArg, 'common');
  const v = call.value;
  if (!isNumeric(v)) return fail(`round needs a number, not ${typeName(v)}`);
  if (!['common', 'ceil', 'floor'].includes(method)) fail('method must be common, ceil or floor');
  const n = toNumber(v);
  if (method === 'common') {
    if (isInt(v)) return precision >= 0 ? v : Math.round(n / 10 ** -precision) * 10 ** -precision;
    if (precision < 0) return float(Math.round(n / 10 ** -precision) * 10 ** -precision);
    const rounded = Number(fixed(Math.abs(n), precision));
    return float(n < 0 ? -rounded : rounded);
  }
  const scale = 10 ** precision;
  return float((method === 'ceil' ? Math.ceil(n * scale) : Math.floor(n * scale)) / scale);
}

function indent(call: FilterCall): Value {
  const [width, first, blank] = take(call, 'indent', ['width', 'first', 'blank']);
  const pad = typeof width === 'string' ? width : ' '.repeat(Math.max(0, integer(width, 4)));
  const source = str(call.value) + '\n';
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
  const source = str(call.value);
  const length = integer(lengthArg, 255);
  const end = text(endArg, '...');
  const all = chars(source);
  if (all.length <= length + integer(leewayArg, 5)) return source;
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
  const width = integer(widthArg, 79);
  const wrap = text(wrapArg, '\n');
  const breakWords = flag(breakLong, true);
  const pieces = flag(hyphens, true) ? /\s+|[^\s-]*-+(?=\w)|\S+/g : /\s+|\S+/g;
  const wrapLine = (line: string): string => {
    const out: string[] = [];
    let current = '';
    // The next one is the last of the array: taking from the front of a long array costs its length.
    const chunks: string[] = (line.match(pieces) ?? []).reverse();
    spend(chunks.length);
    while (chunks.length > 0) {
      const chunk = chunks.pop() ?? '';
      if (current.length + chunk.length <= width) {
        if (!(current === '' && out.length > 0 && /^\s+$/.test(chunk))) current += chunk;
      } else if (/^\s+$/.test(chunk)) {
        if (current.trimEnd() !== '') out.push(current.trimEnd());
        current = '';
      } else if (chunk.length > width && breakWords) {
        const room = Math.max(1, width - current.length);
        out.push(current + chunk.slice(0, room));
        current = '';
        if (chunk.length > room) chunks.push(chunk.slice(room));
      } else {
        if (current.trimEnd() !== '') out.push(current.trimEnd());
        current = chunk;
      }
    }
    if (current.trimEnd() !== '') out.push(current.trimEnd());
    return out.join(wrap);
  };
  return splitLines(str(call.value)).map(wrapLine).join(wrap);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

function escapeHtml(source: string): string {
  return source.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

function fileSize(call: FilterCall): Value {
  const binary = flag(take(call, 'filesizeformat', ['binary'])[0], false);
  const n = typeof call.value === 'string' ? Number(call.value) : isNumeric(call.value) ? toNumber(call.value) : NaN;
  const base = binary ? 1024 : 1000;
  const units = binary
    ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']
    : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  if (n === 1) return '1 Byte';
  if (n < base) return `${Math.trunc(n)} Bytes`;
  for (let i = 0; i < units.length; i++) {
    const unit = base ** (i + 2);
    if (n < unit || i === units.length - 1) return `${((base * n) / unit).toFixed(1)} ${units[i]}`;
  }
  return '';
}

/** Titles as Jinja2's filter does: words begin after whitespace, hyphens and brackets. */
function title(source: string): string {
  return source
    .split(/([-\s({[<]+)/)
    .map((w) => capitalize(w))
    .join('');
}

function trim(call: FilterCall): Value {
  const [set] = take(call, 'trim', ['chars']);
  return callable(getAttribute(str(call.value), 'strip')).call(set === undefined ? [] : [set], NO_KWARGS);
}

const table: Table = {
  default: defaultFilter,
  d: defaultFilter,
  int: toInt,
  float: toFloat,
  abs: (call) => {
    const v = call.value;
    if (v instanceof PyTimeDelta) return v.absolute();
    if (!isNumeric(v)) return fail(`bad operand type for abs(): '${typeName(v)}'`);
    return toNumber(v) < 0 ? arithmetic('-', 0, v) : typeof v === 'boolean' ? Number(v) : v;
  },
  round,
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
  striptags: (call) =>
    str(call.value)
      .replace(/<!--[^]*?-->/g, '')
      .replace(/<[^>]*>/g, '')
      .split(/\s+/)
      .filter((w) => w)
      .join(' '),
  attr: (call) => {
    const name = text(take(call, 'attr', ['name'], 1)[0], '');
    if (call.value instanceof Map) {
      const method = getAttribute(new Map(), name);
      return method instanceof Undefined
        ? new Undefined(`'dict object' has no attribute '${name}'`)
        : getAttribute(call.value, name);
    }
    return getAttribute(call.value, name);
  },
  filesizeformat: fileSize,
  pprint: (call) => repr(call.value),
  urlize: () => fail("the filter 'urlize' is not supported"),
  xmlattr: (call) => {
    const [autospace] = take(call, 'xmlattr', ['autospace']);
    if (!(call.value instanceof Map)) return fail('xmlattr needs a mapping');
    const parts: string[] = [];
    for (const [k, v] of call.value) {
      if (v === null || v instanceof Undefined) continue;
      if (/[\s/>=]/.test(str(k))) fail(`invalid character in attribute name: ${repr(k)}`);
      parts.push(`${escapeHtml(str(k))}="${escapeHtml(str(v))}"`);
    }
    const out = parts.join(' ');
    return out && flag(autospace, true) ? ` ${out}` : out;
  },
  split: (call) => {
    const [sep, max] = take(call, 'split', ['sep', 'maxsplit']);
    return split(typeof call.value === 'string' ? call.value : fail('split needs text'), sep, integer(max, -1));
  },
};

function lengthOf(v: Value): number {
  if (typeof v === 'string') return textLength(v);
  if (Array.isArray(v)) return v.length;
  if (v instanceof Map) return v.size;
  if (v instanceof PyObject && 'items' in v) return (v as PyObject & { items(): Value[] }).items().length;
  return fail(`object of type '${typeName(v)}' has no len()`);
}

export const BASIC_FILTERS = define(table, ['default', 'd']);
