// Makes private keys and writes them in the forms their files have.
import { createCipheriv, createHash, generateKeyPair, getCurves, randomBytes, type KeyObject } from 'node:crypto';
import {
  base64,
  CURVES,
  der,
  hex,
  readPrivateNumbers,
  readPublicKey,
  writePem,
  X509Error,
  type KeyType,
} from '../x509/index.js';
import { pkcs8Of, spkiOf } from './read-key.js';

export interface KeyWish {
  readonly type: KeyType;
  /** Bits, of RSA and DSA. */
  readonly size: number;
  /** As Python's cryptography spells it, of ECC. */
  readonly curve?: string | undefined;
}

/** A new private key; the work is done beside the event loop. @throws X509Error when OpenSSL cannot make it */
export async function makePrivateKey({ type, size, curve }: KeyWish): Promise<KeyObject> {
  try {
    switch (type) {
      case 'RSA':
        return await made((done) => generateKeyPair('rsa', { modulusLength: size, publicExponent: 65537 }, done));
      case 'DSA':
        return await made((done) =>
          generateKeyPair('dsa', { modulusLength: size, divisorLength: size < 2048 ? 160 : 256 }, done),
        );
      case 'ECC': {
        const known = CURVES.find(({ name }) => name === curve);
        if (!known || !getCurves().includes(known.openssl)) {
          throw new X509Error(`the OpenSSL of tsplay does not support the curve ${curve}`);
        }
        return await made((done) => generateKeyPair('ec', { namedCurve: known.openssl }, done));
      }
      case 'Ed25519':
        return await made((done) => generateKeyPair('ed25519', {}, done));
      case 'Ed448':
        return await made((done) => generateKeyPair('ed448', {}, done));
      case 'X25519':
        return await made((done) => generateKeyPair('x25519', {}, done));
      case 'X448':
        return await made((done) => generateKeyPair('x448', {}, done));
    }
  } catch (error) {
    if (error instanceof X509Error) throw error;
    throw new X509Error(
      `a key of type ${type} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

type Done = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => void;

function made(start: (done: Done) => void): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    start((error, _, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

export type KeyFormat = 'pkcs1' | 'pkcs8' | 'raw';

/**
 * The key as its file holds it; encrypted with AES-256 when there is a passphrase.
 * @throws X509Error when this kind of key has no such format
 */
export function writePrivateKey(key: KeyObject, format: KeyFormat, passphrase?: string): Uint8Array {
  const { type } = readPublicKey(spkiOf(key));
  const encryption = passphrase === undefined || passphrase === '' ? {} : { cipher: 'aes-256-cbc', passphrase };
  const simple = !['RSA', 'DSA', 'ECC'].includes(type);
  if (format === 'pkcs8') {
    return Buffer.from(key.export({ type: 'pkcs8', format: 'pem', ...encryption }));
  }
  if (format === 'raw' && simple && encryption.passphrase === undefined) return rawBytes(key);
  if (format === 'pkcs1' && type === 'RSA') {
    return Buffer.from(key.export({ type: 'pkcs1', format: 'pem', ...encryption }));
  }
  if (format === 'pkcs1' && type === 'ECC') {
    return Buffer.from(key.export({ type: 'sec1', format: 'pem', ...encryption }));
  }
  if (format === 'pkcs1' && type === 'DSA') return Buffer.from(dsaPem(key, encryption.passphrase));
  throw new X509Error(`Cryptography backend cannot serialize the private key in the required format "${format}"`);
}

function rawBytes(key: KeyObject): Uint8Array {
  const reader = new der.Reader(der.readDer(pkcs8Of(key)));
  reader.next();
  reader.next();
  return der.readDer(reader.next(der.TAG.octetString).content).content;
}

/** OpenSSL's own form of DSA keys, which Node does not write. */
function dsaPem(key: KeyObject, passphrase: string | undefined): string {
  const { data } = readPublicKey(spkiOf(key));
  const n = (name: string): Uint8Array => der.integer(BigInt(data[name] ?? 0));
  const x = BigInt(readPrivateNumbers(pkcs8Of(key))['x'] ?? 0);
  const bytes = der.sequence(der.integer(0), n('p'), n('q'), n('g'), n('y'), der.integer(x));
  if (passphrase === undefined) return writePem('DSA PRIVATE KEY', bytes);
  const iv = randomBytes(16);
  const salt = iv.subarray(0, 8);
  const half = (before: Uint8Array): Buffer =>
    createHash('md5').update(before).update(passphrase, 'utf8').update(salt).digest();
  const first = half(Buffer.alloc(0));
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat([first, half(first)]), iv);
  const text = base64(Buffer.concat([cipher.update(bytes), cipher.final()])).match(/.{1,64}/g) ?? [];
  return [
    '-----BEGIN DSA PRIVATE KEY-----',
    'Proc-Type: 4,ENCRYPTED',
    `DEK-Info: AES-256-CBC,${hex(iv).toUpperCase()}`,
    '',
    ...text,
    '-----END DSA PRIVATE KEY-----',
    '',
  ].join('\n');
}

/** Whether two private keys are the same. */
export const samePrivateKey = (a: KeyObject, b: KeyObject): boolean =>
  Buffer.from(spkiOf(a)).equals(Buffer.from(spkiOf(b)));
