// Python's hashes of numbers and of tuples of them, which do not differ from run to run as those of texts do.
import { Tuple, type Value } from '../../value/index.js';
import { isFloat, isInt, toNumber } from './numbers.js';

const PRIME = (1n << 61n) - 1n;
const WORD = (1n << 64n) - 1n;
const [PRIME1, PRIME2, PRIME5] = [11400714785074694791n, 14029467366897019727n, 2870177450012600261n];

/** The hash as an unsigned word of 64 bits; undefined: for that value it is another one in every run. */
export function hashOf(v: Value): bigint | undefined {
  if (typeof v === 'boolean') return v ? 1n : 0n;
  if (isFloat(v)) return floatHash(toNumber(v));
  if (isInt(v)) return signed(BigInt(v) % PRIME);
  return v instanceof Tuple ? tupleHash(v) : undefined;
}

/** compat: -1 says that something went wrong, so no hash is -1. */
function signed(hash: bigint): bigint {
  return (hash === -1n ? -2n : hash) & WORD;
}

function floatHash(x: number): bigint | undefined {
  if (Number.isNaN(x)) return undefined;
  if (!Number.isFinite(x)) return signed(x > 0 ? 314159n : -314159n);
  let numerator = Math.abs(x);
  let twos = 0n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    twos++;
  }
  let hash = BigInt(numerator) % PRIME;
  // The inverse of 2 modulo a Mersenne prime of 61 bits is 2^60.
  for (; twos > 0n; twos--) hash = (hash * (1n << 60n)) % PRIME;
  return signed(x < 0 ? -hash : hash);
}

function tupleHash(items: readonly Value[]): bigint | undefined {
  let sum = PRIME5;
  for (const item of items) {
    const hash = hashOf(item);
    if (hash === undefined) return undefined;
    sum = (sum + hash * PRIME2) & WORD;
    sum = ((sum << 31n) | (sum >> 33n)) & WORD;
    sum = (sum * PRIME1) & WORD;
  }
  sum = (sum + (BigInt(items.length) ^ (PRIME5 ^ 3527539n))) & WORD;
  return sum === WORD ? 1546275796n : sum;
}
