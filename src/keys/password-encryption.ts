// Encryption by a password as PKCS#12 files have it: PBES2 (RFC 8018), and the older schemes of RFC 7292.
import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { concat, der, X509Error } from '../x509/index.js';
import { openRc2 } from './rc2.js';

export const PBES2 = '1.2.840.113549.1.5.13';
export const SHA1_3DES = '1.2.840.113549.1.12.1.3';
const PBKDF2 = '1.2.840.113549.1.5.12';
const HMAC_SHA256 = '1.2.840.113549.2.9';
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';

/** Pseudorandom functions of PBKDF2. */
const PRFS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  [HMAC_SHA256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

interface Cipher {
  readonly name: string;
  readonly keyLength: number;
}

const CIPHERS: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  [AES_256_CBC]: { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
};

/** The schemes of PKCS#12 itself; those of RC4 nobody uses. */
const OLD: Readonly<Record<string, { readonly keyLength: number; readonly rc2Bits?: number }>> = {
  [SHA1_3DES]: { keyLength: 24 },
  '1.2.840.113549.1.12.1.4': { keyLength: 16 },
  '1.2.840.113549.1.12.1.5': { keyLength: 16, rc2Bits: 128 },
  '1.2.840.113549.1.12.1.6': { keyLength: 5, rc2Bits: 40 },
};

/** A password as PKCS#12 hashes it: UTF-16 with a zero at the end; undefined is not even that. */
export function bmpPassword(password: string | undefined): Uint8Array {
  return password === undefined ? new Uint8Array() : Buffer.from(`${password}\0`, 'utf16le').swap16();
}

/**
 * Derives a key (RFC 7292, appendix B).
 * @param id 1: a key, 2: an initial vector, 3: a key for a MAC
 */
export function pkcs12Derive(
  hash: string,
  password: Uint8Array,
  salt: Uint8Array,
  id: 1 | 2 | 3,
  iterations: number,
  length: number,
): Uint8Array {
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const repeated = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: block * Math.ceil(bytes.length / block) }, (_, i) => bytes[i % bytes.length]!);
  const digest = (bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest();
  const diversifier = new Uint8Array(block).fill(id);
  let input = concat(repeated(salt), repeated(password));
  let out: Uint8Array = new Uint8Array();
  while (out.length < length) {
    let a = digest(concat(diversifier, input));
    for (let i = 1; i < iterations; i++) a = digest(a);
    out = concat(out, a);
    const b = Uint8Array.from({ length: block }, (_, i) => a[i % a.length]!);
    const next = new Uint8Array(input.length);
    for (let at = 0; at < input.length; at += block) {
      let carry = 1;
      for (let i = block - 1; i >= 0; i--) {
        carry += input[at + i]! + b[i]!;
        next[at + i] = carry & 0xff;
        carry >>= 8;
      }
    }
    input = next;
  }
  return out.subarray(0, length);
}

/** @param algorithm AlgorithmIdentifier. @throws X509Error for another scheme, or a wrong password */
export function openWithPassword(algorithm: der.Der, password: string | undefined, bytes: Uint8Array): Uint8Array {
  const [id, parameters] = der.children(algorithm);
  if (!id || !parameters) throw new X509Error('an encryption without parameters');
  const scheme = der.readOid(id);
  if (scheme === PBES2) return openPbes2(parameters, password ?? '', bytes);
  const old = OLD[scheme];
  if (!old) throw new X509Error(`the encryption ${scheme} is not supported`);
  const reader = new der.Reader(parameters);
  const salt = reader.next(der.TAG.octetString).content;
  const iterations = Number(der.readInteger(reader.next()));
  const secret = bmpPassword(password);
  const key = pkcs12Derive('sha1', secret, salt, 1, iterations, old.keyLength);
  const iv = pkcs12Derive('sha1', secret, salt, 2, iterations, 8);
  if (old.rc2Bits !== undefined) return openRc2(key, iv, bytes, old.rc2Bits);
  const whole = old.keyLength === 16 ? concat(key, key.subarray(0, 8)) : key;
  return opened('des-ede3-cbc', whole, iv, bytes);
}

function openPbes2(parameters: der.Der, password: string, bytes: Uint8Array): Uint8Array {
  const [derivation, encryption] = der.children(parameters);
  const [kdf, kdfParameters] = derivation ? der.children(derivation) : [];
  const [cipherId, iv] = encryption ? der.children(encryption) : [];
  if (!kdf || !kdfParameters || !cipherId || !iv || der.readOid(kdf) !== PBKDF2) {
    throw new X509Error('this kind of password encryption is not supported');
  }
  const cipher = CIPHERS[der.readOid(cipherId)];
  if (!cipher) throw new X509Error(`the cipher ${der.readOid(cipherId)} is not supported`);
  const reader = new der.Reader(kdfParameters);
  const salt = reader.next(der.TAG.octetString).content;
  const iterations = Number(der.readInteger(reader.next()));
  reader.optional(der.TAG.integer);
  const [prf] = reader.done ? [] : der.children(reader.next());
  const hash = prf ? PRFS[der.readOid(prf)] : 'sha1';
  if (hash === undefined) throw new X509Error('this way to derive a key from a password is not supported');
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, cipher.keyLength, hash);
  return opened(cipher.name, key, iv.content, bytes);
}

function opened(cipher: string, key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    throw new X509Error('the password is wrong');
  }
}

/** How new files are encrypted: today's way, or one that software of 2022 and before reads. */
export interface Strength {
  readonly scheme: typeof PBES2 | typeof SHA1_3DES;
  readonly iterations: number;
}

/** @returns the AlgorithmIdentifier and the encrypted bytes */
export function closeWithPassword(
  { scheme, iterations }: Strength,
  password: string,
  bytes: Uint8Array,
): { readonly algorithm: Uint8Array; readonly bytes: Uint8Array } {
  const closed = (cipher: string, key: Uint8Array, iv: Uint8Array): Uint8Array => {
    const made = createCipheriv(cipher, key, iv);
    return Buffer.concat([made.update(bytes), made.final()]);
  };
  if (scheme === SHA1_3DES) {
    const salt = randomBytes(8);
    const secret = bmpPassword(password);
    const key = pkcs12Derive('sha1', secret, salt, 1, iterations, 24);
    const iv = pkcs12Derive('sha1', secret, salt, 2, iterations, 8);
    const parameters = der.sequence(der.octets(salt), der.integer(iterations));
    return { algorithm: der.sequence(der.oid(SHA1_3DES), parameters), bytes: closed('des-ede3-cbc', key, iv) };
  }
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const prf = der.sequence(der.oid(HMAC_SHA256), der.nothing());
  const derivation = der.sequence(der.oid(PBKDF2), der.sequence(der.octets(salt), der.integer(iterations), prf));
  const cipher = der.sequence(der.oid(AES_256_CBC), der.octets(iv));
  return {
    algorithm: der.sequence(der.oid(PBES2), der.sequence(derivation, cipher)),
    bytes: closed('aes-256-cbc', key, iv),
  };
}
