// Certificate signing requests: what a task wishes, the bytes of that, and whether present ones are it.
import { createHash, type KeyObject } from 'node:crypto';
import { opensslCrypto, signed, spkiOf, type DigestName } from '../../src/keys/index.js';
import {
  der,
  equalBytes,
  findExtension,
  fromHex,
  generalNameText,
  loadRequest,
  nameToOid,
  OID,
  parseGeneralName,
  parseRelativeName,
  publicKeyBits,
  readAuthorityKey,
  readBasicConstraints,
  readExtendedKeyUsage,
  readGeneralNames,
  readKeyUsage,
  readMustStaple,
  readNameConstraints,
  requestInfo,
  writeAuthorityKey,
  writeBasicConstraints,
  writeDistributionPoints,
  writeExtendedKeyUsage,
  writeExtensions,
  writeGeneralNames,
  writeKeyUsage,
  writeMustStaple,
  writeName,
  writeNameConstraints,
  writePem,
  X509Error,
  type Extension,
  type GeneralName,
  type Info,
  type Name,
  type SigningRequest,
} from '../../src/x509/index.js';
import type { CsrArguments } from './csr-args.js';

/** What a task asks for, with names looked up and texts parsed. */
export interface CsrWish {
  /** As the task names the parts. */
  readonly subject: readonly (readonly [string, string])[];
  readonly ordered: boolean;
  readonly altNames: readonly string[] | undefined;
  readonly extensions: readonly Extension[];
}

/** The digest of the bits of a public key: what identifies it (RFC 5280, 4.2.1.2, method 1). */
export const keyIdentifier = (spki: Uint8Array): Uint8Array => createHash('sha1').update(publicKeyBits(spki)).digest();

/** @throws X509Error for a digest nobody knows */
export function digestFor(digest: string, type: string, message: string): DigestName {
  const known = ['sha256', 'sha384', 'sha512', 'sha1', 'md5'] as const;
  const found = known.find((name) => name === digest);
  if (found === undefined && !type.startsWith('Ed')) throw new X509Error(message);
  return found ?? 'sha256';
}

/** The pairs of `{CN: x, OU: [a, b]}`. @throws X509Error */
export function nameParts(given: Readonly<Record<string, unknown>>, where: string): [string, string][] {
  return Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.map((one) => {
      if (typeof one !== 'string' && typeof one !== 'number') {
        throw new X509Error(`Value for ${key} in ${where} must be either a string or a list of strings`);
      }
      if (one === '') throw new X509Error(`Values for ${key} in ${where} must not be empty strings`);
      return [key, String(one)];
    });
  });
}

/** The pairs of a list of such mappings with one name each, in its order. @throws X509Error */
export function orderedParts(given: readonly Readonly<Record<string, unknown>>[], where: string): [string, string][] {
  return given.flatMap((entry, i) => {
    if (Object.keys(entry).length !== 1) {
      throw new X509Error(`Entry #${i + 1} in ${where} must be a dictionary with exactly one key-value pair`);
    }
    return nameParts(entry, where);
  });
}

const attributeNames = [
  ['C', 'country_name'],
  ['ST', 'state_or_province_name'],
  ['L', 'locality_name'],
  ['O', 'organization_name'],
  ['OU', 'organizational_unit_name'],
  ['CN', 'common_name'],
  ['emailAddress', 'email_address'],
] as const;

function subjectOf(a: CsrArguments): { readonly subject: [string, string][]; readonly ordered: boolean } {
  const single = attributeNames.flatMap(([name, argument]): [string, string][] => {
    const value = a[argument];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  const subject = [...single, ...nameParts(a.subject ?? {}, 'subject')];
  if (a.subject_ordered === undefined || a.subject_ordered.length === 0) return { subject, ordered: false };
  if (subject.length > 0) throw new X509Error('subject_ordered cannot be combined with any other subject field');
  return { subject: orderedParts(a.subject_ordered, 'subject_ordered'), ordered: true };
}

export function toName(parts: readonly (readonly [string, string])[]): Name {
  return parts.map(([name, value]) => [{ oid: nameToOid(name), value }]);
}

function hexBytes(text: string | undefined, what: string): Uint8Array | undefined {
  const digits = text?.replaceAll(':', '');
  if (digits === undefined) return undefined;
  if (!/^(?:[\da-f]{2})*$/i.test(digits)) throw new X509Error(`Cannot parse ${what}: it is not hexadecimal`);
  return fromHex(digits);
}

function constraintsOf(texts: readonly string[]): { ca: boolean; pathLength: bigint | undefined } {
  let ca = false;
  let pathLength: bigint | undefined;
  for (const text of texts) {
    const length = /^pathlen:\s*(\d+)\s*$/.exec(text);
    if (text === 'CA:TRUE' || text === 'CA:FALSE') ca = text === 'CA:TRUE';
    else if (text.startsWith('CA:')) throw new X509Error(`Unknown basic constraint value "${text.slice(3)}" for CA`);
    else if (length) pathLength = BigInt(length[1] ?? 0);
    else if (text.startsWith('pathlen:')) {
      throw new X509Error(`Cannot parse path length constraint "${text.slice(8)}"`);
    } else throw new X509Error(`Unknown basic constraint "${text}"`);
  }
  return { ca, pathLength };
}

const namesOf = (texts: readonly string[] | undefined, what?: string): GeneralName[] =>
  (texts ?? []).map((text) => parseGeneralName(text, what));

function points(a: CsrArguments): Uint8Array {
  return writeDistributionPoints(
    (a.crl_distribution_points ?? []).map((point, index) => {
      try {
        for (const [name, value] of Object.entries(point)) {
          if (name !== 'reasons' && value?.length === 0) throw new X509Error(`${name} must not be empty`);
        }
        return {
          fullName: point.full_name && namesOf(point.full_name, 'full name'),
          relativeName: point.relative_name && relativeName(point.relative_name),
          issuer: point.crl_issuer && namesOf(point.crl_issuer, 'CRL issuer'),
          reasons: point.reasons,
        };
      } catch (error) {
        if (!(error instanceof X509Error)) throw error;
        throw new X509Error(`Error while parsing CRL distribution point #${index}: ${error.message}`);
      }
    }),
  );
}

function relativeName(parts: readonly string[]): Uint8Array {
  const [set] = der.children(der.readDer(writeName([parseRelativeName(parts)])));
  return set?.bytes ?? new Uint8Array();
}

/** @param spki the public key, for its identifier. @throws X509Error */
export function csrWish(a: CsrArguments, spki: Uint8Array): CsrWish {
  const { subject, ordered } = subjectOf(a);
  const common = subject.find(([name]) => name === 'CN' || name === 'commonName')?.[1];
  const altNames =
    a.subject_alt_name && a.subject_alt_name.length > 0
      ? a.subject_alt_name
      : a.use_common_name_for_san && common !== undefined
        ? [`DNS:${common}`]
        : a.subject_alt_name;
  const extensions: Extension[] = [];
  const add = (wanted: boolean | undefined, oid: string, critical: boolean, value: () => Uint8Array): void => {
    if (wanted === true) extensions.push({ oid, critical, value: value() });
  };
  const some = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
  add(some(altNames), OID.subjectAltName, a.subject_alt_name_critical, () => writeGeneralNames(namesOf(altNames)));
  add(some(a.key_usage), OID.keyUsage, a.key_usage_critical, () => writeKeyUsage(a.key_usage ?? []));
  add(some(a.extended_key_usage), OID.extendedKeyUsage, a.extended_key_usage_critical, () =>
    writeExtendedKeyUsage((a.extended_key_usage ?? []).map(nameToOid)),
  );
  add(some(a.basic_constraints), OID.basicConstraints, a.basic_constraints_critical, () =>
    writeBasicConstraints(constraintsOf(a.basic_constraints ?? [])),
  );
  add(a.ocsp_must_staple, OID.tlsFeature, a.ocsp_must_staple_critical, writeMustStaple);
  add(
    some(a.name_constraints_permitted) || some(a.name_constraints_excluded),
    OID.nameConstraints,
    a.name_constraints_critical,
    () =>
      writeNameConstraints({
        permitted: namesOf(a.name_constraints_permitted, 'name constraints permitted'),
        excluded: namesOf(a.name_constraints_excluded, 'name constraints excluded'),
      }),
  );
  const identifier = a.create_subject_key_identifier
    ? keyIdentifier(spki)
    : hexBytes(a.subject_key_identifier, 'subject_key_identifier');
  add(identifier !== undefined, OID.subjectKeyIdentifier, false, () => der.octets(identifier ?? new Uint8Array()));
  const authority = hexBytes(a.authority_key_identifier, 'authority_key_identifier');
  const issuer = a.authority_cert_issuer && namesOf(a.authority_cert_issuer, 'authority cert issuer');
  const serial = a.authority_cert_serial_number;
  add(authority !== undefined || issuer !== undefined || serial !== undefined, OID.authorityKeyIdentifier, false, () =>
    writeAuthorityKey({
      keyIdentifier: authority,
      issuer,
      serial: serial === undefined ? undefined : BigInt(serial),
    }),
  );
  add(some(a.crl_distribution_points), OID.crlDistributionPoints, false, () => points(a));
  return { subject, ordered, altNames, extensions };
}

/** The request as PEM. @throws X509Error */
export function makeRequest(wish: CsrWish, key: KeyObject, digest: DigestName): string {
  const attributes =
    wish.extensions.length === 0
      ? der.context(0)
      : der.context(0, der.sequence(der.oid(OID.extensionRequest), der.setOf(writeExtensions(wish.extensions))));
  const inner = der.sequence(der.integer(0), writeName(toName(wish.subject)), spkiOf(key), attributes);
  return writePem(
    'CERTIFICATE REQUEST',
    signed(key, digest, () => inner),
  );
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const [one, other] = [new Set(a), new Set(b)];
  return one.size === other.size && [...one].every((item) => other.has(item));
};

/** Whether a present request says what the wish says, and is signed by the key. */
export function isRequested(bytes: Uint8Array, wish: CsrWish, spki: Uint8Array): boolean {
  let request: SigningRequest;
  try {
    request = loadRequest(bytes);
  } catch {
    return false;
  }
  const key = (parts: readonly { readonly oid: string; readonly value: string }[]): string[] =>
    parts.map(({ oid, value }) => `${oid}=${value}`);
  const wanted = key(toName(wish.subject).flat());
  const present = key(request.subject.flat());
  if (wish.ordered ? JSON.stringify(wanted) !== JSON.stringify(present) : !sameSet(wanted, present)) return false;
  const managed = Object.keys(COMPARE);
  const sides = [wish.extensions, request.extensions].map((list) => list.filter(({ oid }) => managed.includes(oid)));
  const [asked = [], there = []] = sides;
  if (asked.length !== there.length) return false;
  for (const want of asked) {
    const have = findExtension(there, want.oid);
    if (have?.critical !== want.critical) return false;
    const told = COMPARE[want.oid];
    try {
      if (told && told(want.value) !== told(have.value)) return false;
    } catch {
      return false;
    }
  }
  return (
    equalBytes(request.publicKey, spki) &&
    opensslCrypto.verify(request.publicKey, request.algorithm, request.signedBytes, request.signature)
  );
}

const texts = (names: readonly GeneralName[]): string =>
  JSON.stringify([...new Set(names.map((n) => generalNameText(n)))].sort());
const exact = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** compat: what is compared of each extension: of most of them not the order. Others do not matter. */
const COMPARE: Readonly<Record<string, (value: Uint8Array) => string>> = {
  [OID.subjectAltName]: (value) => texts(readGeneralNames(value)),
  [OID.keyUsage]: (value) => readKeyUsage(value).join(),
  [OID.extendedKeyUsage]: (value) => [...new Set(readExtendedKeyUsage(value))].sort().join(),
  [OID.basicConstraints]: (value) => {
    const { ca, pathLength } = readBasicConstraints(value);
    return `${ca} ${pathLength}`;
  },
  [OID.tlsFeature]: (value) => String(readMustStaple(value)),
  [OID.nameConstraints]: (value) => {
    const { permitted, excluded } = readNameConstraints(value);
    return `${texts(permitted)} ${texts(excluded)}`;
  },
  [OID.subjectKeyIdentifier]: exact,
  [OID.authorityKeyIdentifier]: (value) => {
    const { keyIdentifier: id, issuer, serial } = readAuthorityKey(value);
    return JSON.stringify([id && exact(id), issuer?.map((n) => generalNameText(n)), String(serial)]);
  },
  [OID.crlDistributionPoints]: exact,
};

/** What a diff shows. */
function csrDiff(bytes: Uint8Array | undefined): Info {
  if (!bytes) return {};
  try {
    return { ...requestInfo(bytes, { crypto: opensslCrypto, oneFingerprint: true }), can_parse_csr: true };
  } catch (error) {
    if (error instanceof X509Error) return { can_parse_csr: false };
    throw error;
  }
}

/** What the modules return. @param after the content as it is now */
export function csrResult(
  a: CsrArguments,
  wish: Pick<CsrWish, 'subject' | 'altNames'>,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  withContent: boolean,
): Record<string, unknown> {
  return {
    privatekey: a.privatekey_path ?? null,
    subject: wish.subject,
    subjectAltName: wish.altNames ?? null,
    keyUsage: a.key_usage ?? null,
    extendedKeyUsage: a.extended_key_usage ?? null,
    basicConstraints: a.basic_constraints ?? null,
    ocspMustStaple: a.ocsp_must_staple,
    name_constraints_permitted: a.name_constraints_permitted ?? [],
    name_constraints_excluded: a.name_constraints_excluded ?? [],
    ...(withContent ? { csr: after ? Buffer.from(after).toString('utf8') : null } : {}),
    diff: { before: csrDiff(before), after: csrDiff(after) },
  };
}
