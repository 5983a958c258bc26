// What certificates, requests and revocation lists say (RFC 5280, RFC 2986), as their parts.
import { latin1 } from './bytes.js';
import {
  children,
  readBits,
  readDer,
  Reader,
  readInteger,
  readOid,
  readTime,
  readWhole,
  TAG,
  type Der,
} from './der.js';
import { X509Error } from './errors.js';
import { readExtensions, type Extension } from './extensions.js';
import { readName, type Name } from './names.js';
import { OID } from './oids.js';
import { firstPem, isPem } from './pem.js';

/** What is signed, how, and the signature. */
export interface Signed {
  readonly der: Uint8Array;
  /** The bytes that were signed. */
  readonly signedBytes: Uint8Array;
  readonly signatureAlgorithm: string;
  /** The whole AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Certificate extends Signed {
  /** 1 or 3 as people count. */
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: Name;
  readonly issuerDer: Uint8Array;
  readonly subject: Name;
  readonly subjectDer: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

export interface SigningRequest extends Signed {
  readonly subject: Name;
  readonly subjectDer: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

export interface Revoked {
  readonly serial: bigint;
  readonly date: number;
  readonly extensions: readonly Extension[];
}

export interface RevocationList extends Signed {
  readonly issuer: Name;
  readonly issuerDer: Uint8Array;
  readonly lastUpdate: number;
  readonly nextUpdate: number | undefined;
  readonly revoked: readonly Revoked[];
  readonly extensions: readonly Extension[];
}

function readSigned(der: Uint8Array): { readonly signed: Signed; readonly inner: Der } {
  const reader = new Reader(readWhole(der));
  const inner = reader.next(TAG.sequence);
  const algorithm = reader.next(TAG.sequence);
  const [id] = children(algorithm);
  if (!id) throw new X509Error('the algorithm of a signature is missing');
  const signature = readBits(reader.next()).bytes;
  return {
    inner,
    signed: { der, signedBytes: inner.bytes, signatureAlgorithm: readOid(id), algorithm: algorithm.bytes, signature },
  };
}

export function readCertificate(der: Uint8Array): Certificate {
  const { signed, inner } = readSigned(der);
  const reader = new Reader(inner);
  const given = reader.optional(0xa0);
  const version = given ? Number(readInteger(readDer(given.content))) + 1 : 1;
  const serial = readInteger(reader.next());
  reader.next(TAG.sequence);
  const issuer = reader.next(TAG.sequence);
  const [notBefore, notAfter] = children(reader.next(TAG.sequence)).map(readTime);
  if (notBefore === undefined || notAfter === undefined) throw new X509Error('a certificate without validity');
  const subject = reader.next(TAG.sequence);
  const publicKey = reader.next(TAG.sequence).bytes;
  reader.optional(0x81);
  reader.optional(0x82);
  const extensions = reader.optional(0xa3);
  return {
    ...signed,
    version,
    serial,
    issuer: readName(issuer),
    issuerDer: issuer.bytes,
    subject: readName(subject),
    subjectDer: subject.bytes,
    notBefore,
    notAfter,
    publicKey,
    extensions: extensions ? readExtensions(readDer(extensions.content)) : [],
  };
}

export function readRequest(der: Uint8Array): SigningRequest {
  const { signed, inner } = readSigned(der);
  const reader = new Reader(inner);
  reader.next(TAG.integer);
  const subject = reader.next(TAG.sequence);
  const publicKey = reader.next(TAG.sequence).bytes;
  const attributes = reader.optional(0xa0);
  let extensions: Extension[] = [];
  for (const attribute of attributes ? children(attributes) : []) {
    const [id, values] = children(attribute);
    const [first] = values ? children(values) : [];
    if (id && first && readOid(id) === OID.extensionRequest) extensions = readExtensions(first);
  }
  return { ...signed, subject: readName(subject), subjectDer: subject.bytes, publicKey, extensions };
}

export function readRevocationList(der: Uint8Array): RevocationList {
  const { signed, inner } = readSigned(der);
  const reader = new Reader(inner);
  reader.optional(TAG.integer);
  reader.next(TAG.sequence);
  const issuer = reader.next(TAG.sequence);
  const lastUpdate = readTime(reader.next());
  const next = reader.optional(TAG.utcTime, TAG.generalizedTime);
  const list = reader.optional(TAG.sequence);
  const extensions = reader.optional(0xa0);
  return {
    ...signed,
    issuer: readName(issuer),
    issuerDer: issuer.bytes,
    lastUpdate,
    nextUpdate: next && readTime(next),
    revoked: (list ? children(list) : []).map((entry) => {
      const fields = new Reader(entry);
      const serial = readInteger(fields.next());
      const date = readTime(fields.next());
      const own = fields.optional(TAG.sequence);
      return { serial, date, extensions: own ? readExtensions(own) : [] };
    }),
    extensions: extensions ? readExtensions(readDer(extensions.content)) : [],
  };
}

/** The first certificate of PEM text, or of DER bytes. @throws X509Error */
export function loadCertificate(bytes: Uint8Array): Certificate {
  return readCertificate(isPem(bytes) ? firstPem(latin1(bytes), 'CERTIFICATE', 'X509 CERTIFICATE') : bytes);
}

/** @throws X509Error */
export function loadRequest(bytes: Uint8Array): SigningRequest {
  return readRequest(firstPem(latin1(bytes), 'CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'));
}

/** @throws X509Error */
export function loadRevocationList(bytes: Uint8Array): RevocationList {
  return readRevocationList(isPem(bytes) ? firstPem(latin1(bytes), 'X509 CRL') : bytes);
}
