// PKCS#12 files (RFC 7292): a key, its certificate and others, read and written.
import { createHash, createHmac, createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import { concat, der, equalBytes, loadCertificate, X509Error } from '../x509/index.js';
import {
  bmpPassword,
  closeWithPassword,
  openWithPassword,
  PBES2,
  pkcs12Derive,
  SHA1_3DES,
  type Strength,
} from './password-encryption.js';
import { pkcs8Of, spkiOf } from './read-key.js';

const ID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  safeContents: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

const HASHES: Readonly<Record<string, string>> = {
  [ID.sha1]: 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  [ID.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** compat: Python's cryptography says this of everything it cannot open. */
const CLOSED = 'Invalid password or PKCS12 data';

interface Pkcs12Item {
  readonly friendlyName: string | undefined;
  readonly keyId: Uint8Array | undefined;
}

export interface Pkcs12Store {
  readonly keys: readonly (Pkcs12Item & { readonly key: KeyObject })[];
  readonly certificates: readonly (Pkcs12Item & { readonly der: Uint8Array })[];
}

/** All that is in the file. @throws X509Error when it is none, or the password does not open it */
export function readPkcs12(bytes: Uint8Array, password: string | undefined): Pkcs12Store {
  const pfx = guarded(() => new der.Reader(der.readWhole(bytes)));
  const safe = guarded(() => {
    if (der.readInteger(pfx.next()) !== 3n) throw new X509Error(CLOSED);
    return dataOf(pfx.next());
  });
  const mac = pfx.done ? undefined : pfx.next();
  // No password is either nothing or an empty text: both are tried, as OpenSSL does.
  const tried = password === undefined || password === '' ? [undefined, ''] : [password];
  const own = mac ? tried.filter((one) => guarded(() => macFits(mac, safe, one))) : tried;
  const store: { keys: (Pkcs12Item & { key: KeyObject })[]; certificates: (Pkcs12Item & { der: Uint8Array })[] } = {
    keys: [],
    certificates: [],
  };
  const [secret] = own;
  if (own.length === 0) throw new X509Error(CLOSED);
  guarded(() => {
    for (const info of der.children(der.readWhole(safe))) {
      const [type] = der.children(info);
      const contents = type && der.readOid(type) === ID.encryptedData ? openInfo(info, secret) : dataOf(info);
      readBags(contents, secret, store);
    }
  });
  return store;
}

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof X509Error && error.message.includes('not supported')) throw error;
    throw new X509Error(CLOSED);
  }
}

/** The octets of a ContentInfo of plain data. */
function dataOf(info: der.Der): Uint8Array {
  const [type, explicit] = der.children(info);
  if (!type || !explicit || der.readOid(type) !== ID.data) throw new X509Error('a content that is not supported');
  return der.readDer(explicit.content).content;
}

function openInfo(info: der.Der, password: string | undefined): Uint8Array {
  const [, explicit] = der.children(info);
  const [, content] = explicit ? der.children(der.readDer(explicit.content)) : [];
  const [, algorithm, encrypted] = content ? der.children(content) : [];
  if (!algorithm || !encrypted) throw new X509Error(CLOSED);
  // Long ones may come in pieces.
  const bytes = encrypted.tag === 0xa0 ? concat(...der.children(encrypted).map((p) => p.content)) : encrypted.content;
  return openWithPassword(algorithm, password, bytes);
}

function readBags(
  contents: Uint8Array,
  password: string | undefined,
  store: { keys: (Pkcs12Item & { key: KeyObject })[]; certificates: (Pkcs12Item & { der: Uint8Array })[] },
): void {
  for (const bag of der.children(der.readWhole(contents))) {
    const [type, explicit, attributes] = der.children(bag);
    if (!type || !explicit) continue;
    const item = readAttributes(attributes);
    const value = der.readDer(explicit.content);
    switch (der.readOid(type)) {
      case ID.keyBag:
        store.keys.push({ ...item, key: keyFrom(value.bytes) });
        break;
      case ID.shroudedKeyBag: {
        const [algorithm, encrypted] = der.children(value);
        if (!algorithm || !encrypted) throw new X509Error(CLOSED);
        store.keys.push({ ...item, key: keyFrom(openWithPassword(algorithm, password, encrypted.content)) });
        break;
      }
      case ID.certBag: {
        const [kind, inner] = der.children(value);
        if (!kind || !inner || der.readOid(kind) !== ID.x509) break;
        store.certificates.push({ ...item, der: der.readDer(inner.content).content });
        break;
      }
      case ID.safeContents:
        readBags(value.bytes, password, store);
        break;
    }
  }
}

const keyFrom = (pkcs8: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });

function readAttributes(set: der.Der | undefined): Pkcs12Item {
  let friendlyName: string | undefined;
  let keyId: Uint8Array | undefined;
  for (const attribute of set ? der.children(set) : []) {
    const [type, values] = der.children(attribute);
    const [value] = values ? der.children(values) : [];
    if (!type || !value) continue;
    const id = der.readOid(type);
    if (id === ID.friendlyName) friendlyName = der.readText(value);
    else if (id === ID.localKeyId) keyId = value.content;
  }
  return { friendlyName, keyId };
}

function macFits(mac: der.Der, safe: Uint8Array, password: string | undefined): boolean {
  const [info, salt, iterations] = der.children(mac);
  const [algorithm, digest] = info ? der.children(info) : [];
  const [id] = algorithm ? der.children(algorithm) : [];
  const hash = id && HASHES[der.readOid(id)];
  if (!digest || !salt || hash === undefined) throw new X509Error('this kind of MAC is not supported');
  const rounds = iterations ? Number(der.readInteger(iterations)) : 1;
  return equalBytes(macOf(hash, password, salt.content, rounds, safe), digest.content);
}

function macOf(
  hash: string,
  password: string | undefined,
  salt: Uint8Array,
  rounds: number,
  safe: Uint8Array,
): Uint8Array {
  const length = createHash(hash).digest().length;
  const key = pkcs12Derive(hash, bmpPassword(password), salt, 3, rounds, length);
  return createHmac(hash, key).update(safe).digest();
}

/** The pieces as people speak of them: the key, the certificate that belongs to it, the others in their order. */
export interface Pkcs12Parts {
  readonly key: KeyObject | undefined;
  readonly certificate: Uint8Array | undefined;
  readonly others: readonly Uint8Array[];
  readonly friendlyName: string | undefined;
}

/** compat: without a key no certificate belongs to it, so all are others. */
export function partsOf({ keys, certificates }: Pkcs12Store): Pkcs12Parts {
  const [own] = keys;
  const spki = own && spkiOf(own.key);
  const found =
    certificates.find((one) => own?.keyId && one.keyId && equalBytes(own.keyId, one.keyId)) ??
    certificates.find((one) => spki && equalBytes(loadCertificate(one.der).publicKey, spki));
  return {
    key: own?.key,
    certificate: own && found?.der,
    others: certificates.filter((one) => !own || one !== found).map((one) => one.der),
    friendlyName: own && found ? found.friendlyName : undefined,
  };
}

export interface Pkcs12Wish {
  readonly key: KeyObject | undefined;
  readonly certificate: Uint8Array | undefined;
  readonly others: readonly Uint8Array[];
  readonly friendlyName: string | undefined;
  /** Undefined or empty: nothing is encrypted. */
  readonly password: string | undefined;
  /** `modern`: AES-256 and SHA-256; `old`: 3DES and SHA-1, for software of before 2022. */
  readonly strength: 'modern' | 'old';
  /** Rounds of `old`. */
  readonly iterations?: number | undefined;
}

/** compat: rounds as Python's cryptography and OpenSSL choose them. */
const MAC_ROUNDS = 2048;
const MODERN_ROUNDS = 20_000;
const OLD_ROUNDS = 50_000;

/** @throws X509Error when certificate and key do not belong together */
export function writePkcs12(wish: Pkcs12Wish): Uint8Array {
  const { key, certificate, others, password = '' } = wish;
  if (key && certificate && !equalBytes(loadCertificate(certificate).publicKey, spkiOf(key))) {
    throw new X509Error('Certificate public key and provided private key do not match');
  }
  const old = wish.strength === 'old';
  const strength: Strength = old
    ? { scheme: SHA1_3DES, iterations: wish.iterations ?? OLD_ROUNDS }
    : { scheme: PBES2, iterations: MODERN_ROUNDS };
  const id = key && certificate && createHash('sha1').update(certificate).digest();
  const named = attributes(wish.friendlyName, id);
  const certificateBags = [
    ...(certificate ? [certificateBag(certificate, named)] : []),
    ...others.map((one) => certificateBag(one, attributes(undefined, undefined))),
  ];
  const keyBags = key ? [keyBag(key, named, password, strength)] : [];
  const contents: Uint8Array[] = [];
  if (password === '') contents.push(plainInfo(der.sequence(...certificateBags, ...keyBags)));
  else {
    if (certificateBags.length > 0) contents.push(closedInfo(der.sequence(...certificateBags), password, strength));
    if (keyBags.length > 0) contents.push(plainInfo(der.sequence(...keyBags)));
  }
  const safe = der.sequence(...contents);
  const salt = randomBytes(8);
  const digest = macOf(old ? 'sha1' : 'sha256', password, salt, MAC_ROUNDS, safe);
  const algorithm = der.sequence(der.oid(old ? ID.sha1 : ID.sha256), der.nothing());
  return der.sequence(
    der.integer(3),
    plainInfo(safe),
    der.sequence(der.sequence(algorithm, der.octets(digest)), der.octets(salt), der.integer(MAC_ROUNDS)),
  );
}

const plainInfo = (bytes: Uint8Array): Uint8Array => der.sequence(der.oid(ID.data), der.context(0, der.octets(bytes)));

function closedInfo(bytes: Uint8Array, password: string, strength: Strength): Uint8Array {
  const { algorithm, bytes: closed } = closeWithPassword(strength, password, bytes);
  const content = der.sequence(der.oid(ID.data), algorithm, der.contextPrimitive(0, closed));
  return der.sequence(der.oid(ID.encryptedData), der.context(0, der.sequence(der.integer(0), content)));
}

function attributes(name: string | undefined, id: Uint8Array | undefined): Uint8Array[] {
  const list: Uint8Array[] = [];
  if (name !== undefined) {
    const text = Buffer.from(name, 'utf16le').swap16();
    list.push(der.sequence(der.oid(ID.friendlyName), der.setOf(der.tlv(der.TAG.bmp, text))));
  }
  if (id) list.push(der.sequence(der.oid(ID.localKeyId), der.setOf(der.octets(id))));
  return list.length === 0 ? [] : [der.setOf(...list)];
}

const bag = (type: string, value: Uint8Array, set: readonly Uint8Array[]): Uint8Array =>
  der.sequence(der.oid(type), der.context(0, value), ...set);

const certificateBag = (bytes: Uint8Array, set: readonly Uint8Array[]): Uint8Array =>
  bag(ID.certBag, der.sequence(der.oid(ID.x509), der.context(0, der.octets(bytes))), set);

function keyBag(key: KeyObject, set: readonly Uint8Array[], password: string, strength: Strength): Uint8Array {
  const pkcs8 = pkcs8Of(key);
  if (password === '') return bag(ID.keyBag, pkcs8, set);
  const { algorithm, bytes } = closeWithPassword(strength, password, pkcs8);
  return bag(ID.shroudedKeyBag, der.sequence(algorithm, der.octets(bytes)), set);
}
