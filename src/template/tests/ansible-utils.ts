// The tests of ansible.utils: what an address, a network or a hardware address is. What is none is false, no error.
import type { Value } from '../../value/index.js';
import type { FilterDefinition } from '../definitions.js';
import { engineOf, take, type Table } from '../filters/define.js';
import { validateTest } from '../filters/ansible-utils/validate.js';
import { inCollection } from '../filters/named.js';
import { formatAddress, type Address } from '../ip/address.js';
import type { Network } from '../ip/network.js';
import { alone, isIn, isPrivate, isPublic, isReserved, LOOPBACK, MULTICAST } from '../ip/special.js';
import { strictAddress, strictNetwork } from '../ip/strict.js';
import { iterate } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { Filter, FilterCall } from '../types.js';

/** Refuses none: the collection asks for a value. */
function one(call: FilterCall, name: string): Value {
  take(call, name, []);
  return call.value ?? fail(`the test ${name} needs a value`);
}

function addressOf(v: Value): Address | undefined {
  return typeof v === 'string' ? strictAddress(v) : undefined;
}

function networkOf(v: Value): Network | undefined {
  return typeof v === 'string' ? strictNetwork(v) : undefined;
}

function ofAddress(name: string, holds: (a: Address) => boolean): Filter {
  return (call) => {
    const address = addressOf(one(call, name));
    return address !== undefined && holds(address);
  };
}

function ofNetwork(name: string, holds: (n: Network) => boolean): Filter {
  return (call) => {
    const network = networkOf(one(call, name));
    return network !== undefined && holds(network);
  };
}

/** Whether the text, put behind the slash, is the mask that comes out. */
function mask(name: string, which: 'netmask' | 'hostmask'): Filter {
  return (call) => {
    const text = one(call, name);
    const network = typeof text === 'string' ? strictNetwork(`10.0.0.0/${text}`) : undefined;
    return network !== undefined && formatAddress({ version: 4, value: network[which] }) === text;
  };
}

function inside(inner: Value, outer: Value): boolean {
  if (inner === null || outer === null) return fail('the tests on networks need a value');
  const [a, b] = [networkOf(inner), networkOf(outer)];
  return !!a && !!b && b.includes(a);
}

function other(call: FilterCall, name: string, argument: string): Value {
  return take(call, name, [argument], 1)[0] as Value;
}

function howMany(call: FilterCall, name: string): number {
  const networks = iterate(other(call, name, 'networks'));
  return networks.filter((n) => inside(call.value, n)).length;
}

const MAC = /^(?:(?:[\da-f]{2}[:-]){5}[\da-f]{2}|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}|[\da-f]{12})\n?$/i;

const in6 = (a: Address, text: string): boolean => a.version === 6 && isIn(alone(a), [text]);

const table: Table = {
  ip: ofNetwork('ip', () => true),
  ip_address: ofAddress('ip_address', () => true),
  ipv4: ofNetwork('ipv4', (n) => n.version === 4),
  ipv6: ofNetwork('ipv6', (n) => n.version === 6),
  ipv4_address: ofAddress('ipv4_address', (a) => a.version === 4),
  ipv6_address: ofAddress('ipv6_address', (a) => a.version === 6),
  ipv4_hostmask: mask('ipv4_hostmask', 'hostmask'),
  ipv4_netmask: mask('ipv4_netmask', 'netmask'),
  ipv6_ipv4_mapped: ofAddress('ipv6_ipv4_mapped', (a) => in6(a, '::ffff:0:0/96')),
  ipv6_sixtofour: ofAddress('ipv6_sixtofour', (a) => in6(a, '2002::/16')),
  ipv6_teredo: ofAddress('ipv6_teredo', (a) => in6(a, '2001::/32')),
  loopback: ofAddress('loopback', (a) => isIn(alone(a), LOOPBACK[a.version])),
  multicast: ofAddress('multicast', (a) => isIn(alone(a), MULTICAST[a.version])),
  private: ofAddress('private', isPrivate),
  public: ofAddress('public', isPublic),
  reserved: ofAddress('reserved', isReserved),
  unspecified: ofAddress('unspecified', (a) => a.value === 0n),
  in_network: (call) => inside(call.value, other(call, 'in_network', 'network')),
  subnet_of: (call) => inside(call.value, other(call, 'subnet_of', 'network_b')),
  supernet_of: (call) => inside(other(call, 'supernet_of', 'network_b'), call.value),
  in_any_network: (call) => howMany(call, 'in_any_network') > 0,
  in_one_network: (call) => howMany(call, 'in_one_network') === 1,
  mac: (call) => {
    take(call, 'mac', []);
    if (typeof call.value !== 'string') return fail(`the test mac needs text, not ${typeName(call.value)}`);
    return MAC.test(call.value);
  },
  validate: validateTest,
  resolvable: (call) => {
    take(call, 'resolvable', []);
    if (typeof call.value !== 'string') return fail(`the test resolvable needs text, not ${typeName(call.value)}`);
    engineOf(call).impure();
    const { isResolvable } = call.port;
    return isResolvable ? isResolvable(call.value) : unsupported('names are not resolved here');
  },
};

export const ANSIBLE_UTILS_TESTS: [string, FilterDefinition][] = inCollection('ansible.utils', table);
