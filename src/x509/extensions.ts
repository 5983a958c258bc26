// Extensions of certificates, requests and CRLs: read, written, and the values of those the collection speaks of.
import { equalBytes } from './bytes.js';
import {
  bitString,
  boolean,
  children,
  context,
  contextPrimitive,
  integer,
  octets,
  oid,
  readBits,
  readDer,
  Reader,
  readInteger,
  readOid,
  sequence,
  TAG,
  tlv,
  type Der,
} from './der.js';
import { X509Error } from './errors.js';
import { readGeneralName, writeGeneralName, type GeneralName } from './general-names.js';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the octets. */
  readonly value: Uint8Array;
}

/** @param der the SEQUENCE of extensions. @throws X509Error when one is there twice */
export function readExtensions(der: Der): Extension[] {
  const out: Extension[] = [];
  for (const item of children(der)) {
    const reader = new Reader(item);
    const id = readOid(reader.next());
    const critical = reader.optional(TAG.boolean)?.content[0] === 0xff;
    const extension = { oid: id, critical, value: reader.next(TAG.octetString).content };
    if (out.some((other) => other.oid === id)) throw new X509Error(`Duplicate ${id} extension found`);
    out.push(extension);
  }
  return out;
}

export function writeExtensions(extensions: readonly Extension[]): Uint8Array {
  return sequence(
    ...extensions.map((e) => sequence(oid(e.oid), ...(e.critical ? [boolean(true)] : []), octets(e.value))),
  );
}

export const findExtension = (extensions: readonly Extension[], id: string): Extension | undefined =>
  extensions.find((extension) => extension.oid === id);

/** In the order of their bits, with the texts of the collection. */
const KEY_USAGES = [
  ['Digital Signature', 'digitalSignature'],
  ['Non Repudiation', 'nonRepudiation'],
  ['Key Encipherment', 'keyEncipherment'],
  ['Data Encipherment', 'dataEncipherment'],
  ['Key Agreement', 'keyAgreement'],
  ['Certificate Sign', 'keyCertSign'],
  ['CRL Sign', 'cRLSign'],
  ['Encipher Only', 'encipherOnly'],
  ['Decipher Only', 'decipherOnly'],
] as const;

/** Long texts, in the order of the bits. */
export function readKeyUsage(value: Uint8Array): string[] {
  const { bytes } = readBits(readDer(value));
  const all = KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0).map(([long]) => long);
  return all.filter((usage) => all.includes('Key Agreement') || !usage.endsWith(' Only'));
}

/** The bits of usages by long or short text. @throws X509Error */
export function writeKeyUsage(usages: readonly string[]): Uint8Array {
  const bits = usages.map((usage) => {
    const bit = KEY_USAGES.findIndex((names) => (names as readonly string[]).includes(usage));
    if (bit < 0) throw new X509Error(`Unknown key usage "${usage}"`);
    return bit;
  });
  if (bits.some((bit) => bit >= 7) && !bits.includes(4)) {
    throw new X509Error('encipher_only and decipher_only can only be true when key_agreement is true');
  }
  const last = Math.max(-1, ...bits);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(bytes, last < 0 ? 0 : 7 - (last & 7));
}

export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: bigint | undefined;
}

export function readBasicConstraints(value: Uint8Array): BasicConstraints {
  const reader = new Reader(readDer(value));
  const ca = reader.optional(TAG.boolean)?.content[0] === 0xff;
  const length = reader.optional(TAG.integer);
  return { ca, pathLength: length && readInteger(length) };
}

export function writeBasicConstraints({ ca, pathLength }: BasicConstraints): Uint8Array {
  if (pathLength !== undefined && !ca) throw new X509Error('path_length must be None when ca is False');
  return sequence(...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)]));
}

export const readExtendedKeyUsage = (value: Uint8Array): string[] => children(readDer(value)).map(readOid);
export const writeExtendedKeyUsage = (ids: readonly string[]): Uint8Array => sequence(...ids.map(oid));

/** Whether the TLS feature status_request is asked for. */
export const readMustStaple = (value: Uint8Array): boolean =>
  children(readDer(value)).some((feature) => readInteger(feature) === 5n);
export const writeMustStaple = (): Uint8Array => sequence(integer(5));

export const readGeneralNames = (value: Uint8Array): GeneralName[] => children(readDer(value)).map(readGeneralName);
export const writeGeneralNames = (names: readonly GeneralName[]): Uint8Array =>
  sequence(...names.map(writeGeneralName));

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export function readNameConstraints(value: Uint8Array): NameConstraints {
  const reader = new Reader(readDer(value));
  const names = (der: Der | undefined): GeneralName[] =>
    (der ? children(der) : []).map((subtree) => {
      const [base] = children(subtree);
      if (!base) throw new X509Error('a name constraint has no name');
      return readGeneralName(base);
    });
  return { permitted: names(reader.optional(0xa0)), excluded: names(reader.optional(0xa1)) };
}

export function writeNameConstraints({ permitted, excluded }: NameConstraints): Uint8Array {
  const list = (n: number, names: readonly GeneralName[]): Uint8Array[] =>
    names.length === 0 ? [] : [context(n, ...names.map((name) => sequence(writeGeneralName(name))))];
  return sequence(...list(0, permitted), ...list(1, excluded));
}

export interface AuthorityKey {
  readonly keyIdentifier: Uint8Array | undefined;
  readonly issuer: readonly GeneralName[] | undefined;
  readonly serial: bigint | undefined;
}

export function readAuthorityKey(value: Uint8Array): AuthorityKey {
  const reader = new Reader(readDer(value));
  const key = reader.optional(0x80);
  const issuer = reader.optional(0xa1);
  const serial = reader.optional(0x82);
  return {
    keyIdentifier: key?.content,
    issuer: issuer && children(issuer).map(readGeneralName),
    serial: serial && readInteger({ ...serial, tag: TAG.integer }),
  };
}

export function writeAuthorityKey({ keyIdentifier, issuer, serial }: AuthorityKey): Uint8Array {
  return sequence(
    ...(keyIdentifier ? [contextPrimitive(0, keyIdentifier)] : []),
    ...(issuer ? [context(1, ...issuer.map(writeGeneralName))] : []),
    ...(serial === undefined ? [] : [integer(serial, 0x82)]),
  );
}

/** The first URI for an access method (`OID.ocsp`, `OID.caIssuers`). */
export function readAccessUri(value: Uint8Array, method: string): string | undefined {
  for (const description of children(readDer(value))) {
    const [type, location] = children(description);
    if (!type || !location || readOid(type) !== method || location.tag !== 0x86) continue;
    const name = readGeneralName(location);
    if (name.kind === 'uri') return name.value;
  }
  return undefined;
}

/** Reasons of distribution points, by bit. */
const POINT_REASONS = [
  'unused',
  'key_compromise',
  'ca_compromise',
  'affiliation_changed',
  'superseded',
  'cessation_of_operation',
  'certificate_hold',
  'privilege_withdrawn',
  'aa_compromise',
];

export interface DistributionPoint {
  readonly fullName?: readonly GeneralName[] | undefined;
  /** Attributes of a relative name, already encoded as a SET. */
  readonly relativeName?: Uint8Array | undefined;
  readonly issuer?: readonly GeneralName[] | undefined;
  readonly reasons?: readonly string[] | undefined;
}

/** @throws X509Error for an unknown reason */
export function writeDistributionPoints(points: readonly DistributionPoint[]): Uint8Array {
  return sequence(
    ...points.map(({ fullName, relativeName, issuer, reasons }) => {
      const parts: Uint8Array[] = [];
      if (fullName) parts.push(context(0, context(0, ...fullName.map(writeGeneralName))));
      else if (relativeName) parts.push(context(0, tlv(0xa1, readDer(relativeName).content)));
      if (reasons) {
        const bits = reasons.map((reason) => POINT_REASONS.indexOf(reason));
        if (bits.some((bit) => bit < 1)) throw new X509Error(`Unknown reason in ${reasons.join(', ')}`);
        const last = Math.max(...bits);
        const bytes = new Uint8Array((last >> 3) + 1);
        for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
        parts.push(contextPrimitive(1, bitString(bytes, 7 - (last & 7)).subarray(2)));
      }
      if (issuer) parts.push(context(2, ...issuer.map(writeGeneralName)));
      return sequence(...parts);
    }),
  );
}

/** Whether two lists say the same, whatever their order. */
export function sameExtensions(a: readonly Extension[], b: readonly Extension[]): boolean {
  return (
    a.length === b.length &&
    a.every((one) => b.some((o) => o.oid === one.oid && o.critical === one.critical && equalBytes(o.value, one.value)))
  );
}
