// Ansible's filters of regular expressions: regex_search, regex_findall, regex_replace, regex_escape.
import { tuple, type Value } from '../../value/index.js';
import { spend } from '../python/budget.js';
import { fail } from '../python/errors.js';
import { repr, str, typeName } from '../python/text.js';
import { escapePython, pythonRegex, substitute, type PythonRegex } from '../python-regex.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, take, text, type Table } from './define.js';

function compiled(
  pattern: Value | undefined,
  ignoreCase: Value | undefined,
  multiline: Value | undefined,
): PythonRegex {
  if (typeof pattern !== 'string')
    return fail(`a regular expression is text, not ${typeName(pattern === undefined ? null : pattern)}`);
  return pythonRegex(pattern, { ignoreCase: flag(ignoreCase, false), multiline: flag(multiline, false) });
}

function regexReplace(call: FilterCall): Value {
  const [pattern, replacement, ignoreCase, multiline, count, mandatory] = take(call, 'regex_replace', [
    'pattern',
    'replacement',
    'ignorecase',
    'multiline',
    'count',
    'mandatory_count',
  ]);
  const regex = compiled(pattern ?? '', ignoreCase, multiline);
  const by = replacement === undefined ? '' : replacement;
  if (pattern === null) fail('a regular expression is text, not NoneType');
  if (typeof by !== 'string') return fail(`the replacement is text, not ${typeName(by)}`);
  const subject = str(call.value);
  const result = substitute(regex, by, subject, integer(count, 0));
  spend(6 * result.count);
  const wanted = integer(mandatory, 0);
  if (wanted && wanted !== result.count)
    fail(`'${text(pattern, '')}' should match ${wanted} times, but matches ${result.count} times in '${subject}'`);
  return result.text;
}

function regexSearch(call: FilterCall): Value {
  // compat: other keywords are not looked at.
  const pattern = call.args.length > 0 ? call.args[0] : call.kwargs.get('regex');
  const regex = compiled(pattern, call.kwargs.get('ignorecase'), call.kwargs.get('multiline'));
  const wanted = call.args.slice(1).map((g) => wantedGroup(g));
  const m = regex.exec(str(call.value));
  if (!m) return null;
  if (wanted.length === 0) return m[0];
  return wanted.map((name) => {
    const index = typeof name === 'number' ? name : regex.groupNames.get(name);
    if (index === undefined || index > regex.groupCount) return fail(`no such group: ${name}`);
    return m[index] ?? null;
  });
}

/** `\1` asks for a group by its number, `\g<x>` by its name; compat: a number is no name. */
function wantedGroup(argument: Value): number | string {
  const found = typeof argument === 'string' ? /^\\(?:g<(\S+)>|(\d+))/.exec(argument) : null;
  if (!found) return fail(`Unknown argument ${repr(argument)} of regex_search`);
  return found[1] ?? Number(found[2]);
}

function regexFindall(call: FilterCall): Value {
  const [pattern, multiline, ignoreCase] = take(call, 'regex_findall', ['regex', 'multiline', 'ignorecase'], 1);
  const regex = compiled(pattern, ignoreCase, multiline);
  return [...str(call.value).matchAll(regex)].map((m) =>
    m.length === 1 ? m[0] : m.length === 2 ? (m[1] ?? '') : tuple(m.slice(1).map((g) => g ?? '')),
  );
}

function regexEscape(call: FilterCall): Value {
  const kind = text(take(call, 'regex_escape', ['re_type'])[0], 'python');
  const source = str(call.value);
  if (kind === 'python') return escapePython(source);
  if (kind === 'posix_basic') return source.replace(/[\][.^$*\\]/g, '\\$&');
  return fail(`Invalid regex type (${kind})`);
}

const table: Table = {
  regex_replace: regexReplace,
  regex_search: regexSearch,
  regex_findall: regexFindall,
  regex_escape: regexEscape,
};

export const REGEX_FILTERS = define(table);
