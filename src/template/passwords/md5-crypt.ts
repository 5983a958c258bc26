// The MD5 crypt of FreeBSD: `$1$`.
import { encode64, joined, repeated } from './crypt64.js';
import type { Digest } from './sha-crypt.js';

const ROUNDS = 1000;
const ORDER = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];

/** @param salt up to 8 characters */
export function md5Crypt(digest: Digest, password: Uint8Array, salt: string): string {
  const hash = (...parts: readonly Uint8Array[]): Uint8Array => digest('md5', joined(...parts));
  const text = (s: string): Uint8Array => new TextEncoder().encode(s);
  const saltBytes = text(salt);
  const alternate = hash(password, saltBytes, password);
  const mixed: Uint8Array[] = [password, text('$1$'), saltBytes, repeated(alternate, password.length)];
  for (let n = password.length; n > 0; n >>= 1) mixed.push(n & 1 ? Uint8Array.of(0) : password.subarray(0, 1));
  let c = hash(...mixed);
  for (let round = 0; round < ROUNDS; round++) {
    const odd = (round & 1) === 1;
    const parts: Uint8Array[] = [odd ? password : c];
    if (round % 3 !== 0) parts.push(saltBytes);
    if (round % 7 !== 0) parts.push(password);
    parts.push(odd ? c : password);
    c = hash(...parts);
  }
  return `$1$${salt}$${encode64(c, ORDER)}`;
}
