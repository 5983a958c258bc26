// What the `*_info` modules and filters of community.crypto say of certificates, requests, keys and revocation lists.
import { base64, colons } from './bytes.js';
import {
  loadCertificate,
  loadRequest,
  loadRevocationList,
  type Certificate,
  type SigningRequest,
} from './certificate.js';
import type { CryptoPort } from './crypto-port.js';
import { readDer, readInteger, readTime, timestamp } from './der.js';
import { X509Error } from './errors.js';
import {
  findExtension,
  readAccessUri,
  readAuthorityKey,
  readBasicConstraints,
  readExtendedKeyUsage,
  readGeneralNames,
  readKeyUsage,
  readMustStaple,
  readNameConstraints,
  type Extension,
} from './extensions.js';
import { generalNameText, type GeneralName } from './general-names.js';
import type { NameEncoding } from './idn.js';
import { orderedName } from './names.js';
import { OID, oidName } from './oids.js';
import { isPem, writePem } from './pem.js';
import { readPrivateNumbers, readPublicKey, small } from './public-key.js';

export type Info = Record<string, unknown>;

export interface InfoOptions {
  readonly crypto: CryptoPort;
  readonly encoding?: NameEncoding | undefined;
  /** Only the best fingerprint, as `diff` shows them. */
  readonly oneFingerprint?: boolean;
}

/** compat: Python's hashlib.algorithms_guaranteed. The first is the preferred one. */
const ALGORITHMS = (
  'sha256 sha3_256 sha512 sha3_512 sha384 sha3_384 sha1 md5 ' + 'blake2b blake2s sha224 sha3_224 shake_128 shake_256'
).split(' ');

/** `{sha256: 'ab:cd…', …}`. */
export function fingerprints(bytes: Uint8Array, { crypto, oneFingerprint }: InfoOptions): Record<string, string> {
  const out: Record<string, string> = {};
  for (const algorithm of ALGORITHMS) {
    const digest = crypto.digest(algorithm, bytes);
    if (digest) out[algorithm] = colons(digest);
    if (digest && oneFingerprint) break;
  }
  return out;
}

/** What both certificates and requests tell of their extensions and their key. */
function commonInfo(of: Certificate | SigningRequest, options: InfoOptions): Info {
  const ext = (id: string): Extension | undefined => findExtension(of.extensions, id);
  const texts = (names: readonly GeneralName[]): string[] =>
    names.map((name) => generalNameText(name, options.encoding));
  const told = (name: string, id: string, read: (value: Uint8Array) => unknown): Info => {
    const found = ext(id);
    return { [name]: found ? read(found.value) : null, [`${name}_critical`]: found?.critical ?? false };
  };
  const key = readPublicKey(of.publicKey);
  const staple = ext(OID.tlsFeature);
  const identifier = ext(OID.subjectKeyIdentifier);
  const authorityValue = ext(OID.authorityKeyIdentifier)?.value;
  const authority = authorityValue && readAuthorityKey(authorityValue);
  return {
    subject: Object.fromEntries(orderedName(of.subject)),
    subject_ordered: orderedName(of.subject),
    ...told('key_usage', OID.keyUsage, (value) => readKeyUsage(value).sort()),
    ...told('extended_key_usage', OID.extendedKeyUsage, (value) =>
      readExtendedKeyUsage(value)
        .map((id) => oidName(id))
        .sort(),
    ),
    ...told('basic_constraints', OID.basicConstraints, (value) => {
      const { ca, pathLength } = readBasicConstraints(value);
      return [`CA:${ca ? 'TRUE' : 'FALSE'}`, ...(pathLength === undefined ? [] : [`pathlen:${pathLength}`])];
    }),
    ocsp_must_staple: staple ? readMustStaple(staple.value) : null,
    ocsp_must_staple_critical: staple?.critical ?? false,
    ...told('subject_alt_name', OID.subjectAltName, (value) => texts(readGeneralNames(value))),
    public_key: writePem('PUBLIC KEY', of.publicKey),
    public_key_type: key.type,
    public_key_data: key.data,
    public_key_fingerprints: fingerprints(of.publicKey, options),
    subject_key_identifier: identifier ? colons(readDer(identifier.value).content) : null,
    authority_key_identifier: authority?.keyIdentifier ? colons(authority.keyIdentifier) : null,
    authority_cert_issuer: authority?.issuer ? texts(authority.issuer) : null,
    authority_cert_serial_number: authority?.serial === undefined ? null : small(authority.serial),
    extensions_by_oid: Object.fromEntries(
      of.extensions.map(({ oid, critical, value }) => [oid, { critical, value: base64(value) }]),
    ),
  };
}

/** x509_certificate_info, without `valid_at`. @param now milliseconds since the epoch, for `expired` */
export function certificateInfo(content: Uint8Array, now: number, options: InfoOptions): Info {
  const certificate = loadCertificate(content);
  const access = findExtension(certificate.extensions, OID.authorityInfoAccess)?.value;
  return {
    signature_algorithm: oidName(certificate.signatureAlgorithm),
    ...commonInfo(certificate, options),
    issuer: Object.fromEntries(orderedName(certificate.issuer)),
    issuer_ordered: orderedName(certificate.issuer),
    version: certificate.version,
    not_before: timestamp(certificate.notBefore),
    not_after: timestamp(certificate.notAfter),
    expired: certificate.notAfter < now,
    fingerprints: fingerprints(certificate.der, options),
    serial_number: small(certificate.serial),
    ocsp_uri: (access && readAccessUri(access, OID.ocsp)) ?? null,
    issuer_uri: (access && readAccessUri(access, OID.caIssuers)) ?? null,
  };
}

/** openssl_csr_info; the caller fails when `signature_valid` is false. */
export function requestInfo(content: Uint8Array, options: InfoOptions): Info {
  const request = loadRequest(content);
  const found = findExtension(request.extensions, OID.nameConstraints);
  const constraints = found && readNameConstraints(found.value);
  const texts = (names: readonly GeneralName[] | undefined): string[] | null =>
    names?.map((name) => generalNameText(name, options.encoding)) ?? null;
  return {
    ...commonInfo(request, options),
    name_constraints_permitted: texts(constraints?.permitted),
    name_constraints_excluded: texts(constraints?.excluded),
    name_constraints_critical: found?.critical ?? false,
    signature_valid: options.crypto.verify(
      request.publicKey,
      request.algorithm,
      request.signedBytes,
      request.signature,
    ),
  };
}

/** openssl_publickey_info. @param spki SubjectPublicKeyInfo */
export function publicKeyInfo(spki: Uint8Array, options: InfoOptions): Info {
  const { type, data } = readPublicKey(spki);
  return { fingerprints: fingerprints(spki, options), type, public_data: data };
}

/**
 * openssl_privatekey_info, without `can_parse_key` and consistency.
 * @throws X509Error when the key cannot be read
 */
export function privateKeyInfo(
  content: Uint8Array,
  passphrase: string | undefined,
  withPrivate: boolean,
  options: InfoOptions,
): Info & { readonly pkcs8: Uint8Array } {
  const { pkcs8, spki } = options.crypto.privateKey(content, passphrase);
  const { type, data } = readPublicKey(spki);
  return {
    pkcs8,
    public_key: writePem('PUBLIC KEY', spki),
    public_key_fingerprints: fingerprints(spki, options),
    type,
    public_data: data,
    ...(withPrivate ? { private_data: readPrivateNumbers(pkcs8) } : {}),
  };
}

/** The numbers of the reasons of a revocation. */
export const REVOCATION_REASONS: Readonly<Record<string, number>> = {
  unspecified: 0,
  key_compromise: 1,
  ca_compromise: 2,
  affiliation_changed: 3,
  superseded: 4,
  cessation_of_operation: 5,
  certificate_hold: 6,
  remove_from_crl: 8,
  privilege_withdrawn: 9,
  aa_compromise: 10,
};

/** x509_crl_info. @throws X509Error */
export function revocationListInfo(
  content: Uint8Array,
  withEntries: boolean,
  encoding: NameEncoding | undefined,
): Info {
  const list = loadRevocationList(content);
  return {
    format: isPem(content) ? 'pem' : 'der',
    last_update: timestamp(list.lastUpdate),
    next_update: list.nextUpdate === undefined ? null : timestamp(list.nextUpdate),
    digest: oidName(list.signatureAlgorithm),
    issuer: Object.fromEntries(orderedName(list.issuer)),
    issuer_ordered: orderedName(list.issuer),
    ...(withEntries
      ? {
          revoked_certificates: list.revoked.map(({ serial, date, extensions }) => {
            const issuer = findExtension(extensions, OID.certificateIssuer);
            const reason = findExtension(extensions, OID.crlReason);
            const invalid = findExtension(extensions, OID.invalidityDate);
            return {
              serial_number: small(serial),
              revocation_date: timestamp(date),
              issuer: issuer ? readGeneralNames(issuer.value).map((name) => generalNameText(name, encoding)) : null,
              issuer_critical: issuer?.critical ?? false,
              reason: reason ? reasonName(Number(readInteger(readDer(reason.value)))) : null,
              reason_critical: reason?.critical ?? false,
              invalidity_date: invalid ? timestamp(readTime(readDer(invalid.value))) : null,
              invalidity_date_critical: invalid?.critical ?? false,
            };
          }),
        }
      : {}),
  };
}

function reasonName(number: number): string {
  const name = Object.entries(REVOCATION_REASONS).find(([, value]) => value === number)?.[0];
  if (name === undefined) throw new X509Error(`unknown reason ${number} of a revocation`);
  return name;
}
