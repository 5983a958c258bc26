// What x509_crl returns: of the list that is there, or in check mode of the one that would be made.
import {
  der,
  generalNameText,
  parseGeneralName,
  revocationListInfo,
  small,
  type Info,
  type NameEncoding,
} from '../../../src/x509/index.js';
import type { ListWish } from './decide.js';
import type { Args } from './index.js';

/** For a diff. compat: with a `changed` that means nothing. */
export function infoOf(bytes: Uint8Array | undefined, encoding: NameEncoding): Info {
  return bytes ? { ...revocationListInfo(bytes, true, encoding), can_parse_crl: true, changed: false } : {};
}

/** What the list in the file says. */
export function listResult(bytes: Uint8Array | undefined, encoding: NameEncoding): Info {
  if (!bytes) {
    const nothing = { last_update: null, next_update: null, digest: null };
    return { ...nothing, issuer_ordered: null, issuer: null, revoked_certificates: [] };
  }
  const { format: _, ...info } = revocationListInfo(bytes, true, encoding);
  return info;
}

/** compat: check mode tells what was asked for, names and digest as the task writes them. */
export function wishResult(wish: ListWish, a: Args): Info {
  return {
    last_update: der.timestamp(wish.lastUpdate),
    next_update: der.timestamp(wish.nextUpdate),
    digest: a.digest,
    issuer_ordered: wish.issuer,
    issuer: Object.fromEntries(wish.issuer),
    revoked_certificates: wish.revoked.map((one) => ({
      serial_number: small(one.serial),
      revocation_date: der.timestamp(one.date),
      issuer: one.issuer?.map((name) => generalNameText(parseGeneralName(name, 'issuer'), a.name_encoding)) ?? null,
      issuer_critical: one.issuerCritical,
      reason: one.reason ?? null,
      reason_critical: one.reasonCritical,
      invalidity_date: one.invalidSince === undefined ? null : der.timestamp(one.invalidSince),
      invalidity_date_critical: one.invalidCritical,
    })),
  };
}
