// Ansible's tests: truth, sets, regular expressions, versions, files on the controller, URLs.
import { TsplayError } from '../../ground/index.js';
import { Undefined, VaultedText, type Value } from '../../value/index.js';
import { isSubset } from '../filters/collections.js';
import {
  define,
  engineOf,
  flag,
  list,
  needString,
  take,
  text,
  withoutArguments,
  type Table,
} from '../filters/define.js';
import { contains, iterate, truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { isNumeric, toNumber } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import { splitUrl, type SplitUrl } from '../python-url.js';
import type { Filter, FilterCall } from '../types.js';
import { FILE_TESTS } from './files.js';
import { versionTest } from './version.js';

function regexTest(name: string, type: string): Filter {
  return (call) => {
    const [pattern, ignoreCase, multiline, matchType] = take(call, name, [
      'pattern',
      'ignorecase',
      'multiline',
      'match_type',
    ]);
    const flags = { ignoreCase: flag(ignoreCase, false), multiline: flag(multiline, false) };
    if (pattern !== undefined && typeof pattern !== 'string')
      fail(`the test ${name} needs a pattern, not ${typeName(pattern)}`);
    const kind = name === 'regex' ? text(matchType, 'search') : type;
    const source = text(pattern, '');
    if (kind === 'fullmatch') return pythonRegex(source, flags).fullMatch(str(call.value));
    if (kind !== 'search' && kind !== 'match') fail(`the match_type '${kind}' is none of search, match, fullmatch`);
    return pythonRegex(source, flags, kind === 'match' ? 'y' : 'g').test(str(call.value));
  };
}

function other(call: FilterCall): Value[] {
  return [...iterate(take(call, 'the test', ['other'], 1)[0] as Value)];
}

/** compat: `truthy(convert_bool=true)` also knows yes, no, on, off and the like. */
function isTruthy(call: FilterCall): boolean {
  const [convert] = take(call, 'truthy', ['convert_bool']);
  const v = call.value;
  if (flag(convert, false)) {
    const word =
      isNumeric(v) && typeof v !== 'boolean'
        ? String(toNumber(v))
        : typeof v === 'string'
          ? v.trim().toLowerCase()
          : '';
    if (['y', 'yes', 'on', '1', 'true', 't'].includes(word)) return true;
    if (['n', 'no', 'off', '0', 'false', 'f'].includes(word)) return false;
  }
  return truthy(v);
}

const table: Table = {
  truthy: isTruthy,
  falsy: (call) => !isTruthy(call),
  match: regexTest('match', 'match'),
  search: regexTest('search', 'search'),
  regex: regexTest('regex', 'search'),
  subset: (call) => isSubset(list(call), other(call)),
  issubset: (call) => isSubset(list(call), other(call)),
  superset: (call) => isSubset(other(call), list(call)),
  issuperset: (call) => isSubset(other(call), list(call)),
  contains: (call) => contains(call.value, take(call, 'contains', ['other'], 1)[0] as Value),
  any: (call) => list(call).some((v) => truthy(v)),
  all: (call) => list(call).every((v) => truthy(v)),
  nan: (call) => Number.isNaN(isNumeric(call.value) ? toNumber(call.value) : 0),
  isnan: (call) => Number.isNaN(isNumeric(call.value) ? toNumber(call.value) : 0),
  version: versionTest,
  version_compare: versionTest,
  ...FILE_TESTS,
  abs: (call) => needString(call.value, 'abs').startsWith('/'),
  is_abs: (call) => needString(call.value, 'is_abs').startsWith('/'),
  uri: (call) => isUri(call, take(call, 'uri', ['schemes'])[0]) !== undefined,
  url: (call) => {
    const url = isUri(call, take(call, 'url', ['schemes'])[0]);
    return url !== undefined && (url.netloc !== '' || url.scheme === 'file');
  },
  urn: (call) => {
    take(call, 'urn', []);
    return isUri(call, ['urn']) !== undefined;
  },
  // compat: text is never encrypted, not even text that says so.
  vault_encrypted: (call) => call.value instanceof VaultedText,
  vaulted_file: (call) => {
    engineOf(call).impure();
    const bytes = (call.port.readSealed ?? call.port.readFile)(str(call.value));
    return new TextDecoder('latin1').decode(bytes.subarray(0, 14)) === '$ANSIBLE_VAULT';
  },
};

/** compat: any text that can be taken apart is a URI, and so is nothing (None). */
function isUri(call: FilterCall, schemes: Value | undefined): SplitUrl | undefined {
  const { value } = call;
  if (typeof value !== 'string' && truthyOrUndefined(value)) return undefined;
  let url: SplitUrl;
  try {
    url = splitUrl(typeof value === 'string' ? value : '');
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
  // compat: whatever goes wrong with the schemes, it is none.
  try {
    if (schemes === undefined || !truthy(schemes)) return url;
    return typeof value === 'string' && contains(schemes, url.scheme) ? url : undefined;
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

function truthyOrUndefined(v: Value): boolean {
  return v instanceof Undefined || truthy(v);
}

const BARE = ['any', 'all', 'nan', 'isnan', 'abs', 'is_abs', 'vault_encrypted', 'vaulted_file'];

export const ANSIBLE_TESTS = define(
  { ...table, ...withoutArguments(table, BARE) },
  ['uri', 'url', 'urn'],
  ['vault_encrypted'],
);
