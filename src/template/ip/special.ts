// Which addresses IANA keeps for special purposes, by the tables of the two Python libraries the collections ask.
import { parseAddress, type Address, type Version } from './address.js';
import { Network } from './network.js';

type Lists = Readonly<Record<Version, readonly string[]>>;

const parsed = new Map<string, Network>();

function network(text: string): Network {
  let known = parsed.get(text);
  if (!known) parsed.set(text, (known = Network.parse(text) as Network));
  return known;
}

/** Whether all of the network lies in one of these. */
export function isIn(n: Network, networks: readonly string[]): boolean {
  return networks.some((text) => network(text).includes(n));
}

/** An address as a network of its own. */
export function alone({ version, value }: Address): Network {
  return new Network(version, value, version === 4 ? 32 : 128);
}

export const LOOPBACK: Lists = { 4: ['127.0.0.0/8'], 6: ['::1'] };
export const MULTICAST: Lists = { 4: ['224.0.0.0/4'], 6: ['ff00::/8'] };

const NOT_GLOBAL: Lists = {
  4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '240.0.0.0/4',
  ],
  6: [
    '::1',
    '::',
    '::ffff:0:0/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
  ],
};
const GLOBAL_AFTER_ALL: Lists = {
  4: ['192.0.0.9', '192.0.0.10'],
  6: ['2001:1::1', '2001:1::2', '2001:3::/32', '2001:4:112::/48', '2001:20::/28', '2001:30::/28'],
};

/** Whether the address may be met in the public network. */
export function isGlobal(address: Address): boolean {
  const n = alone(address);
  return !isIn(n, NOT_GLOBAL[address.version]) || isIn(n, GLOBAL_AFTER_ALL[address.version]);
}

const RESERVED: Lists = {
  4: ['240.0.0.0/4'],
  6: [
    '::/8',
    '100::/8',
    '200::/7',
    '400::/6',
    '800::/5',
    '1000::/4',
    '4000::/3',
    '6000::/3',
    '8000::/3',
    'a000::/3',
    'c000::/3',
    'e000::/4',
    'f000::/5',
    'f800::/6',
    'fe00::/9',
  ],
};

/** Whether the IETF keeps the address back. */
export function isReserved(address: Address): boolean {
  return isIn(alone(address), RESERVED[address.version]);
}

// compat: the tables of Python 3.11's ipaddress, which the tests of ansible.utils ask.
const PRIVATE: Lists = {
  4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/29',
    '192.0.0.170/31',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '240.0.0.0/4',
    '255.255.255.255/32',
  ],
  6: [
    '::1',
    '::',
    '::ffff:0:0/96',
    '100::/64',
    '2001::/23',
    '2001:2::/48',
    '2001:db8::/32',
    '2001:10::/28',
    'fc00::/7',
    'fe80::/10',
  ],
};

function mappedIpv4({ version, value }: Address): Address | undefined {
  return version === 6 && value >> 32n === 0xffffn ? { version: 4, value: value & 0xffffffffn } : undefined;
}

/** Python's `is_private`. */
export function isPrivate(address: Address): boolean {
  const real = mappedIpv4(address) ?? address;
  return isIn(alone(real), PRIVATE[real.version]);
}

/** Python's `is_global`: not the opposite of private for addresses shared by carriers. */
export function isPublic(address: Address): boolean {
  const shared = parseAddress('100.64.0.0') as Address;
  if (address.version === 4 && address.value >> 22n === shared.value >> 22n) return false;
  return !isPrivate(address);
}
