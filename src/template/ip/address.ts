// IPv4 and IPv6 addresses: what text means as one, and how one is written (inet_pton and inet_ntop of POSIX).

export type Version = 4 | 6;

export interface Address {
  readonly version: Version;
  readonly value: bigint;
}

/** How many bits an address has. */
export function widthOf(version: Version): number {
  return version === 4 ? 32 : 128;
}

/** The largest number that is an address. */
export function maxOf(version: Version): bigint {
  return (1n << BigInt(widthOf(version))) - 1n;
}

function parse4(text: string): bigint | undefined {
  const m = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!m) return undefined;
  let out = 0n;
  for (const part of m.slice(1)) {
    if ((part.length > 1 && part.startsWith('0')) || Number(part) > 255) return undefined;
    out = (out << 8n) | BigInt(part);
  }
  return out;
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

function parse6(text: string): bigint | undefined {
  let source = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const low = parse4(dotted[2] ?? '');
    if (low === undefined) return undefined;
    source = `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [groups(halves[0] ?? ''), groups(halves[1] ?? '')];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let out = 0n;
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    out = (out << 16n) | BigInt(`0x${group}`);
  }
  return out;
}

/** The address the text is, or undefined. No zones, no blanks, no leading zeros in IPv4. */
export function parseAddress(text: string, version?: Version): Address | undefined {
  if (version !== 6) {
    const value = parse4(text);
    if (value !== undefined) return { version: 4, value };
  }
  const value = version === 4 ? undefined : parse6(text);
  return value === undefined ? undefined : { version: 6, value };
}

function words(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(16 * (7 - i))) & 0xffffn));
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((s) => (value >> s) & 255n).join('.');
}

/** The longest run of zero groups, of two at least. */
function longestZeros(parts: readonly number[]): { from: number; length: number } {
  let best = { from: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (i + n < 8 && parts[i + n] === 0) n++;
    if (n > best.length) best = { from: i, length: n };
    i += n;
  }
  return best;
}

/** @param mixed whether addresses that carry an IPv4 address end in its dotted form, as inet_ntop writes them */
export function formatAddress({ version, value }: Address, mixed = true): string {
  if (version === 4) return dotted(value);
  const parts = words(value);
  const zeros = longestZeros(parts);
  if (mixed && zeros.from === 0 && (zeros.length === 6 || (zeros.length === 5 && parts[5] === 0xffff)))
    return `${zeros.length === 6 ? '::' : '::ffff:'}${dotted(value & 0xffffffffn)}`;
  const hex = parts.map((p) => p.toString(16));
  if (zeros.from < 0) return hex.join(':');
  return `${hex.slice(0, zeros.from).join(':')}::${hex.slice(zeros.from + zeros.length).join(':')}`;
}

/** All eight groups of an IPv6 address. */
export function expanded(value: bigint, digits: number): string {
  return words(value)
    .map((p) => p.toString(16).padStart(digits, '0'))
    .join(':');
}

/** compat: a bare number is an IPv4 address as long as it is small enough for one. */
export function addressOfNumber(value: bigint): Address | undefined {
  if (value < 0n || value > maxOf(6)) return undefined;
  return { version: value <= maxOf(4) ? 4 : 6, value };
}

/** The name under which DNS keeps the address. */
export function reverseName({ version, value }: Address): string {
  if (version === 4) return `${dotted(value).split('.').reverse().join('.')}.in-addr.arpa.`;
  return `${[...value.toString(16).padStart(32, '0')].reverse().join('.')}.ip6.arpa.`;
}
