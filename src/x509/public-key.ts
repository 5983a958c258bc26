// Which numbers a public key is made of, and which curve they are on.
import { toBigInt } from './bytes.js';
import { children, readBits, readDer, Reader, readInteger, readOid, TAG, type Der } from './der.js';
import { X509Error } from './errors.js';
import { OID } from './oids.js';

interface Curve {
  /** As Python's cryptography spells it. */
  readonly name: string;
  readonly oid: string;
  readonly bits: number;
  /** As OpenSSL names it. */
  readonly openssl: string;
}

/** The curves the collection knows. */
export const CURVES: readonly Curve[] = [
  { name: 'secp224r1', oid: '1.3.132.0.33', bits: 224, openssl: 'secp224r1' },
  { name: 'secp256k1', oid: '1.3.132.0.10', bits: 256, openssl: 'secp256k1' },
  { name: 'secp256r1', oid: '1.2.840.10045.3.1.7', bits: 256, openssl: 'prime256v1' },
  { name: 'secp384r1', oid: '1.3.132.0.34', bits: 384, openssl: 'secp384r1' },
  { name: 'secp521r1', oid: '1.3.132.0.35', bits: 521, openssl: 'secp521r1' },
  { name: 'secp192r1', oid: '1.2.840.10045.3.1.1', bits: 192, openssl: 'prime192v1' },
  { name: 'brainpoolP256r1', oid: '1.3.36.3.3.2.8.1.1.7', bits: 256, openssl: 'brainpoolP256r1' },
  { name: 'brainpoolP384r1', oid: '1.3.36.3.3.2.8.1.1.11', bits: 384, openssl: 'brainpoolP384r1' },
  { name: 'brainpoolP512r1', oid: '1.3.36.3.3.2.8.1.1.13', bits: 512, openssl: 'brainpoolP512r1' },
  { name: 'sect163k1', oid: '1.3.132.0.1', bits: 163, openssl: 'sect163k1' },
  { name: 'sect163r2', oid: '1.3.132.0.15', bits: 163, openssl: 'sect163r2' },
  { name: 'sect233k1', oid: '1.3.132.0.26', bits: 233, openssl: 'sect233k1' },
  { name: 'sect233r1', oid: '1.3.132.0.27', bits: 233, openssl: 'sect233r1' },
  { name: 'sect283k1', oid: '1.3.132.0.16', bits: 283, openssl: 'sect283k1' },
  { name: 'sect283r1', oid: '1.3.132.0.17', bits: 283, openssl: 'sect283r1' },
  { name: 'sect409k1', oid: '1.3.132.0.36', bits: 409, openssl: 'sect409k1' },
  { name: 'sect409r1', oid: '1.3.132.0.37', bits: 409, openssl: 'sect409r1' },
  { name: 'sect571k1', oid: '1.3.132.0.38', bits: 571, openssl: 'sect571k1' },
  { name: 'sect571r1', oid: '1.3.132.0.39', bits: 571, openssl: 'sect571r1' },
];

export type KeyType = 'RSA' | 'DSA' | 'ECC' | 'X25519' | 'X448' | 'Ed25519' | 'Ed448';

const SIMPLE: Readonly<Record<string, KeyType>> = {
  [OID.x25519]: 'X25519',
  [OID.x448]: 'X448',
  [OID.ed25519]: 'Ed25519',
  [OID.ed448]: 'Ed448',
};

export interface PublicKey {
  readonly type: KeyType;
  /** `public_data` of the collection. */
  readonly data: Readonly<Record<string, string | number | bigint>>;
}

/** Small numbers as numbers, so that they look like any other. */
export const small = (value: bigint): number | bigint =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

const bitLength = (value: bigint): number => value.toString(2).length;

/** @param spki SubjectPublicKeyInfo. @throws X509Error for a kind of key the collection does not know */
export function readPublicKey(spki: Uint8Array): PublicKey {
  const reader = new Reader(readDer(spki));
  const [id, parameters] = children(reader.next(TAG.sequence));
  const { bytes } = readBits(reader.next());
  if (!id) throw new X509Error('a public key without algorithm');
  const algorithm = readOid(id);
  const simple = SIMPLE[algorithm];
  if (simple) return { type: simple, data: {} };
  switch (algorithm) {
    case OID.rsa:
    case OID.rsaPss: {
      const [n = 0n, e = 0n] = children(readDer(bytes)).map(readInteger);
      return { type: 'RSA', data: { size: bitLength(n), modulus: small(n), exponent: small(e) } };
    }
    case OID.dsa: {
      const [p = 0n, q = 0n, g = 0n] = parameters ? children(parameters).map(readInteger) : [];
      const y = readInteger(readDer(bytes));
      return { type: 'DSA', data: { size: bitLength(p), p: small(p), q: small(q), g: small(g), y: small(y) } };
    }
    case OID.ec: {
      const curve = CURVES.find((c) => parameters?.tag === TAG.oid && c.oid === readOid(parameters));
      if (!curve) throw new X509Error('the curve of the key is not supported');
      if (bytes[0] !== 4) throw new X509Error('the point of the key is compressed, which is not supported');
      const half = (bytes.length - 1) / 2;
      return {
        type: 'ECC',
        data: {
          curve: curve.name,
          x: small(toBigInt(bytes.subarray(1, 1 + half))),
          y: small(toBigInt(bytes.subarray(1 + half))),
          exponent_size: curve.bits,
        },
      };
    }
    default:
      throw new X509Error(`keys of type ${algorithm} are not supported`);
  }
}

/** The bytes inside the BIT STRING: what key identifiers are made of. */
export function publicKeyBits(spki: Uint8Array): Uint8Array {
  const reader = new Reader(readDer(spki));
  reader.next(TAG.sequence);
  return readBits(reader.next()).bytes;
}

/** `private_data` of the collection. @param pkcs8 PrivateKeyInfo, not encrypted */
export function readPrivateNumbers(pkcs8: Uint8Array): Record<string, number | bigint> {
  const reader = new Reader(readDer(pkcs8));
  reader.next(TAG.integer);
  const [id] = children(reader.next(TAG.sequence));
  const inner = reader.next(TAG.octetString).content;
  switch (id ? readOid(id) : '') {
    case OID.rsa:
    case OID.rsaPss: {
      const [, , , d = 0n, p = 0n, q = 0n] = children(readDer(inner)).map(readInteger);
      return { p: small(p), q: small(q), exponent: small(d) };
    }
    case OID.dsa:
      return { x: small(readInteger(readDer(inner))) };
    case OID.ec:
      return { multiplier: small(toBigInt(children(readDer(inner))[1]?.content ?? new Uint8Array())) };
    default:
      return {};
  }
}

/** The parameters of a key's algorithm. @throws X509Error when it has none */
export function spkiAlgorithm(spki: Uint8Array): Der {
  const [, parameters] = children(new Reader(readDer(spki)).next(TAG.sequence));
  if (!parameters) throw new X509Error('the key has no parameters');
  return parameters;
}
