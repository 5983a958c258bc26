// IP addresses and networks in the one spelling by which they can be compared (RFC 5952).

/** The eight groups of an IPv6 address, or undefined when it is none. */
function groups(text: string): number[] | undefined {
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain = v4
    ? `${v4[1]}${(Number(v4[2]) * 256 + Number(v4[3])).toString(16)}:${(Number(v4[4]) * 256 + Number(v4[5])).toString(16)}`
    : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...tail];
  return all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) ? all.map((group) => parseInt(group, 16)) : undefined;
}

/** An address without leading zeros, in small letters, with `::` where it shortens most; what is no address stays. */
export function normalAddress<T extends string | null | undefined>(text: T): T {
  if (typeof text !== 'string' || !text.includes(':')) return text;
  const all = groups(text);
  if (!all) return text;
  let best = { at: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && all[i + length] === 0) length++;
    if (length > best.length) best = { at: i, length };
  }
  const hex = all.map((group) => group.toString(16));
  if (best.at < 0) return hex.join(':') as T;
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}` as T;
}

/** A network in CIDR notation with its address so; what is none stays. */
export function normalNetwork<T extends string | null | undefined>(text: T): T {
  if (typeof text !== 'string') return text;
  const slash = text.indexOf('/');
  return (slash < 0 ? text : `${normalAddress(text.slice(0, slash))}${text.slice(slash)}`) as T;
}
