// An address together with the length of its network's prefix, and what follows from the two.
import { formatAddress, maxOf, parseAddress, widthOf, type Address, type Version } from './address.js';

export class Network {
  constructor(
    readonly version: Version,
    /** The address, with the bits of the host. */
    readonly value: bigint,
    readonly prefix: number,
  ) {}

  /** The network the text is (an address is one of its own), or undefined. */
  static parse(text: string): Network | undefined {
    const at = text.indexOf('/');
    const address = parseAddress(at < 0 ? text : text.slice(0, at));
    if (!address) return undefined;
    const { version, value } = address;
    if (at < 0) return new Network(version, value, widthOf(version));
    const suffix = text.slice(at + 1);
    const prefix = pythonInt(suffix) ?? prefixOfMask(suffix, version);
    return prefix === undefined ? undefined : Network.make(version, value, prefix);
  }

  /** A network of numbers, or undefined when they are out of bounds. */
  static make(version: Version, value: bigint, prefix: number | bigint): Network | undefined {
    if (value < 0n || value > maxOf(version) || prefix < 0 || prefix > widthOf(version)) return undefined;
    return new Network(version, value, Number(prefix));
  }

  get ip(): Address {
    return { version: this.version, value: this.value };
  }
  get hostBits(): bigint {
    return BigInt(widthOf(this.version) - this.prefix);
  }
  get hostmask(): bigint {
    return (1n << this.hostBits) - 1n;
  }
  get netmask(): bigint {
    return maxOf(this.version) ^ this.hostmask;
  }
  get first(): bigint {
    return this.value & this.netmask;
  }
  get last(): bigint {
    return this.value | this.hostmask;
  }
  get size(): bigint {
    return 1n << this.hostBits;
  }
  /** The address for all hosts: networks of one or two addresses have none. */
  get broadcast(): bigint | undefined {
    return this.hostBits <= 1n ? undefined : this.last;
  }
  /** The first and last address hosts may have; of a network of two both. */
  get usable(): readonly [bigint, bigint] | undefined {
    if (this.size === 1n) return undefined;
    return this.size === 2n ? [this.first, this.last] : [this.first + 1n, this.last - 1n];
  }
  /** The same without the bits of the host. */
  get cidr(): Network {
    return new Network(this.version, this.first, this.prefix);
  }
  /** An address of this family as text. */
  text(value: bigint): string {
    return formatAddress({ version: this.version, value });
  }
  toString(): string {
    return `${this.text(this.value)}/${this.prefix}`;
  }
  /** Whether all of `other` lies inside. */
  includes(other: Network): boolean {
    return this.version === other.version && this.first <= other.first && other.last <= this.last;
  }
  /** The address at an index, from the end when it is negative. */
  at(index: bigint): bigint | undefined {
    const real = index < 0n ? index + this.size : index;
    return real < 0n || real >= this.size ? undefined : this.first + real;
  }
  /** The address as an IPv4 one, when it carries one. */
  toIpv4(): Network | undefined {
    if (this.version === 4) return this;
    if (this.value > 0xffff_ffff_ffffn) return undefined;
    const low = this.value <= maxOf(4) ? this.value : this.value - 0xffff_0000_0000n;
    return low < 0n ? undefined : Network.make(4, low, this.prefix - 96);
  }
  /** The address as an IPv6 one: an IPv4 address is mapped. */
  toIpv6(): Network {
    return this.version === 6 ? this : new Network(6, 0xffff_0000_0000n + this.value, this.prefix + 96);
  }
}

/** What Python's int() reads in the text. */
export function pythonInt(text: string): bigint | undefined {
  const m = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/.exec(text);
  if (!m) return undefined;
  const n = BigInt((m[2] ?? '').replaceAll('_', ''));
  return m[1] === '-' ? -n : n;
}

function isPowerOfTwo(n: bigint): boolean {
  return (n & (n - 1n)) === 0n;
}

/** Whether the address has the form of a netmask, as 255.255.0.0. */
export function isNetmask({ version, value }: Address): boolean {
  return isPowerOfTwo((value ^ maxOf(version)) + 1n);
}

/** Whether the address has the form of a hostmask, as 0.0.255.255. */
export function isHostmask({ value }: Address): boolean {
  return isPowerOfTwo(value + 1n);
}

function bits(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length;
}

/** The length of the prefix a netmask or hostmask stands for. */
export function prefixOfMask(text: string, version: Version): number | undefined {
  const mask = parseAddress(text, version);
  if (!mask) return undefined;
  if (isNetmask(mask)) return widthOf(version) - bits(mask.value ^ maxOf(version));
  return isHostmask(mask) ? widthOf(version) - bits(mask.value) : undefined;
}

/** The fewest networks that cover the range of addresses. */
function networksOfRange(version: Version, from: bigint, to: bigint): Network[] {
  const out: Network[] = [];
  let at = from;
  while (at <= to) {
    let size = 0n;
    const width = BigInt(widthOf(version));
    while (size < width && (at & ((1n << (size + 1n)) - 1n)) === 0n && at + (1n << (size + 1n)) - 1n <= to) size++;
    out.push(new Network(version, at, Number(width - size)));
    at += 1n << size;
  }
  return out;
}

function byEnd(a: Network, b: Network): number {
  if (a.version !== b.version) return a.version - b.version;
  if (a.last !== b.last) return a.last < b.last ? -1 : 1;
  return a.first === b.first ? 0 : a.first < b.first ? -1 : 1;
}

/** Networks joined to the fewest that cover the same addresses; one that meets no other stays as it was written. */
export function merged(networks: readonly Network[]): Network[] {
  interface Range {
    version: Version;
    first: bigint;
    last: bigint;
    whole: Network | undefined;
  }
  const ranges: Range[] = [...networks]
    .sort(byEnd)
    .map((n) => ({ version: n.version, first: n.first, last: n.last, whole: n }));
  for (let i = ranges.length - 1; i > 0; i--) {
    const [low, high] = [ranges[i - 1] as Range, ranges[i] as Range];
    if (low.version !== high.version || high.first - 1n > low.last) continue;
    const first = low.first < high.first ? low.first : high.first;
    ranges.splice(i - 1, 2, { version: low.version, first, last: high.last, whole: undefined });
  }
  return ranges.flatMap((r) => (r.whole ? [r.whole] : networksOfRange(r.version, r.first, r.last)));
}

/** The smallest network around all of them, or undefined when they are of two families. */
export function spanning(networks: readonly Network[]): Network | undefined {
  const [one] = networks;
  if (!one || networks.some((n) => n.version !== one.version)) return undefined;
  const order = [...networks].sort((a, b) =>
    a.first === b.first ? b.prefix - a.prefix || 0 : a.first < b.first ? -1 : 1,
  );
  const lowest = networks.reduce((m, n) => (n.first < m ? n.first : m), one.first);
  const top = order.at(-1) as Network;
  let { prefix } = top;
  let last = top.last;
  while (prefix > 0 && last > lowest) {
    prefix--;
    last &= -(1n << BigInt(widthOf(one.version) - prefix));
  }
  return new Network(one.version, last, prefix);
}
