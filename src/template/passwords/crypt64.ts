// The base 64 of crypt(3): other digits than elsewhere, the lowest bits first.

export const CRYPT64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The bytes at the places of `order` (most significant of each group first), as digits. */
export function encode64(bytes: Uint8Array, order: readonly (readonly number[])[]): string {
  return order
    .map((group) => {
      let n = group.reduce((sum, at) => (sum << 8) | (bytes[at] ?? 0), 0);
      let out = '';
      for (let digits = Math.ceil((group.length * 8) / 6); digits > 0; digits--) {
        out += CRYPT64[n & 63];
        n >>>= 6;
      }
      return out;
    })
    .join('');
}

/** Bytes one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** `bytes` over and over, cut at `length`. */
export function repeated(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += bytes.length) out.set(bytes.subarray(0, length - at), at);
  return out;
}
