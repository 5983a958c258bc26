// Addresses and networks as Python's own ipaddress reads them: a network must not have bits of a host.
import { parseAddress, widthOf, type Address } from './address.js';
import { Network, prefixOfMask } from './network.js';

/** An address; an IPv6 one may name a zone. */
export function strictAddress(text: string): Address | undefined {
  const zoned = /^([^%/]*)%([^%]+)$/.exec(text);
  if (!zoned) return parseAddress(text);
  return parseAddress(zoned[1] ?? '', 6);
}

/** A network: a prefix of digits, for IPv4 also a netmask or hostmask. */
export function strictNetwork(text: string): Network | undefined {
  const [head = '', suffix, ...more] = text.split('/');
  const address = strictAddress(head);
  if (!address || more.length > 0) return undefined;
  const { version, value } = address;
  const prefix =
    suffix === undefined
      ? widthOf(version)
      : /^\d+$/.test(suffix)
        ? Number(suffix)
        : version === 4
          ? prefixOfMask(suffix, 4)
          : undefined;
  const network = prefix === undefined ? undefined : Network.make(version, value, prefix);
  return network && network.first === network.value ? network : undefined;
}
