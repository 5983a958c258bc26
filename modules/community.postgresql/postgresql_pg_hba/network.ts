// Addresses and networks of pg_hba.conf: IPv4 and IPv6, with a prefix or a mask.

export interface Network {
  readonly version: 4 | 6;
  readonly value: bigint;
  /** How many bits of it count. */
  readonly prefix: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/** An address as a number. */
export function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  const four = parseFour(text);
  if (four !== undefined) return { version: 4, value: four };
  if (!text.includes(':') || /[^0-9a-f:.]/i.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)?.at(-1);
  if (last?.includes('.')) {
    const value = parseFour(last);
    if (value === undefined) return undefined;
    groups.at(-1)?.splice(-1, 1, (value >> 16n).toString(16), (value & 0xffffn).toString(16));
  }
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { version: 6, value: all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** The length of a mask whose ones are all in front; undefined when they are not. */
export function maskLength(value: bigint): number | undefined {
  const bits = value.toString(2);
  return bits.includes('01') ? undefined : bits.replaceAll('0', '').length;
}

/** `address` or `address/prefix` or `address/mask`; `whole`: it has no bits behind the prefix. */
export function parseNetwork(
  text: string,
): (Network & { readonly slash: boolean; readonly whole: boolean }) | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const width = WIDTH[address.version];
  let prefix: number = width;
  if (slash >= 0) {
    const after = text.slice(slash + 1);
    const mask = address.version === 4 ? parseFour(after) : undefined;
    const length = mask === undefined ? (/^\d+$/.test(after) ? Number(after) : undefined) : maskLength(mask);
    if (length === undefined || length > width) return undefined;
    prefix = length;
  }
  return { ...address, prefix, slash: slash >= 0, whole: masked({ ...address, prefix }) === address.value };
}

const masked = ({ version, value, prefix }: Network): bigint => {
  const host = BigInt(WIDTH[version] - prefix);
  return (value >> host) << host;
};

/** As Python prints a network: its first address, shortened, and the prefix. */
export function networkText(network: Network): string {
  return `${addressText(network.version, masked(network))}/${network.prefix}`;
}

function addressText(version: 4 | 6, value: bigint): string {
  const size = version === 4 ? 8n : 16n;
  const count = version === 4 ? 4 : 8;
  const groups = Array.from({ length: count }, (_one, i) =>
    ((value >> (size * BigInt(count - 1 - i))) & ((1n << size) - 1n)).toString(version === 4 ? 10 : 16),
  );
  if (version === 4) return groups.join('.');
  // The first of the longest runs of zeros, where it is longer than one.
  let best = { at: 0, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

/** Negative when `a` comes first: by first address, then the wider one. */
export function compareNetworks(a: Network, b: Network): number {
  const [one, other] = [masked(a), masked(b)];
  return one < other ? -1 : one > other ? 1 : a.prefix - b.prefix;
}
