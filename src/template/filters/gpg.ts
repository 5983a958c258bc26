// The filter community.crypto.gpg_fingerprint: which OpenPGP key a text holds (RFC 4880, section 12.2), without gpg.
import { fail } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { Filter } from '../types.js';
import { take } from './define.js';

const ARMOUR = /-----BEGIN PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----([^]*?)-----END PGP (?:PUBLIC|PRIVATE) KEY BLOCK-----/;
const SECRET_KEY = 5;
const PUBLIC_KEY = 6;

/** How many numbers the public part of a key has, and whether a curve's name stands before or a hash after them. */
const PARTS: Readonly<Record<number, { numbers: number; curve?: true; kdf?: true }>> = {
  1: { numbers: 2 },
  2: { numbers: 2 },
  3: { numbers: 2 },
  16: { numbers: 3 },
  17: { numbers: 4 },
  18: { numbers: 1, curve: true, kdf: true },
  19: { numbers: 1, curve: true },
  22: { numbers: 1, curve: true },
};

export const gpgFingerprint: Filter = (call) => {
  take(call, 'gpg_fingerprint', []);
  const { value } = call;
  if (typeof value !== 'string')
    return fail(
      `The input for the community.crypto.gpg_fingerprint filter must be a string; got ${typeName(value)} instead`,
    );
  const bytes = dearmor(value);
  const body = bytes && publicBody(bytes);
  if (!body) return fail('the text holds no OpenPGP key');
  if (body[0] !== 4) return fail(`OpenPGP keys of version ${body[0]} are not supported; ask gpg with the lookup pipe`);
  const hashed = Uint8Array.from([0x99, body.length >> 8, body.length & 255, ...body]);
  return (call.port.hash('sha1', hashed) ?? fail('SHA-1 is not available here')).toUpperCase();
};

/** The bytes of the first armoured block. */
function dearmor(text: string): Uint8Array | undefined {
  const [, inside] = ARMOUR.exec(text) ?? [];
  if (inside === undefined) return undefined;
  const lines = inside.split(/\r?\n/).map((line) => line.trim());
  // Headers are `Version: …`; a line that starts with = is the checksum.
  const body = lines.filter((line) => line !== '' && !/^[A-Za-z-]+:(?: |$)/.test(line) && !line.startsWith('='));
  try {
    return Uint8Array.from(atob(body.join('')), (c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The public part of the first primary key among the packets. */
function publicBody(bytes: Uint8Array): Uint8Array | undefined {
  const at = (i: number): number => bytes[i] ?? 0;
  for (let i = 0; i < bytes.length;) {
    const head = at(i++);
    if ((head & 0x80) === 0) return undefined;
    let tag = head & 0x3f;
    let size: number;
    if (head & 0x40) {
      const first = at(i++);
      if (first < 192) size = first;
      else if (first < 224) size = ((first - 192) << 8) + at(i++) + 192;
      else if (first === 255) size = number(bytes, (i += 4) - 4, 4);
      else return undefined;
    } else {
      tag = (head >> 2) & 15;
      const width = [1, 2, 4][head & 3];
      if (width === undefined) return undefined;
      size = number(bytes, i, width);
      i += width;
    }
    const body = bytes.subarray(i, i + size);
    if (tag === PUBLIC_KEY) return body;
    if (tag === SECRET_KEY) return body.subarray(0, publicSize(body));
    i += size;
  }
  return undefined;
}

/** Where the public part of a secret key of version 4 ends. */
function publicSize(body: Uint8Array): number {
  const parts = PARTS[body[5] ?? 0];
  if (!parts) return fail(`OpenPGP keys of algorithm ${body[5]} are not supported; ask gpg with the lookup pipe`);
  let i = 6;
  if (parts.curve) i += 1 + (body[i] ?? 0);
  for (let n = 0; n < parts.numbers; n++) i += 2 + Math.ceil(number(body, i, 2) / 8);
  if (parts.kdf) i += 1 + (body[i] ?? 0);
  return i;
}

function number(bytes: Uint8Array, from: number, width: number): number {
  let n = 0;
  for (let i = 0; i < width; i++) n = n * 256 + (bytes[from + i] ?? 0);
  return n;
}
