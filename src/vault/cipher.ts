// The one cipher of vaults: AES-256 in counter mode, checked by an HMAC, keys derived from the password by PBKDF2.
import type { Envelope } from './envelope.js';
import { nodeCrypto } from './node-crypto.js';

export const ITERATIONS = 10_000;
/** Bytes of the three parts that are derived together: cipher key, HMAC key, counter. */
const KEY = 32;
const COUNTER = 16;
export const DERIVED = 2 * KEY + COUNTER;

/** Encrypts; the counter mode would need no padding, the format has it nevertheless (PKCS #7). */
export function seal(plain: Uint8Array, keys: Uint8Array, salt: Uint8Array, id: string | undefined): Envelope {
  const cipher = nodeCrypto().createCipheriv('aes-256-ctr', keys.subarray(0, KEY), keys.subarray(2 * KEY, DERIVED));
  const padding = COUNTER - (plain.length % COUNTER);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  const ciphertext = Buffer.concat([cipher.update(padded), cipher.final()]);
  return { id, salt, hmac: checksum(ciphertext, keys), ciphertext };
}

/** The plain bytes, or undefined when the keys are not those it was encrypted with or a byte of it was changed. */
export function open(envelope: Envelope, keys: Uint8Array): Uint8Array | undefined {
  const { ciphertext, hmac } = envelope;
  const expected = checksum(ciphertext, keys);
  if (hmac.length !== expected.length || !nodeCrypto().timingSafeEqual(hmac, expected)) return undefined;
  const cipher = nodeCrypto().createDecipheriv('aes-256-ctr', keys.subarray(0, KEY), keys.subarray(2 * KEY, DERIVED));
  const padded = Buffer.concat([cipher.update(ciphertext), cipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const filled = padding >= 1 && padding <= COUNTER && padding <= padded.length;
  return filled ? padded.subarray(0, padded.length - padding) : undefined;
}

function checksum(ciphertext: Uint8Array, keys: Uint8Array): Buffer {
  return nodeCrypto()
    .createHmac('sha256', keys.subarray(KEY, 2 * KEY))
    .update(ciphertext)
    .digest();
}
