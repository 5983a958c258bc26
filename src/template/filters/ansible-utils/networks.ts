// The filters of ansible.utils that calculate with addresses and networks.
import type { Value } from '../../../value/index.js';
import {
  addressOfNumber,
  expanded,
  formatAddress,
  maxOf,
  parseAddress,
  widthOf,
  type Address,
} from '../../ip/address.js';
import { asWritten, normalised } from '../../ip/ipaddr.js';
import { interfaceId, parseMac } from '../../ip/mac.js';
import { merged, Network, pythonInt, spanning } from '../../ip/network.js';
import { strictAddress, strictNetwork } from '../../ip/strict.js';
import { fail } from '../../python/errors.js';
import { int, isInt } from '../../python/numbers.js';
import { repr, str } from '../../python/text.js';
import type { Filter } from '../../types.js';
import type { Table } from '../define.js';
import { argumentsOf, given } from './arguments.js';

/** How many addresses usable_range lists at most. */
const MOST_ADDRESSES = 1_000_000n;

function needAddress(text: Value | undefined): Address {
  const value = str(text ?? null);
  return parseAddress(value) ?? fail(`You must pass a valid IP address; ${value} is invalid`);
}

function needInt(v: Value | undefined): bigint {
  if (v !== undefined && (isInt(v) || typeof v === 'boolean')) return BigInt(v);
  return fail(`You must pass an integer for arithmetic; ${str(v ?? null)} is not a valid integer`);
}

const ipmath: Filter = (call) => {
  const { value, amount } = argumentsOf(call, 'ipmath', { value: 'str', amount: 'int' }, 2);
  const text = str(value as Value);
  const ip = text.includes('/')
    ? (Network.parse(text)?.ip ?? fail(`You must pass a valid IP address; ${text} is invalid`))
    : needAddress(text);
  const sum = ip.value + needInt(amount);
  if (sum < 0n || sum > maxOf(ip.version)) fail('the result is outside of valid IP addresses');
  return formatAddress({ version: ip.version, value: sum });
};

/** ipsubnet with a size: how many subnets there are, or the one at an index. */
function subnetOfSize(net: Network, size: number, index: Value | undefined): Value {
  const width = widthOf(net.version);
  if (size > width) return false;
  const isAddress = net.size === 1n;
  if (isAddress) {
    // Every wider network around the address, from the size that was asked for down to the address itself.
    const around = (prefix: number): string => new Network(net.version, net.value, prefix).cidr.toString();
    const count = width - size;
    const i = index === undefined ? 0 : Number(index);
    if (index !== undefined && (i > width + 1 - i || i < size - width)) return false;
    const at = i < 0 ? i + count : i;
    return at < 0 || at >= count ? fail(`there is no subnet ${i} of ${count}`) : around(size + at);
  }
  if (index === undefined) {
    if (size < net.prefix) fail(`Requested subnet size of ${size} is invalid`);
    return str(int(1n << BigInt(size - net.prefix)));
  }
  // compat: a size that is too small makes Python count with a fraction of a subnet, of which none is there.
  if (size < net.prefix) return Number(index) === 0 ? new Network(net.version, net.first, size).toString() : false;
  const count = 1n << BigInt(size - net.prefix);
  let i = BigInt(index as number);
  if (i < 0n) i += count;
  if (i < 0n || i >= count) return false;
  const address = addressOfNumber(net.first + (i << BigInt(width - size))) as Address;
  // compat: the address is made of a number alone; a small one becomes IPv4, whose prefix may then be too long.
  const made = Network.make(address.version, address.value, size);
  return made ? made.toString() : fail('invalid prefix for an IPv4 address');
}

const ipsubnet: Filter = (call) => {
  const { value, query, index } = argumentsOf(call, 'ipsubnet', { value: 'str', query: 'str', index: 'int' });
  if (query === null) return fail('ipsubnet: the query is text');
  const found = normalised(value as Value);
  if (!found) return false;
  const net = found.cidr;
  if (!given(query)) return net.toString();
  const text = str(query);
  if (/^\d+$/.test(text)) return subnetOfSize(net, Number(text), index ?? undefined);
  const around = asWritten(text) ?? fail(`You must pass a valid subnet or IP address; ${text} is invalid`);
  const shift = BigInt(widthOf(net.version) - around.prefix);
  if (shift < 0n || net.value >> shift !== around.value >> shift)
    return fail(`${net.toString()} is not in the subnet ${around.cidr.toString()}`);
  if (net.prefix < around.prefix) return fail(`${net.toString()} is larger than the subnet ${around.cidr.toString()}`);
  const bits = (1n << BigInt(net.prefix - around.prefix)) - 1n;
  return str(int(((net.value >> BigInt(widthOf(net.version) - net.prefix)) & bits) + 1n));
};

/** First and last number of what the value covers. compat: what is no address counts as number 0. */
function bounds(value: Value | undefined, usable = false): readonly [bigint, bigint] {
  const net = value === undefined ? undefined : asWritten(value);
  if (!net) return [0n, 0n];
  if (usable && net.usable) return net.usable;
  // compat: a pair has no broadcast address, so that it ends with the address that is written.
  const isPair = !usable && net.version === 4 && net.prefix === 31;
  return [net.first, isPair ? net.value : net.last];
}

function within(name: string, usable: boolean): Filter {
  return (call) => {
    const { value, test } = argumentsOf(call, name, { value: 'str', test: 'str' });
    const [outer, inner] = [bounds(value, usable), bounds(test)];
    return outer[0] <= inner[0] && inner[1] <= outer[1];
  };
}

function stepped(name: string, sign: 1n | -1n): Filter {
  return (call) => {
    const { value, offset } = argumentsOf(call, name, { value: 'str', offset: 'int' });
    const net = asWritten(value as Value);
    if (!net) return false;
    const by = needInt(offset);
    if (!net.usable) return null;
    const at = net.value + sign * by;
    const address = addressOfNumber(at) ?? fail(`there is no address ${at}`);
    return at >= net.usable[0] && at <= net.usable[1] ? formatAddress(address) : null;
  };
}

const nthhost: Filter = (call) => {
  const { value, query } = argumentsOf(call, 'nthhost', { value: 'str', query: 'str' });
  const net = asWritten(value as Value);
  if (!net || !given(query)) return false;
  const n = pythonInt(str(query));
  if (n === undefined || n >= net.size) return false;
  const found = net.at(n);
  return found === undefined ? fail('index out range for address range size!') : net.text(found);
};

const slaac: Filter = (call) => {
  const { value, query } = argumentsOf(call, 'slaac', { value: 'str', query: 'str' });
  const net = asWritten(value as Value);
  if (!net || net.version !== 6 || !given(query)) return false;
  const mac = parseMac(str(query));
  return mac ? formatAddress({ version: 6, value: net.first + interfaceId(mac) }) : false;
};

const cidrMerge: Filter = (call) => {
  const { value, action } = argumentsOf(call, 'cidr_merge', { value: 'list', action: 'str' });
  const how = action === undefined ? 'merge' : str(action);
  const read = (v: Value): Network =>
    (typeof v === 'string' ? Network.parse(v) : undefined) ?? fail(`cidr_merge: invalid network ${repr(v)}`);
  const list = Array.isArray(value) ? value : fail(`cidr_merge: expected iterable, got ${repr(value ?? null)}`);
  if (how === 'merge') return merged(list.map(read)).map(String);
  if (how !== 'span') return fail(`cidr_merge: invalid action '${how}'`);
  if (list.length === 0) return null;
  if (list.length === 1) return read(list[0] as Value).toString();
  return (
    spanning(list.map(read))?.toString() ?? fail('cidr_merge: the list cannot contain both IPv4 and IPv6 networks')
  );
};

const ip4Hex: Filter = (call) => {
  const { arg, delimiter } = argumentsOf(call, 'ip4_hex', { arg: 'str', delimiter: 'str' });
  const { version, value } = needAddress(arg);
  if (version === 6) fail(`${str(arg as Value)} is no IPv4 address`);
  const hex = value.toString(16).padStart(8, '0').match(/../g) ?? [];
  return hex.join(delimiter === undefined ? '' : str(delimiter));
};

const ipcut: Filter = (call) => {
  const { value, amount } = argumentsOf(call, 'ipcut', { value: 'str', amount: 'int' }, 2);
  const { version, value: number } = needAddress(value);
  const n = Number(needInt(amount));
  const bits = number.toString(2).padStart(widthOf(version), '0');
  const cut = n < 0 ? bits.slice(n) : bits.slice(0, n);
  const step = version === 4 ? 8 : 16;
  const groups = cut.match(new RegExp(`.{1,${step}}`, 'g')) ?? [];
  return groups.map((g) => parseInt(g, 2).toString(version === 4 ? 10 : 16)).join(version === 4 ? '.' : ':');
};

const reduceOnNetwork: Filter = (call) => {
  const { value, network } = argumentsOf(call, 'reduce_on_network', { value: 'list', network: 'str' });
  const outer = bounds(network);
  return (value as Value[]).filter((address) => {
    const inner = bounds(address);
    return outer[0] <= inner[0] && inner[1] <= outer[1];
  });
};

const usableRange: Filter = (call) => {
  const { ip } = argumentsOf(call, 'usable_range', { ip: 'str' });
  const net = strictNetwork(str(ip as Value)) ?? fail(`usable_range: '${str(ip as Value)}' is no network`);
  if (net.size > MOST_ADDRESSES) fail(`usable_range: ${net.toString()} has more than ${MOST_ADDRESSES} addresses`);
  const all = Array.from({ length: Number(net.size) }, (_, i) =>
    formatAddress({ version: net.version, value: net.first + BigInt(i) }, false),
  );
  return new Map<Value, Value>([
    ['usable_ips', all],
    ['number_of_ips', all.length],
  ]);
};

const ipv6form: Filter = (call) => {
  const { value, format } = argumentsOf(call, 'ipv6form', { value: 'str', format: 'str' });
  const how = str(format ?? null);
  const text = str(value as Value);
  if (!['expand', 'compress', 'x509'].includes(how)) return fail(`ipv6form has no format '${how}'`);
  const address = (how === 'x509' ? parseAddress(text) : strictAddress(text)) ?? needAddress(text);
  if (how !== 'x509' && address.version === 4) return formatAddress(address);
  if (how === 'compress') return formatAddress(address, false);
  if (address.version === 4) return fail(`${text} is no IPv6 address`);
  return expanded(address.value, how === 'expand' ? 4 : 1);
};

export const NETWORK_FILTERS: Table = {
  ipmath,
  ipsubnet,
  network_in_network: within('network_in_network', false),
  network_in_usable: within('network_in_usable', true),
  next_nth_usable: stepped('next_nth_usable', 1n),
  previous_nth_usable: stepped('previous_nth_usable', -1n),
  nthhost,
  reduce_on_network: reduceOnNetwork,
  slaac,
  cidr_merge: cidrMerge,
  ip4_hex: ip4Hex,
  ipcut,
  usable_range: usableRange,
  ipv6form,
};
