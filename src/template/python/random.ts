// Python's random.Random: the same seed gives the same choices as in Ansible.
import { spend } from './budget.js';
import { hashOf } from './hash.js';
import { isFloat } from './numbers.js';
import { fail } from './errors.js';
import type { Value } from '../../value/index.js';

const N = 624;
const M = 397;

/** Gives the SHA-512 of bytes, which seeds that are text go through. */
type Sha512 = (bytes: Uint8Array) => Uint8Array;

/** The Mersenne Twister MT19937, seeded and asked as CPython's `random` module does it. */
export class PythonRandom {
  private readonly state = new Uint32Array(N);
  private at = N;

  constructor(seed: Value, sha512: Sha512) {
    spend(64);
    this.seedWith(wordsOf(magnitude(seed, sha512)));
  }

  /** An integer from 0 to below `n`. `compat:` by rejection of too large ones, never by remainder. */
  below(n: number): number {
    if (n <= 0) fail('there is nothing to choose from');
    const bits = BigInt(n).toString(2).length;
    let r = this.bits(bits);
    while (r >= n) r = this.bits(bits);
    return r;
  }

  /** As `below`, for numbers of any size. */
  belowBig(n: bigint): bigint {
    const bits = n.toString(2).length;
    for (;;) {
      let value = 0n;
      let at = 0;
      for (let left = bits; left > 0; left -= 32, at += 32)
        value |= BigInt(this.bits(Math.min(32, left))) << BigInt(at);
      if (value < n) return value;
    }
  }

  /** One of the items, each equally likely. */
  choice<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }

  private bits(k: number): number {
    if (k <= 32) return this.next() >>> (32 - k);
    const low = this.next();
    return (this.next() >>> (64 - k)) * 0x1_0000_0000 + low;
  }

  private seedWith(key: readonly number[]): void {
    const mt = this.state;
    mt[0] = 19650218;
    for (let i = 1; i < N; i++) mt[i] = Math.imul(1812433253, at(mt, i - 1) ^ (at(mt, i - 1) >>> 30)) + i;
    let i = 1;
    let j = 0;
    const step = (): void => {
      if (++i < N) return;
      mt[0] = at(mt, N - 1);
      i = 1;
    };
    for (let k = Math.max(N, key.length); k > 0; k--) {
      mt[i] = (at(mt, i) ^ Math.imul(at(mt, i - 1) ^ (at(mt, i - 1) >>> 30), 1664525)) + (key[j] ?? 0) + j;
      j = (j + 1) % key.length;
      step();
    }
    for (let k = N - 1; k > 0; k--) {
      mt[i] = (at(mt, i) ^ Math.imul(at(mt, i - 1) ^ (at(mt, i - 1) >>> 30), 1566083941)) - i;
      step();
    }
    mt[0] = 0x80000000;
  }

  private next(): number {
    if (this.at >= N) this.twist();
    let y = at(this.state, this.at++);
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const mt = this.state;
    for (let i = 0; i < N; i++) {
      const y = (at(mt, i) & 0x80000000) | (at(mt, (i + 1) % N) & 0x7fffffff);
      mt[i] = at(mt, (i + M) % N) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}

function at(words: Uint32Array, i: number): number {
  return words[i] ?? 0;
}

/** `compat:` text counts as its bytes and their SHA-512 behind them, integers as their magnitude, floats by Python's hash. */
function magnitude(seed: Value, sha512: Sha512): bigint {
  if (typeof seed === 'string') {
    const bytes = new TextEncoder().encode(seed);
    return bigEndian([...bytes, ...sha512(bytes)]);
  }
  // compat: that of nan is another one in every run.
  if (isFloat(seed)) return hashOf(seed) ?? 0n;
  if (typeof seed === 'boolean') return seed ? 1n : 0n;
  if (typeof seed !== 'number' && typeof seed !== 'bigint') return fail('a seed is text or a number');
  const n = BigInt(seed);
  return n < 0n ? -n : n;
}

function bigEndian(bytes: readonly number[]): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.map((b) => b.toString(16).padStart(2, '0')).join('')}`);
}

function wordsOf(n: bigint): number[] {
  const words: number[] = [];
  for (let rest = n; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length > 0 ? words : [0];
}
