// The port of the X.509 readers, carried out by OpenSSL of Node.
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { der, readPrivateNumbers, readPublicKey, type CryptoPort } from '../x509/index.js';
import { pkcs8Of, readPrivateKey, readPublicKeyObject, spkiOf } from './read-key.js';
import { verifySignature } from './signatures.js';

/** OpenSSL's names of digests that Python calls otherwise. */
const OPENSSL: Readonly<Record<string, string>> = { blake2b: 'blake2b512', blake2s: 'blake2s256' };

export const opensslCrypto: CryptoPort = {
  digest(algorithm, bytes) {
    const name = OPENSSL[algorithm] ?? algorithm.replace(/^(sha3|shake)_?/, (whole) => whole.replace('_', '-'));
    try {
      return createHash(name.replace('shake-', 'shake'), name.startsWith('shake') ? { outputLength: 32 } : {})
        .update(bytes)
        .digest();
    } catch {
      return undefined;
    }
  },
  privateKey(content, passphrase) {
    const key = readPrivateKey(content, passphrase);
    return { pkcs8: pkcs8Of(key), spki: spkiOf(key) };
  },
  publicKey: (content) => spkiOf(readPublicKeyObject(content)),
  verify: verifySignature,
  isConsistent(pkcs8) {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    return isConsistent(key, pkcs8);
  },
};

const TEST = Buffer.from('1234');

function isConsistent(key: KeyObject, pkcs8: Uint8Array): boolean | undefined {
  const spki = spkiOf(key);
  const { type, data } = readPublicKey(spki);
  if (type === 'X25519' || type === 'X448') return undefined;
  const numbers = readPrivateNumbers(pkcs8);
  const n = (name: string): bigint => BigInt(data[name] ?? numbers[name] ?? 0);
  if (type === 'RSA' && !rsaFits(pkcs8)) return false;
  if (type === 'DSA') {
    const [p, q, g, y] = [n('p'), n('q'), n('g'), n('y')];
    const x = BigInt(numbers['x'] ?? 0);
    if (g < 2n || g >= p - 1n || x < 1n || x >= q || (p - 1n) % q !== 0n) return false;
    return power(g, q, p) === 1n && power(g, x, p) === y;
  }
  try {
    const digest = type === 'Ed25519' || type === 'Ed448' ? null : 'sha256';
    return verify(digest, TEST, createPublicKey(key), sign(digest, TEST, key));
  } catch {
    return false;
  }
}

function rsaFits(pkcs8: Uint8Array): boolean {
  const reader = new der.Reader(der.readDer(pkcs8));
  reader.next();
  reader.next();
  const inner = der.readDer(reader.next(der.TAG.octetString).content);
  const [, n = 0n, e = 0n, d = 0n, p = 0n, q = 0n] = der.children(inner).map((one) => der.readInteger(one));
  return n === p * q && (e * d) % (p - 1n) === 1n % (p - 1n) && (e * d) % (q - 1n) === 1n % (q - 1n);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let b = base % modulus;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % modulus;
    b = (b * b) % modulus;
  }
  return result;
}
