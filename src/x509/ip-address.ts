// IP addresses and networks of certificates: their bytes and their text.
import { concat } from './bytes.js';
import { X509Error } from './errors.js';

/** compat: Python's `compressed` form; eight or 32 bytes are a network with its mask. */
export function ipText(bytes: Uint8Array): string {
  if (bytes.length === 8 || bytes.length === 32) {
    const half = bytes.length / 2;
    return `${ipText(bytes.subarray(0, half))}/${prefixLength(bytes.subarray(half))}`;
  }
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) throw new X509Error(`an IP address of ${bytes.length} bytes`);
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

function prefixLength(mask: Uint8Array): number {
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0');
  if (bits.slice(length).includes('1')) throw new X509Error('the mask of an IP network has holes');
  return length;
}

/** The bytes of an address, or of a network `address/prefix` with its mask. @throws X509Error */
export function ipBytes(text: string): Uint8Array {
  const slash = text.indexOf('/');
  if (slash < 0) return addressBytes(text);
  const address = addressBytes(text.slice(0, slash));
  const width = address.length * 8;
  const given = text.slice(slash + 1);
  let length: number;
  if (/^\d+$/.test(given) && Number(given) <= width) length = Number(given);
  else if (address.length === 4 && given.includes('.')) length = prefixLength(addressBytes(given));
  else throw new X509Error(`"${text}" is not an IP network`);
  const mask = Uint8Array.from(address, (_, i) => (0xff00 >> Math.max(0, Math.min(8, length - 8 * i))) & 0xff);
  if (address.some((byte, i) => (byte & ~(mask[i] ?? 0)) !== 0)) throw new X509Error(`${text} has host bits set`);
  return concat(address, mask);
}

function addressBytes(text: string): Uint8Array {
  const bad = (): never => {
    throw new X509Error(`"${text}" does not appear to be an IPv4 or IPv6 address`);
  };
  if (!text.includes(':')) {
    const parts = text.split('.');
    if (parts.length !== 4 || parts.some((p) => !/^(?:0|[1-9]\d{0,2})$/.test(p) || Number(p) > 255)) bad();
    return Uint8Array.from(parts, Number);
  }
  let wanted = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const [a = 0, b = 0, c = 0, d = 0] = addressBytes(dotted[2] ?? '');
    wanted = `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = wanted.split('::');
  if (halves.length > 2) bad();
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = head.length + (tail?.length ?? 0);
  if (tail === undefined ? count !== 8 : count > 7) bad();
  const groups = [...head, ...Array.from({ length: 8 - count }, () => '0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) bad();
  return Uint8Array.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));
}
