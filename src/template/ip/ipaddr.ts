// ipaddr: whether a value is an address or network, and the answer to a query about it.
import type { Value } from '../../value/index.js';
import { truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import { widthOf } from './address.js';
import { Network, pythonInt } from './network.js';
import { QUERIES, type Asked } from './queries.js';

/** A number as an address: an IPv4 one while it is small enough, unless IPv6 is wanted. */
function ofNumber(n: bigint, version: number | undefined): Network | undefined {
  const v4 = version === undefined || version === 4 || version === 0 ? Network.make(4, n, 32) : undefined;
  return v4 ?? Network.make(6, n, 128);
}

/** `number/prefix` */
function ofNumbers(text: string): Network | undefined {
  const [address = '', prefix = '', ...more] = text.split('/');
  const [n, length] = [pythonInt(address), pythonInt(prefix)];
  if (more.length > 0 || n === undefined || length === undefined) return undefined;
  return Network.make(4, n, length) ?? Network.make(6, n, length);
}

function read(value: Value, version: number | undefined): Asked | undefined {
  const text = str(value);
  if (/^\d+$/.test(text)) {
    const net = ofNumber(BigInt(text), version);
    return net && { net, value: net.toString(), kind: 'address' };
  }
  if (typeof value !== 'string') return undefined;
  const net = Network.parse(text);
  if (net) return { net, value, kind: text.split('/').length === 2 ? 'network' : 'address' };
  const numeric = ofNumbers(text);
  return numeric && { net: numeric, value: numeric.toString(), kind: 'network' };
}

/** The network a query names, when it is no query but a network to look in. */
function networkToSearch(query: string): Network | undefined {
  if (query === '' || (QUERIES.has(query) && query !== 'cidr_lookup') || /^\d+$/.test(query)) return undefined;
  return Network.parse(query);
}

/** The n-th address, for queries that are numbers. */
function nth({ net, kind }: Asked, query: string): Value {
  if (net.size === 1n) return kind === 'address' ? net.text(net.value) : net.toString();
  const index = pythonInt(query);
  const found = index === undefined ? undefined : net.at(index);
  return found === undefined ? false : `${net.text(found)}/${net.prefix}`;
}

function isFloatText(text: string): boolean {
  return /^\s*[+-]?(?:\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf|infinity|nan)\s*$/i.test(text);
}

/**
 * What ipaddr gives: false for what is no address, otherwise the query's answer; of a list the answers that are true.
 * @param query a query's name, a number (the n-th address) or a network to look in
 * @param version 4 or 6 when only that family counts
 * @throws TsplayError template-value for unknown queries
 */
export function ipaddr(value: Value, query: string, version?: number, alias = 'ipaddr'): Value {
  if (Array.isArray(value)) return value.map((v) => ipaddr(v, query, version)).filter(truthy);
  if (value === true || !truthy(value)) return false;
  const asked = read(value, version);
  if (!asked) return false;
  const network = networkToSearch(query);
  if (version !== undefined && version !== 0 && asked.net.version !== version) return false;
  if (network) return network.includes(asked.net) ? asked.value : null;
  const answer = QUERIES.get(query);
  if (answer) return answer(asked);
  if (!isFloatText(query)) return fail(`${alias}: unknown filter type: ${query}`);
  return nth(asked, query);
}

/** The network of a value in the family's normal form, or undefined: what the filters on networks begin with. */
export function normalised(value: Value): Network | undefined {
  const asked = Array.isArray(value) || value === true || !truthy(value) ? undefined : read(value, undefined);
  return asked?.net;
}

/** Whether the value is the address of a host with room around it: it is then taken as it is, otherwise as its network. */
export function asWritten(value: Value): Network | undefined {
  const net = normalised(value);
  if (!net) return undefined;
  return net.value !== net.first || net.prefix === widthOf(net.version) ? net : net.cidr;
}
