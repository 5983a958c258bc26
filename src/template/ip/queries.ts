// What ipaddr can be asked of an address or network: one function per query.
import type { Value } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { int } from '../python/numbers.js';
import { addressOfNumber, formatAddress, reverseName } from './address.js';
import { isHostmask, isNetmask, type Network } from './network.js';
import { alone, isGlobal, isIn, LOOPBACK, MULTICAST } from './special.js';

/** What a query gets: the network, the text it came from, and whether that had a prefix. */
export interface Asked {
  readonly net: Network;
  readonly value: string;
  readonly kind: 'address' | 'network';
}

type Query = (asked: Asked) => Value;

function needNetwork({ kind }: Asked): void {
  if (kind === 'address') fail('Not a network address');
}

/** compat: an address the filter computes has no family any more, a small one is written as IPv4. */
function ofNumber(n: bigint): string {
  const address = addressOfNumber(n);
  return address ? formatAddress(address) : fail(`there is no address ${n}`);
}

const hasHostBits = (n: Network): boolean => n.value !== n.first;
const ipText = (n: Network): string => n.text(n.value);
const withPrefix = (n: Network): string => `${ipText(n)}/${n.prefix}`;

/** Whether it is an address of a host rather than the name of a network. */
function isHost(n: Network): boolean {
  return n.size === 1n || hasHostBits(n) || n.broadcast === undefined;
}

const prefixed: Query = ({ net }) =>
  net.size > 2n && (net.value === net.first || net.value === net.last) ? false : withPrefix(net);

const address: Query = ({ net }) => (isHost(net) || net.version === 6 ? ipText(net) : null);

function isPublic({ net }: Asked): boolean {
  const { ip } = net;
  const one = alone(ip);
  return (
    !isIn(one, MULTICAST[ip.version]) &&
    isGlobal(ip) &&
    !isIn(one, LOOPBACK[ip.version]) &&
    !isNetmask(ip) &&
    !isHostmask(ip)
  );
}

function inNetworks(n: Network, networks: Readonly<Record<4 | 6, readonly string[]>>): boolean {
  return isIn(alone(n.ip), networks[n.version]);
}

/** A query that hands the value through when it holds. */
function when(holds: (asked: Asked) => boolean): Query {
  return (asked) => (holds(asked) ? asked.value : null);
}

const SIX_TO_FOUR = '2002::/16';

const sixToFour: Query = (asked) => {
  const { net, kind, value } = asked;
  if (net.version === 6) {
    const inside = isIn(kind === 'address' ? net : alone(net.ip), [SIX_TO_FOUR]);
    return inside && (kind === 'address' || hasHostBits(net)) ? value : false;
  }
  if (net.size > 1n && !hasHostBits(net)) return false;
  if (!isPublic(asked) && isGlobal(net.ip)) return false;
  const hex = net.value.toString(16).padStart(8, '0');
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`;
};

/** The usable address `step` further, when it still is one. */
function neighbour(step: bigint): Query {
  return (asked) => {
    needNetwork(asked);
    const { usable, value } = asked.net;
    if (!usable) return null;
    const found = ofNumber(value + step);
    return value + step >= usable[0] && value + step <= usable[1] ? found : null;
  };
}

function end(which: 0 | 1): Query {
  return (asked) => {
    needNetwork(asked);
    const { usable } = asked.net;
    return usable ? ofNumber(usable[which]) : null;
  };
}

const peer: Query = (asked) => {
  needNetwork(asked);
  const { net } = asked;
  if (net.size === 2n) return ofNumber(net.value ^ 1n);
  if (net.size !== 4n) return fail('Not a point-to-point network');
  if (net.value % 4n === 0n) fail('Network address of /30 has no peer');
  if (net.value % 4n === 3n) fail('Broadcast address of /30 has no peer');
  return ofNumber(net.value ^ 3n);
};

const rangeUsable: Query = (asked) => {
  needNetwork(asked);
  const { usable } = asked.net;
  return usable ? `${ofNumber(usable[0])}-${ofNumber(usable[1])}` : null;
};

const ipv4: Query = ({ net, value }) => (net.version === 4 ? value : (net.toIpv4()?.toString() ?? false));
const ipv6: Query = ({ net, value }) => (net.version === 6 ? value : net.toIpv6().toString());
const cidr: Query = ({ net }) => net.toString();
const subnet: Query = ({ net }) => net.cidr.toString();
const networkId: Query = ({ net }) => net.text(net.first);
const hostmask: Query = ({ net }) => net.text(net.hostmask);
const loopback = when(({ net }) => inNetworks(net, LOOPBACK));

/** For /31 and other networks of hosts. */
function hostWith(suffix: (n: Network) => string): Query {
  return ({ net }) => (net.size === 2n || (net.size > 1n && hasHostBits(net)) ? ipText(net) + suffix(net) : null);
}

export const QUERIES: ReadonlyMap<string, Query> = new Map<string, Query>([
  ['', ({ net, kind }) => (kind === 'address' ? ipText(net) : net.toString())],
  ['6to4', sixToFour],
  ['address', address],
  ['address/prefix', prefixed],
  ['bool', () => true],
  ['broadcast', ({ net }) => (net.size > 2n ? net.text(net.last) : null)],
  ['cidr', cidr],
  ['first_usable', end(0)],
  ['gateway', prefixed],
  ['gw', prefixed],
  ['host', ({ net }) => (isHost(net) ? withPrefix(net) : null)],
  ['host/prefix', prefixed],
  ['hostmask', hostmask],
  ['hostnet', prefixed],
  ['int', ({ net, kind }) => (kind === 'address' ? int(net.value) : `${net.value}/${net.prefix}`)],
  ['ip', address],
  ['ip/prefix', hostWith((n) => `/${n.prefix}`)],
  ['ip_netmask', hostWith((n) => ` ${n.text(n.netmask)}`)],
  ['ipv4', ipv4],
  ['ipv6', ipv6],
  ['last_usable', end(1)],
  ['link-local', when(({ net }) => inNetworks(net, { 4: ['169.254.0.0/16'], 6: ['fe80::/10'] }))],
  ['lo', loopback],
  ['loopback', loopback],
  ['multicast', when(({ net }) => isIn(net, MULTICAST[net.version]))],
  ['net', ({ net }) => (net.size > 1n && !hasHostBits(net) ? net.toString() : null)],
  ['next_usable', neighbour(1n)],
  ['netmask', ({ net }) => net.text(net.netmask)],
  ['network', networkId],
  ['network_id', networkId],
  ['network/prefix', subnet],
  ['network_netmask', ({ net }) => `${net.text(net.first)} ${net.text(net.netmask)}`],
  ['network_wildcard', ({ net }) => `${net.text(net.first)} ${net.text(net.hostmask)}`],
  ['peer', peer],
  ['prefix', ({ net }) => net.prefix],
  ['previous_usable', neighbour(-1n)],
  ['private', when(({ net }) => !isGlobal(net.ip))],
  ['public', when(isPublic)],
  ['range_usable', rangeUsable],
  ['revdns', ({ net }) => reverseName(net.ip)],
  ['router', prefixed],
  ['size', ({ net }) => int(net.size)],
  ['size_usable', ({ net }) => (net.size === 1n ? 0 : net.size === 2n ? 2 : int(net.size - 2n))],
  ['subnet', subnet],
  ['type', ({ net }) => (net.size === 1n || hasHostBits(net) ? 'address' : 'network')],
  ['unicast', when(({ net }) => !isIn(net, MULTICAST[net.version]))],
  ['version', ({ net }) => net.version],
  ['wildcard', hostmask],
  [
    'wrap',
    ({ net, kind, value }) =>
      net.version === 4 ? value : kind === 'address' ? `[${ipText(net)}]` : `[${ipText(net)}]/${net.prefix}`,
  ],
]);
