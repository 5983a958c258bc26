// Ansible's filters on text: regular expressions, quoting, comments, encodings, hashes, URLs.
import { Undefined, type Value } from '../../value/index.js';
import { truthy } from '../python/compare.js';
import { fail, failUndefined } from '../python/errors.js';
import { isNumeric, toNumber } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, integer, needString, take, text, withoutArguments, type Table } from './define.js';

const STYLES: Record<string, Record<string, string>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
};

function comment(call: FilterCall): Value {
  if (call.args.length > 1) fail('comment() takes at most 1 positional argument');
  const style = text(call.args[0] ?? call.kwargs.get('style'), 'plain');
  const base = STYLES[style] ?? fail(`Invalid style '${style}'. Available styles: ${Object.keys(STYLES).join(', ')}`);
  const kw = (name: string): string | undefined => {
    const v = call.kwargs.get(name);
    return v === undefined ? undefined : str(v);
  };
  const times = (name: string): number => {
    const v = call.kwargs.get(name);
    return typeof v === 'string' && /^\s*[-+]?\d+\s*$/.test(v) ? Number(v) : integer(v, 1);
  };
  // compat: other arguments are not looked at.
  const decoration = kw('decoration') ?? base['decoration'] ?? '';
  const edge = decoration.trimEnd();
  const newline = kw('newline') ?? '\n';
  const beginning = kw('beginning') ?? base['beginning'] ?? '';
  const prefix = kw('prefix') ?? edge;
  const postfix = kw('postfix') ?? edge;
  const end = kw('end') ?? base['end'] ?? '';
  const head = beginning ? beginning + newline : '';
  const before = prefix ? (prefix + newline).repeat(Math.max(0, times('prefix_count'))) : '';
  const body = needString(call.value, 'comment')
    .split(newline)
    .map((line) => decoration + line)
    .join(newline)
    .replaceAll(decoration + newline, edge + newline);
  const after = (newline + postfix).repeat(Math.max(0, times('postfix_count')));
  return head + before + body + after + (end ? newline + end : '');
}

/** The text as one shell word, as shlex.quote gives it. */
function shellQuote(source: string): string {
  if (source === '') return "''";
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(source) ? source : `'${source.replaceAll("'", `'"'"'`)}'`;
}

/** An alternative that is undefined matters only when it is the one. */
function ternary(call: FilterCall): Value {
  const { value } = call;
  if (value instanceof Undefined) return failUndefined(value);
  const names = ['true_val', 'false_val', 'none_val'];
  if (call.args.length > 3) fail(`ternary() takes at most 3 arguments (${call.args.length} given)`);
  for (const name of call.kwargs.keys()) if (!names.includes(name)) fail(`ternary() has no argument '${name}'`);
  const [yes, no, none] = names.map((name, i) => (i < call.args.length ? call.args[i] : call.kwargs.get(name)));
  if (yes === undefined || no === undefined) return fail('ternary() needs true_val and false_val');
  if (value === null && none !== undefined && none !== null) return none;
  return truthy(value) ? yes : no;
}

const table: Table = {
  quote: (call) => shellQuote(call.value === null ? '' : str(call.value)),
  comment,
  bool: (call) => {
    const v = call.value;
    if (v === null || typeof v === 'boolean') return v;
    if (typeof v === 'string') return ['yes', 'on', '1', 'true'].includes(v.toLowerCase());
    return isNumeric(v) && toNumber(v) === 1;
  },
  ternary,
  mandatory: (call) => {
    const [message] = take(call, 'mandatory', ['msg']);
    if (!(call.value instanceof Undefined)) return call.value;
    const { name } = call.value;
    return fail(
      message === undefined || message === null
        ? `Mandatory variable ${name === undefined ? '' : `'${name}' `}not defined.`
        : str(message),
    );
  },
  type_debug: (call) => typeName(call.value),
};

export const TEXT_FILTERS = define(
  { ...table, ...withoutArguments(table, ['quote', 'bool', 'type_debug']) },
  ['mandatory', 'type_debug', 'ternary'],
  ['type_debug'],
);
