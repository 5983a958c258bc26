// The filters of ansible.utils that ask what an address is: ipaddr, ipv4, ipv6, ipwrap, hwaddr, macaddr.
import type { Value } from '../../../value/index.js';
import { ipaddr } from '../../ip/ipaddr.js';
import { DIALECTS, formatMac, parseMac } from '../../ip/mac.js';
import { truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { int, isInt } from '../../python/numbers.js';
import { str, typeName } from '../../python/text.js';
import type { Filter } from '../../types.js';
import type { Table } from '../define.js';
import { argumentsOf } from './arguments.js';

function isList(v: Value): boolean {
  return typeName(v) === 'list';
}

function needAddressable(what: string, v: Value): void {
  if (typeof v !== 'string' && !isList(v) && !isInt(v) && typeof v !== 'boolean')
    fail(`Unrecognized type <${typeName(v)}> for ${what} filter <value>`);
}

/** compat: a query that is given as none is no query's name. */
function queryText(v: Value | undefined): string {
  return v === undefined ? '' : v === null ? 'None' : str(v);
}

function family(name: string, version: number): Filter {
  return (call) => {
    const { value, query } = argumentsOf(call, name, { value: 'raw', query: 'str' });
    needAddressable(name, value as Value);
    return ipaddr(value as Value, queryText(query), version, name);
  };
}

function wrapped(value: Value, query: string): Value {
  return truthy(ipaddr(value, query, undefined, 'ipwrap')) ? ipaddr(value, 'wrap') : value;
}

/** compat: what cannot be wrapped comes back as it was, whatever the reason. */
const ipwrap: Filter = (call) => {
  // compat: a query counts by its name only.
  const { value, query } = argumentsOf({ ...call, args: [] }, 'ipwrap', { value: 'raw', query: 'str' });
  const v = value as Value;
  if (typeof v !== 'string' && !isList(v) && typeof v !== 'boolean')
    fail(`Unrecognized type <${typeName(v)}> for ipwrap filter <value>`);
  try {
    if (Array.isArray(v)) return v.map((element) => wrapped(element, queryText(query)));
    const found = ipaddr(v, queryText(query), undefined, 'ipwrap');
    return truthy(found) ? ipaddr(found, 'wrap') : v;
  } catch {
    return v;
  }
};

/** The value as a hardware address in the form the query names. */
function hwaddr(value: string, query: string, alias: string): Value {
  const mac = parseMac(value);
  if (!mac && query !== '' && query !== 'bool') return fail(`${alias}: not a hardware address: ${value}`);
  if (query === '') return mac ? value : null;
  if (query === 'bool') return mac ? true : null;
  if (!mac) return null;
  if (query === 'int') return int(mac.value);
  const dialect = Object.hasOwn(DIALECTS, query) ? DIALECTS[query] : undefined;
  if (!dialect) return fail(`${alias}: unknown filter type: ${query}`);
  return formatMac(mac, dialect) ?? fail(`${alias}: ${value} has more than 48 bits`);
}

function hardware(name: string): Filter {
  return (call) => {
    const { value, query } = argumentsOf(call, name, { value: 'str', query: 'str', alias: 'str' });
    return hwaddr(str(value as Value), queryText(query), name);
  };
}

export const ADDRESS_FILTERS: Table = {
  ipaddr: (call) => {
    const types = { value: 'raw', query: 'str', version: 'int', alias: 'str' } as const;
    const { value, query, version } = argumentsOf(call, 'ipaddr', types);
    needAddressable('ipaddr', value as Value);
    return ipaddr(value as Value, queryText(query), isInt(version ?? null) ? Number(version) : undefined);
  },
  ipv4: family('ipv4', 4),
  ipv6: family('ipv6', 6),
  ipwrap,
  hwaddr: hardware('hwaddr'),
  macaddr: hardware('macaddr'),
};
