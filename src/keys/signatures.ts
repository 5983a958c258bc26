// Signs and verifies, and says which algorithm identifier a signature has.
import { constants, sign, verify, type KeyObject } from 'node:crypto';
import { der, OID, readPublicKey, X509Error, type KeyType } from '../x509/index.js';
import { publicKeyFrom, spkiOf } from './read-key.js';

export type DigestName = 'sha256' | 'sha384' | 'sha512' | 'sha1' | 'md5';

/** Which digest the object identifiers of signatures mean, by kind of key. */
const ALGORITHMS: Readonly<Record<string, { readonly type: KeyType; readonly digest: string }>> = {
  '1.2.840.113549.1.1.4': { type: 'RSA', digest: 'md5' },
  '1.2.840.113549.1.1.5': { type: 'RSA', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { type: 'RSA', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { type: 'RSA', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { type: 'RSA', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { type: 'RSA', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.14': { type: 'RSA', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { type: 'RSA', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { type: 'RSA', digest: 'sha3-512' },
  '1.2.840.10045.4.1': { type: 'ECC', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { type: 'ECC', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { type: 'ECC', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { type: 'ECC', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { type: 'ECC', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.10': { type: 'ECC', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { type: 'ECC', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { type: 'ECC', digest: 'sha3-512' },
  '1.2.840.10040.4.3': { type: 'DSA', digest: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { type: 'DSA', digest: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { type: 'DSA', digest: 'sha256' },
  '2.16.840.1.101.3.4.3.3': { type: 'DSA', digest: 'sha384' },
  '2.16.840.1.101.3.4.3.4': { type: 'DSA', digest: 'sha512' },
  [OID.ed25519]: { type: 'Ed25519', digest: '' },
  [OID.ed448]: { type: 'Ed448', digest: '' },
};

/** The algorithm identifier of a signature by this kind of key. @throws X509Error when it cannot sign so */
function algorithmFor(type: KeyType, digest: DigestName): Uint8Array {
  const simple = type === 'Ed25519' || type === 'Ed448';
  const found = Object.entries(ALGORITHMS).find(([, a]) => a.type === type && (simple || a.digest === digest));
  if (!found) throw new X509Error(`a key of type ${type} cannot sign with ${digest}`);
  return der.sequence(der.oid(found[0]), ...(type === 'RSA' ? [der.nothing()] : []));
}

/**
 * What certificates, requests and revocation lists are made by: the inner part, how it is signed, the signature.
 * @param inner the bytes to sign, given the algorithm identifier that some of them hold
 * @returns the whole as DER
 */
export function signed(key: KeyObject, digest: DigestName, inner: (algorithm: Uint8Array) => Uint8Array): Uint8Array {
  const { type } = readPublicKey(spkiOf(key));
  const algorithm = algorithmFor(type, digest);
  const bytes = inner(algorithm);
  const name = type === 'Ed25519' || type === 'Ed448' ? null : digest;
  return der.sequence(bytes, algorithm, der.bitString(sign(name, bytes, key)));
}

/** The digest a signature's algorithm takes; undefined where it takes none of its own or nobody knows it. */
export const signatureDigest = (algorithm: string): string | undefined => ALGORITHMS[algorithm]?.digest || undefined;

/** Whether a signature is right; false for algorithms nobody knows. */
export function verifySignature(
  spki: Uint8Array,
  algorithm: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [id, parameters] = der.children(der.readDer(algorithm));
  if (!id) return false;
  const dotted = der.readOid(id);
  try {
    const key = publicKeyFrom(spki);
    if (dotted === OID.rsaPss && parameters) {
      const { digest, saltLength } = pssParameters(parameters);
      return verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
    }
    const known = ALGORITHMS[dotted];
    if (!known || known.type !== readPublicKey(spki).type) return false;
    return verify(known.digest === '' ? null : known.digest, data, key, signature);
  } catch {
    return false;
  }
}

const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

function pssParameters(parameters: der.Der): { readonly digest: string; readonly saltLength: number } {
  let digest = 'sha1';
  let saltLength = 20;
  for (const field of der.children(parameters)) {
    const [inner] = der.children(field);
    if (!inner) continue;
    if (field.tag === 0xa0) {
      const [id] = der.children(inner);
      digest = (id && DIGESTS[der.readOid(id)]) ?? '';
    } else if (field.tag === 0xa2) saltLength = Number(der.readInteger(inner));
  }
  return { digest, saltLength };
}
