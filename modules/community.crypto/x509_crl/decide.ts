// What a list of revoked certificates shall say, whether it does, and its bytes.
import type { KeyObject } from 'node:crypto';
import { ModuleFailure } from '../../../src/kit/index.js';
import { readPrivateKey, signatureDigest, signed, spkiOf, type DigestName } from '../../../src/keys/index.js';
import {
  der,
  findExtension,
  fromHex,
  generalNameText,
  isPem,
  loadCertificate,
  loadRevocationList,
  OID,
  parseGeneralName,
  readGeneralNames,
  readPublicKey,
  REVOCATION_REASONS,
  timeOption,
  toBigInt,
  writeExtensions,
  writeGeneralNames,
  writeName,
  writePem,
  X509Error,
  type Extension,
  type RevocationList,
} from '../../../src/x509/index.js';
import { given, type Seen } from '../../_shared/crypto-file.js';
import { digestFor, nameParts, orderedParts, toName } from '../../_shared/csr.js';
import type { Args } from './index.js';

interface RevokedWish {
  readonly serial: bigint;
  /** Milliseconds since the epoch. */
  readonly date: number;
  readonly issuer: readonly string[] | undefined;
  readonly issuerCritical: boolean;
  readonly reason: string | undefined;
  readonly reasonCritical: boolean;
  readonly invalidSince: number | undefined;
  readonly invalidCritical: boolean;
}

export interface ListWish {
  readonly key: KeyObject;
  readonly digest: DigestName;
  /** As the task names the parts. */
  readonly issuer: readonly (readonly [string, string])[];
  readonly ordered: boolean;
  readonly lastUpdate: number;
  readonly nextUpdate: number;
  readonly revoked: readonly RevokedWish[];
  /** Certificates listed before stay. */
  readonly update: boolean;
  readonly ignoreTimes: boolean;
}

export const sourcesOf = (a: Args): (string | undefined)[] => [
  ...(a.state === 'present' ? [a.privatekey_path, ...(a.revoked_certificates ?? []).map((one) => one.path)] : []),
];

/** @param now milliseconds since the epoch. @throws X509Error, ModuleFailure when a source is missing or wrong */
export function listWish(a: Args, seen: Pick<Seen, 'others'>, now: number): ListWish {
  const ordered = a.issuer_ordered !== undefined && a.issuer_ordered.length > 0;
  const issuer = ordered ? orderedParts(a.issuer_ordered ?? [], 'issuer_ordered') : nameParts(a.issuer ?? {}, 'issuer');
  const lastUpdate = timeOption(a.last_update, 'last_update', now);
  const nextUpdate = timeOption(a.next_update ?? '', 'next_update', now);
  const revoked = (a.revoked_certificates ?? []).map((one, i) => revokedWish(one, i, a.serial_numbers, seen, now));
  const source = given(seen, a.privatekey_path, a.privatekey_content, 'private key') ?? new Uint8Array();
  const key = readPrivateKey(source, a.privatekey_passphrase);
  const { type } = readPublicKey(spkiOf(key));
  return {
    key,
    digest: digestFor(a.digest, type, `The digest "${a.digest}" is not supported`),
    issuer,
    ordered,
    lastUpdate,
    nextUpdate,
    revoked,
    update: (a.crl_mode ?? a.mode) === 'update',
    ignoreTimes: a.ignore_timestamps,
  };
}

type Given = NonNullable<Args['revoked_certificates']>[number];

function revokedWish(
  one: Given,
  index: number,
  format: Args['serial_numbers'],
  seen: Pick<Seen, 'others'>,
  now: number,
): RevokedWish {
  const prefix = `revoked_certificates[${index}].`;
  return {
    serial:
      one.path !== undefined || one.content !== undefined
        ? serialOf(one, prefix, seen)
        : serialNumber(one.serial_number, format, index),
    date: timeOption(one.revocation_date, `${prefix}revocation_date`, now),
    issuer:
      one.issuer && one.issuer.length > 0
        ? one.issuer.map((name) => generalNameText(parseGeneralName(name, 'issuer'), 'idna'))
        : undefined,
    issuerCritical: one.issuer !== undefined && one.issuer.length > 0 && one.issuer_critical,
    reason: one.reason,
    reasonCritical: one.reason !== undefined && one.reason_critical,
    invalidSince: one.invalidity_date ? timeOption(one.invalidity_date, `${prefix}invalidity_date`, now) : undefined,
    invalidCritical: Boolean(one.invalidity_date) && one.invalidity_date_critical,
  };
}

function serialOf(one: Given, prefix: string, seen: Pick<Seen, 'others'>): bigint {
  try {
    const bytes = given(seen, one.path, one.content, 'certificate');
    return loadCertificate(bytes ?? new Uint8Array()).serial;
  } catch (error) {
    if (!(error instanceof X509Error) && !(error instanceof ModuleFailure)) throw error;
    throw new ModuleFailure(
      one.content === undefined
        ? `Cannot read certificate "${one.path}" from ${prefix}path: ${error.message}`
        : `Cannot parse certificate from ${prefix}content: ${error.message}`,
    );
  }
}

function serialNumber(value: unknown, format: Args['serial_numbers'], index: number): bigint {
  const text = String(value).trim();
  const wrong = (kind: string, why: string): ModuleFailure =>
    new ModuleFailure(`Error while parsing revoked_certificates[${index + 1}].serial_number as an ${kind}: ${why}`);
  if (format === 'integer') {
    if (!/^[+-]?\d+$/.test(text) || (typeof value === 'number' && !Number.isSafeInteger(value))) {
      throw wrong('integer', `'${text}' is not a whole number`);
    }
    return BigInt(text.replace('+', ''));
  }
  if (!/^[\da-f]{1,2}(?::[\da-f]{1,2})*$/i.test(text)) {
    throw wrong('colon-separated hex octet string', `'${text}' has other characters`);
  }
  const digits = text.split(':').map((pair) => pair.padStart(2, '0'));
  return toBigInt(fromHex(digits.join('')));
}

/** The list in a file; undefined when it holds none. */
export function readList(bytes: Uint8Array): RevocationList | undefined {
  try {
    return loadRevocationList(bytes);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}

type Revoked = RevocationList['revoked'][number];

/** An entry as text that is the same when the entries are. compat: of names only what they say counts. */
function entryKey(one: RevokedWish, ignoreTimes: boolean): string {
  const { date, serial, ...rest } = one;
  return JSON.stringify([String(serial), ignoreTimes ? null : date, Object.entries(rest).sort()]);
}

function presentEntry({ serial, date, extensions }: Revoked): RevokedWish {
  const issuer = findExtension(extensions, OID.certificateIssuer);
  const reason = findExtension(extensions, OID.crlReason);
  const invalid = findExtension(extensions, OID.invalidityDate);
  const number = reason && Number(der.readInteger(der.readDer(reason.value)));
  return {
    serial,
    date,
    issuer: issuer && readGeneralNames(issuer.value).map((name) => generalNameText(name, 'idna')),
    issuerCritical: issuer?.critical ?? false,
    reason: Object.entries(REVOCATION_REASONS).find(([, value]) => value === number)?.[0],
    reasonCritical: reason?.critical ?? false,
    invalidSince: invalid && der.readTime(der.readDer(invalid.value)),
    invalidCritical: invalid?.critical ?? false,
  };
}

/** Whether the list says what is wished, whatever its format. */
export function sameList(wish: ListWish, present: RevocationList): boolean {
  if (!wish.ignoreTimes && (present.lastUpdate !== wish.lastUpdate || present.nextUpdate !== wish.nextUpdate)) {
    return false;
  }
  const { type } = readPublicKey(spkiOf(wish.key));
  const digest = signatureDigest(present.signatureAlgorithm);
  if (digest !== (type.startsWith('Ed') ? undefined : wish.digest)) return false;
  const key = (pairs: readonly { readonly oid: string; readonly value: string }[]): string => {
    const texts = pairs.map(({ oid, value }) => JSON.stringify([oid, value]));
    return (wish.ordered ? texts : [...new Set(texts)].sort()).join();
  };
  if (key(toName(wish.issuer).flat()) !== key(present.issuer.flat())) return false;
  const wanted = wish.revoked.map((one) => entryKey(one, wish.ignoreTimes));
  const there = present.revoked.map((one) => entryKey(presentEntry(one), wish.ignoreTimes));
  if (!wish.update) return JSON.stringify(wanted) === JSON.stringify(there);
  for (const one of wanted) {
    const at = there.indexOf(one);
    if (at < 0) return false;
    there.splice(at, 1);
  }
  return true;
}

/** The bytes of a new list. @param present the list whose entries stay when it is updated. @throws X509Error */
export function makeList(wish: ListWish, present: RevocationList | undefined, format: 'pem' | 'der'): Uint8Array {
  const wanted = new Set(wish.revoked.map((one) => entryKey(one, wish.ignoreTimes)));
  const kept = (wish.update ? (present?.revoked ?? []) : []).filter(
    (one) => !wanted.has(entryKey(presentEntry(one), wish.ignoreTimes)),
  );
  const entries = [
    ...kept.map(({ serial, date, extensions }) => entryBytes(serial, date, extensions)),
    ...wish.revoked.map((one) => entryBytes(one.serial, one.date, extensionsOf(one))),
  ];
  const bytes = signed(wish.key, wish.digest, (algorithm) =>
    der.sequence(
      der.integer(1),
      algorithm,
      writeName(toName(wish.issuer)),
      der.time(wish.lastUpdate),
      der.time(wish.nextUpdate),
      ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    ),
  );
  return formatted(bytes, format);
}

const formatted = (bytes: Uint8Array, format: 'pem' | 'der'): Uint8Array =>
  format === 'pem' ? Buffer.from(writePem('X509 CRL', bytes)) : bytes;

/** The same list in the other format; undefined when it has the right one. */
export function converted(bytes: Uint8Array, list: RevocationList, format: 'pem' | 'der'): Uint8Array | undefined {
  return (isPem(bytes) ? 'pem' : 'der') === format ? undefined : formatted(list.der, format);
}

const entryBytes = (serial: bigint, date: number, extensions: readonly Extension[]): Uint8Array =>
  der.sequence(der.integer(serial), der.time(date), ...(extensions.length === 0 ? [] : [writeExtensions(extensions)]));

function extensionsOf(one: RevokedWish): Extension[] {
  const out: Extension[] = [];
  if (one.issuer) {
    const value = writeGeneralNames(one.issuer.map((name) => parseGeneralName(name, 'issuer')));
    out.push({ oid: OID.certificateIssuer, critical: one.issuerCritical, value });
  }
  if (one.reason !== undefined) {
    const value = der.integer(REVOCATION_REASONS[one.reason] ?? 0, der.TAG.enumerated);
    out.push({ oid: OID.crlReason, critical: one.reasonCritical, value });
  }
  if (one.invalidSince !== undefined) {
    const value = der.text(der.TAG.generalizedTime, der.timestamp(one.invalidSince));
    out.push({ oid: OID.invalidityDate, critical: one.invalidCritical, value });
  }
  return out;
}
