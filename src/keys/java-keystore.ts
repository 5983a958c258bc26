// Keystores of Java (JKS, and JCEKS as far as it holds the same): which certificate an alias has.
import { createHash } from 'node:crypto';
import { X509Error } from '../x509/index.js';
import { readPkcs12 } from './pkcs12.js';

/** What can be seen of an alias in a keystore. */
export type KeystoreLook =
  /** The certificate; of a key the first of its chain. */
  | { readonly state: 'found'; readonly certificate: Uint8Array }
  | { readonly state: 'no-alias' }
  | { readonly state: 'wrong-password' }
  /** Only a program of Java can tell. */
  | { readonly state: 'unknown' };

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;

/** jks by its magic number, anything else pkcs12. */
export const keystoreType = (bytes: Uint8Array): 'jks' | 'pkcs12' =>
  bytes.length >= 4 && Buffer.from(bytes).readUInt32BE(0) === JKS ? 'jks' : 'pkcs12';

/** Looks an alias up; Java does not tell capitals in them. */
export function lookIntoKeystore(bytes: Uint8Array, password: string, alias: string): KeystoreLook {
  const buffer = Buffer.from(bytes);
  const magic = buffer.length >= 4 ? buffer.readUInt32BE(0) : 0;
  if (magic === JKS || magic === JCEKS) return lookIntoJks(buffer, password, alias);
  return lookIntoPkcs12(bytes, password, alias);
}

function lookIntoJks(buffer: Buffer, password: string, alias: string): KeystoreLook {
  const body = buffer.subarray(0, -20);
  const seal = createHash('sha1')
    .update(Buffer.from(password, 'utf16le').swap16())
    .update('Mighty Aphrodite', 'utf8')
    .update(body)
    .digest();
  if (!seal.equals(buffer.subarray(-20))) return { state: 'wrong-password' };
  let at = 4;
  const number = (): number => {
    at += 4;
    return body.readUInt32BE(at - 4);
  };
  const bytes = (length: number): Buffer => {
    if (at + length > body.length) throw new RangeError('the keystore ends too early');
    at += length;
    return body.subarray(at - length, at);
  };
  const text = (): string => {
    at += 2;
    return bytes(body.readUInt16BE(at - 2)).toString('utf8');
  };
  try {
    const version = number();
    const certificate = (): Buffer => {
      if (version === 2) text();
      return bytes(number());
    };
    for (let left = number(); left > 0; left--) {
      const kind = number();
      const own = text().toLowerCase() === alias.toLowerCase();
      at += 8;
      if (kind === 1) {
        bytes(number());
        const chain = Array.from({ length: number() }, certificate);
        const [first] = chain;
        if (own && first) return { state: 'found', certificate: first };
      } else if (kind === 2) {
        const trusted = certificate();
        if (own) return { state: 'found', certificate: trusted };
      } else return { state: 'unknown' };
    }
  } catch (error) {
    if (error instanceof RangeError) return { state: 'unknown' };
    throw error;
  }
  return { state: 'no-alias' };
}

function lookIntoPkcs12(bytes: Uint8Array, password: string, alias: string): KeystoreLook {
  try {
    const { keys, certificates } = readPkcs12(bytes, password);
    const named = (name: string | undefined): boolean => name?.toLowerCase() === alias.toLowerCase();
    const key = keys.find(({ friendlyName }) => named(friendlyName));
    const found =
      certificates.find((one) => key?.keyId && one.keyId && Buffer.from(one.keyId).equals(key.keyId)) ??
      certificates.find(({ friendlyName }) => named(friendlyName));
    return found ? { state: 'found', certificate: found.der } : { state: 'no-alias' };
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    // A store that is one and does not open has another password; what is none is for Java to judge.
    return looksLikePkcs12(bytes) && !error.message.includes('not supported')
      ? { state: 'wrong-password' }
      : { state: 'unknown' };
  }
}

/** SEQUENCE, then version 3. */
const looksLikePkcs12 = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x30 && Buffer.from(bytes.subarray(0, 12)).includes(Buffer.from([2, 1, 3]));
