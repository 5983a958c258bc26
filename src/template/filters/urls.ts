// Filters on URLs: urlsplit, urlencode, urldecode.
import { type Value } from '../../value/index.js';
import { iterate } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import { quoteUrl, splitAuthority, splitUrl, unquotePlus } from '../python-url.js';
import { isUnrolled } from '../text-rules.js';
import type { FilterCall } from '../types.js';
import { define, needString, take, type Table } from './define.js';

function urlsplit(call: FilterCall): Value {
  const [query] = take(call, 'urlsplit', ['query', 'alias']);
  const parts = splitUrl(needString(call.value, 'urlsplit'));
  const { hostname, password, port, username } = splitAuthority(parts.netloc);
  const map = new Map<Value, Value>([
    ['fragment', parts.fragment],
    ['hostname', hostname],
    ['netloc', parts.netloc],
    ['password', password],
    ['path', parts.path],
    ['port', port],
    ['query', parts.query],
    ['scheme', parts.scheme],
    ['username', username],
  ]);
  if (query === undefined || query === '' || query === null) return map;
  const found = map.get(query);
  return found === undefined ? fail(`unknown URL component: ${str(query)}`) : found;
}

function urlencode(call: FilterCall): Value {
  take(call, 'urlencode', []);
  const value = isUnrolled(call.value) ? call.value.items() : call.value;
  if (typeof value === 'string' || (!Array.isArray(value) && !(value instanceof Map)))
    return quoteUrl(str(value), true);
  const form = (v: Value): string => quoteUrl(str(v), false).replaceAll('%20', '+');
  const pairs = value instanceof Map ? [...value] : value.map((pair) => [...iterate(pair)]);
  return pairs
    .map((pair) => {
      const [k, v] = pair;
      return pair.length === 2 && k !== undefined && v !== undefined
        ? `${form(k)}=${form(v)}`
        : fail('urlencode needs pairs of names and values');
    })
    .join('&');
}

const table: Table = {
  urlsplit,
  urlencode,
  urldecode: (call) => {
    take(call, 'urldecode', []);
    return unquotePlus(needString(call.value, 'urldecode'));
  },
};

export const URL_FILTERS = define(table);
