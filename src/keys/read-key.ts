// Reads private and public keys of every form their files have.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { der, latin1, OID, privateKeyFormat, readPem, splitPem, X509Error, type KeyType } from '../x509/index.js';

/** compat: the collection's words; a passphrase for a key that needs none is as wrong as a missing one. */
const WRONG = 'Wrong or empty passphrase provided for private key';

/** A private key from PEM text. @throws X509Error when it cannot be read or the passphrase is not the right one */
export function readPrivateKey(content: Uint8Array, passphrase: string | undefined): KeyObject {
  // With the empty line that ends the headers of old encrypted keys.
  const block = /-----BEGIN [^\n]*PRIVATE KEY-----[^]*?-----END [^\n]*-----/.exec(latin1(content))?.[0];
  if (block === undefined) throw unreadable('there is no private key in PEM format in it');
  const { label, headers } = readPem(block);
  const encrypted = label === 'ENCRYPTED PRIVATE KEY' || /ENCRYPTED/.test(headers['Proc-Type'] ?? '');
  if (encrypted !== (passphrase !== undefined)) throw new X509Error(WRONG);
  try {
    return createPrivateKey({ key: block, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
}

function unreadable(why: string): X509Error {
  return new X509Error(`Wrong passphrase provided for private key, or private key cannot be parsed: ${why}`);
}

const RAW: Readonly<Record<string, { readonly oid: string; readonly length: number }>> = {
  X25519: { oid: OID.x25519, length: 32 },
  Ed25519: { oid: OID.ed25519, length: 32 },
  X448: { oid: OID.x448, length: 56 },
  Ed448: { oid: OID.ed448, length: 57 },
};

/**
 * A private key from PEM or from the bare bytes of a key on one of the curves that have such.
 * @param wanted which of the two kinds 32 bytes are
 */
export function readAnyPrivateKey(content: Uint8Array, passphrase: string | undefined, wanted?: KeyType): KeyObject {
  if (privateKeyFormat(content) !== 'raw') return readPrivateKey(content, passphrase);
  const kind =
    content.length === 32 ? (wanted === 'Ed25519' ? 'Ed25519' : 'X25519') : content.length === 56 ? 'X448' : 'Ed448';
  const raw = RAW[kind];
  if (!raw || raw.length !== content.length) throw new X509Error('Cannot load raw key');
  const info = der.sequence(der.integer(0), der.sequence(der.oid(raw.oid)), der.octets(der.octets(content)));
  return createPrivateKey({ key: Buffer.from(info), format: 'der', type: 'pkcs8' });
}

/** A public key from PEM text (also of a certificate's or RSA's own form). @throws X509Error */
export function readPublicKeyObject(content: Uint8Array): KeyObject {
  const block = splitPem(latin1(content))[0];
  if (block === undefined || !/^-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(block)) {
    throw new X509Error('Error while deserializing key: there is no public key in PEM format in it');
  }
  try {
    return createPublicKey({ key: block, format: 'pem' });
  } catch (error) {
    throw new X509Error(`Error while deserializing key: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** SubjectPublicKeyInfo of a private or public key. */
export function spkiOf(key: KeyObject): Uint8Array {
  const own = key.type === 'private' ? createPublicKey(key) : key;
  return own.export({ type: 'spki', format: 'der' });
}

export const pkcs8Of = (key: KeyObject): Uint8Array => key.export({ type: 'pkcs8', format: 'der' });

/** A public key object from its bytes. @throws X509Error */
export function publicKeyFrom(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (error) {
    throw new X509Error(`Error while deserializing key: ${error instanceof Error ? error.message : String(error)}`);
  }
}
