// Certificates signed by themselves or by a CA of one's own: made, and whether a present one is right.
import { randomBytes, type KeyObject } from 'node:crypto';
import { ModuleFailure } from '../../src/kit/index.js';
import { opensslCrypto, readPrivateKey, signed, spkiOf } from '../../src/keys/index.js';
import {
  certificateInfo,
  der,
  equalBytes,
  findExtension,
  loadCertificate,
  loadRequest,
  OID,
  readPublicKey,
  sameExtensions,
  sameName,
  small,
  timeOption,
  toBigInt,
  writeAuthorityKey,
  writeExtensions,
  writePem,
  X509Error,
  type Certificate,
  type Extension,
  type Info,
  type Name,
  type SigningRequest,
} from '../../src/x509/index.js';
import type { CertificateArguments } from './certificate-args.js';
import { given, type Seen } from './crypto-file.js';
import { digestFor, keyIdentifier } from './csr.js';

type Identifiers = 'create_if_not_provided' | 'always_create' | 'never_create';

/** All that a certificate is made of and compared with. */
export interface CertificateWish {
  /** Signs. */
  readonly signer: KeyObject;
  readonly digest: string;
  readonly subject: Name;
  readonly subjectDer: Uint8Array;
  readonly issuer: Name;
  readonly issuerDer: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** The request it is made from; undefined: none, then the subject is empty. */
  readonly request: SigningRequest | undefined;
  /** The private key the certificate must be for, when one is given. */
  readonly privateKey: Uint8Array | undefined;
  readonly identifiers: Identifiers;
  /** The extension that identifies the CA's key, when it shall. */
  readonly authority: Extension | undefined;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly serial: bigint;
}

const secondsOnly = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** The files a certificate is made from, to be looked at together. */
export function sourcesOf(a: CertificateArguments): (string | undefined)[] {
  return [a.privatekey_path, a.csr_path, ...(a.provider === 'ownca' ? [a.ownca_path, a.ownca_privatekey_path] : [])];
}

/**
 * @param now milliseconds since the epoch
 * @throws X509Error, ModuleFailure when a source is missing or wrong
 */
export function certificateWish(a: CertificateArguments, seen: Pick<Seen, 'others'>, now: number): CertificateWish {
  const csr = given(seen, a.csr_path, a.csr_content, 'certificate signing request');
  const request = csr && loadRequest(csr);
  const source = given(seen, a.privatekey_path, a.privatekey_content, 'private key');
  const key = source && readPrivateKey(source, a.privatekey_passphrase);
  const serial = toBigInt(randomBytes(20)) >> 1n;
  const common = { request, serial, privateKey: key && spkiOf(key) };
  if (a.provider === 'ownca') {
    const { certificate, signer } = caOf(a, seen);
    if (!request) throw new ModuleFailure('csr_path or csr_content is required for ownca provider');
    return {
      ...common,
      signer,
      digest: a.ownca_digest,
      subject: request.subject,
      subjectDer: request.subjectDer,
      issuer: certificate.subject,
      issuerDer: certificate.subjectDer,
      publicKey: request.publicKey,
      identifiers: a.ownca_create_subject_key_identifier,
      authority: a.ownca_create_authority_key_identifier ? authorityOf(certificate) : undefined,
      notBefore: secondsOnly(timeOption(a.ownca_not_before, 'ownca_not_before', now)),
      notAfter: secondsOnly(timeOption(a.ownca_not_after, 'ownca_not_after', now)),
    };
  }
  if (!key) throw new ModuleFailure('One of privatekey_path and privatekey_content must be specified.');
  const subjectDer = request?.subjectDer ?? der.sequence();
  const subject = request?.subject ?? [];
  return {
    ...common,
    signer: key,
    digest: a.selfsigned_digest,
    subject,
    subjectDer,
    issuer: subject,
    issuerDer: subjectDer,
    publicKey: spkiOf(key),
    identifiers: a.selfsigned_create_subject_key_identifier,
    authority: undefined,
    notBefore: secondsOnly(timeOption(a.selfsigned_not_before, 'selfsigned_not_before', now)),
    notAfter: secondsOnly(timeOption(a.selfsigned_not_after, 'selfsigned_not_after', now)),
  };
}

function caOf(
  a: CertificateArguments,
  seen: Pick<Seen, 'others'>,
): { readonly certificate: Certificate; readonly signer: KeyObject } {
  const caBytes = given(seen, a.ownca_path, a.ownca_content, 'CA certificate');
  const keyBytes = given(seen, a.ownca_privatekey_path, a.ownca_privatekey_content, 'CA private key');
  const certificate = loadCertificate(caBytes ?? new Uint8Array());
  const signer = readPrivateKey(keyBytes ?? new Uint8Array(), a.ownca_privatekey_passphrase);
  if (!equalBytes(certificate.publicKey, spkiOf(signer))) {
    throw new ModuleFailure('The CA private key does not belong to the CA certificate');
  }
  return { certificate, signer };
}

function authorityOf(ca: Certificate): Extension {
  const own = findExtension(ca.extensions, OID.subjectKeyIdentifier);
  const id = own ? der.readDer(own.value).content : keyIdentifier(ca.publicKey);
  const value = writeAuthorityKey({ keyIdentifier: id, issuer: undefined, serial: undefined });
  return { oid: OID.authorityKeyIdentifier, critical: false, value };
}

/** The certificate as PEM. @throws X509Error */
export function makeCertificate(wish: CertificateWish): string {
  if (wish.notAfter < wish.notBefore) {
    throw new X509Error('The not valid after date must be after the not valid before date.');
  }
  const extensions = (wish.request?.extensions ?? []).filter(
    ({ oid }) =>
      !(oid === OID.subjectKeyIdentifier && wish.identifiers === 'always_create') &&
      !(oid === OID.authorityKeyIdentifier && wish.authority !== undefined),
  );
  const hasIdentifier = findExtension(extensions, OID.subjectKeyIdentifier) !== undefined;
  if (!hasIdentifier && wish.identifiers !== 'never_create') {
    const value = der.octets(keyIdentifier(wish.publicKey));
    extensions.push({ oid: OID.subjectKeyIdentifier, critical: false, value });
  }
  if (wish.authority) extensions.push(wish.authority);
  const { type } = readPublicKey(spkiOf(wish.signer));
  const digest = digestFor(
    wish.digest,
    type,
    `The digest ${wish.digest} is not supported with the cryptography backend`,
  );
  const bytes = signed(wish.signer, digest, (algorithm) =>
    der.sequence(
      der.context(0, der.integer(2)),
      der.integer(wish.serial),
      algorithm,
      wish.issuerDer,
      der.sequence(der.time(wish.notBefore), der.time(wish.notAfter)),
      wish.subjectDer,
      wish.publicKey,
      ...(extensions.length === 0 ? [] : [der.context(3, writeExtensions(extensions))]),
    ),
  );
  return writePem('CERTIFICATE', bytes);
}

/** Whether a present certificate is what the wish says. @param timestamps whether its times must be the ones asked for */
export function isWished(bytes: Uint8Array, wish: CertificateWish, timestamps: boolean): boolean {
  let present: Certificate;
  try {
    present = loadCertificate(bytes);
  } catch {
    return false;
  }
  if (wish.privateKey && !equalBytes(present.publicKey, wish.privateKey)) return false;
  if (!fitsRequest(present, wish)) return false;
  if (wish.identifiers !== 'never_create' && !identifies(present, wish)) return false;
  if (timestamps && (present.notBefore !== wish.notBefore || present.notAfter !== wish.notAfter)) return false;
  const signer = spkiOf(wish.signer);
  if (!opensslCrypto.verify(signer, present.algorithm, present.signedBytes, present.signature)) return false;
  if (wish.issuerDer !== wish.subjectDer && !sameName(present.issuer, wish.issuer)) return false;
  if (wish.authority) {
    const own = findExtension(present.extensions, OID.authorityKeyIdentifier);
    if (!own || !equalBytes(own.value, wish.authority.value)) return false;
  }
  return true;
}

function fitsRequest(present: Certificate, wish: CertificateWish): boolean {
  const { request } = wish;
  // compat: without a request there is an empty one.
  if (!sameName(present.subject, wish.subject)) return false;
  if (request) {
    if (!opensslCrypto.verify(request.publicKey, request.algorithm, request.signedBytes, request.signature))
      return false;
    if (!equalBytes(request.publicKey, present.publicKey)) return false;
  }
  const compared = (list: readonly Extension[]): Extension[] =>
    list.filter(
      ({ oid }) =>
        !(oid === OID.subjectKeyIdentifier && wish.identifiers !== 'never_create') &&
        !(oid === OID.authorityKeyIdentifier && wish.authority !== undefined),
    );
  return sameExtensions(compared(present.extensions), compared(request?.extensions ?? []));
}

function identifies(present: Certificate, wish: CertificateWish): boolean {
  const own = findExtension(present.extensions, OID.subjectKeyIdentifier);
  if (!own) return false;
  const asked =
    wish.identifiers === 'create_if_not_provided'
      ? findExtension(wish.request?.extensions ?? [], OID.subjectKeyIdentifier)
      : undefined;
  return equalBytes(own.value, asked?.value ?? der.octets(keyIdentifier(present.publicKey)));
}

/** What a diff shows. */
export function certificateDiff(bytes: Uint8Array | undefined, now: number): Info {
  if (!bytes) return {};
  try {
    return {
      ...certificateInfo(bytes, now, { crypto: opensslCrypto, oneFingerprint: true }),
      can_parse_certificate: true,
    };
  } catch (error) {
    if (error instanceof X509Error) return { can_parse_certificate: false };
    throw error;
  }
}

/** What the modules return. @param after the content as it is now; in check mode that of before */
export function certificateResult(
  a: CertificateArguments,
  wish: CertificateWish,
  {
    before,
    after,
    now,
    checkMode,
  }: { before: Uint8Array | undefined; after: Uint8Array | undefined; now: number; checkMode: boolean },
  withContent: boolean,
): Record<string, unknown> {
  const made = !checkMode && after ? loadCertificate(after) : wish;
  return {
    privatekey: a.privatekey_path ?? null,
    csr: a.csr_path ?? null,
    ...(withContent ? { certificate: after ? Buffer.from(after).toString('utf8') : null } : {}),
    ...(a.provider === 'ownca'
      ? { ca_cert: a.ownca_path ?? null, ca_privatekey: a.ownca_privatekey_path ?? null }
      : {}),
    notBefore: der.timestamp(made.notBefore),
    notAfter: der.timestamp(made.notAfter),
    serial_number: small(made.serial),
    diff: { before: certificateDiff(before, now), after: certificateDiff(after, now) },
  };
}
