// SHA-crypt as glibc has it: `$5$` with SHA-256, `$6$` with SHA-512. The steps are numbered as in its specification.
import { encode64, joined, repeated } from './crypt64.js';

export type Digest = (algorithm: string, bytes: Uint8Array) => Uint8Array;

/** The rounds of a hash that names none. */
const IMPLICIT_ROUNDS = 5000;

const VARIANTS = {
  sha256: { id: '5', size: 32 },
  sha512: { id: '6', size: 64 },
} as const;

/** @param salt up to 16 characters @param rounds 1000 to 999999999 */
export function shaCrypt(
  digest: Digest,
  algorithm: keyof typeof VARIANTS,
  password: Uint8Array,
  salt: string,
  rounds: number,
): string {
  const { id, size } = VARIANTS[algorithm];
  const hash = (...parts: readonly Uint8Array[]): Uint8Array => digest(algorithm, joined(...parts));
  const saltBytes = new TextEncoder().encode(salt);
  // 4 to 8
  const b = hash(password, saltBytes, password);
  // 1 to 3, 9 to 12
  const mixed: Uint8Array[] = [password, saltBytes, repeated(b, password.length)];
  for (let n = password.length; n > 0; n >>= 1) mixed.push(n & 1 ? b : password);
  let c = hash(...mixed);
  // 13 to 16
  const p = repeated(hash(...Array.from({ length: password.length }, () => password)), password.length);
  // 17 to 20
  const s = repeated(hash(...Array.from({ length: 16 + (c[0] ?? 0) }, () => saltBytes)), saltBytes.length);
  // 21: what is hashed repeats after 2 * 3 * 7 rounds, but for the last digest in it
  const layouts = Array.from({ length: 42 }, (_, round) => layout(round, c.length, p, s));
  for (let round = 0; round < rounds; round++) {
    const { bytes, at } = layouts[round % 42] as Layout;
    bytes.set(c, at);
    c = digest(algorithm, bytes);
  }
  const shown = rounds === IMPLICIT_ROUNDS ? '' : `rounds=${rounds}$`;
  return `$${id}$${shown}${salt}$${encode64(c, order(size))}`;
}

interface Layout {
  readonly bytes: Uint8Array;
  /** Where the digest of the round before belongs. */
  readonly at: number;
}

function layout(round: number, size: number, p: Uint8Array, s: Uint8Array): Layout {
  const odd = (round & 1) === 1;
  const middle = joined(round % 3 === 0 ? new Uint8Array() : s, round % 7 === 0 ? new Uint8Array() : p);
  const hole = new Uint8Array(size);
  return odd
    ? { bytes: joined(p, middle, hole), at: p.length + middle.length }
    : { bytes: joined(hole, middle, p), at: 0 };
}

/** 22: which bytes make the digits, a rule of the format. */
function order(size: number): number[][] {
  const third = Math.floor(size / 3);
  const groups: number[][] = [];
  let [a, b, c] = [0, third, 2 * third];
  for (let i = 0; i < third; i++) {
    groups.push([a, b, c]);
    [a, b, c] = size === 32 ? [c + 1, a + 1, b + 1] : [b + 1, c + 1, a + 1];
  }
  groups.push(size === 32 ? [31, 30] : [63]);
  return groups;
}
