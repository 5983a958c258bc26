// Which name an object identifier has, and which object identifier a name means.
import { X509Error } from './errors.js';
import { OID_DATA } from './oid-data.js';

interface Names {
  readonly long: string;
  readonly short: string;
}

let tables: { readonly names: ReadonlyMap<string, Names>; readonly dotted: ReadonlyMap<string, string> } | undefined;

function load(): NonNullable<typeof tables> {
  if (tables) return tables;
  const names = new Map<string, Names>();
  const dotted = new Map<string, string>();
  for (const entry of OID_DATA.replace(/\n/g, '').split(';')) {
    const [id = '', ...all] = entry.split('|');
    if (id === '') continue;
    names.set(id, { long: all[0] ?? id, short: all.at(-1) ?? id });
    for (const name of all) dotted.set(name, id);
  }
  dotted.set('userID', '0.9.2342.19200300.100.1.1');
  tables = { names, dotted };
  return tables;
}

/** OpenSSL's long name, or the dotted numbers of one it does not know. */
export function oidName(dotted: string, short = false): string {
  const names = load().names.get(dotted);
  return names ? (short ? names.short : names.long) : (OTHERS[dotted] ?? dotted);
}

/** compat: names that Python's cryptography knows and OpenSSL does not. */
const OTHERS: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.311.21.7': 'msCertificateTemplate',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

/** @param name a long or short name of OpenSSL, or dotted numbers. @throws X509Error */
export function nameToOid(name: string): string {
  const dotted = load().dotted.get(name);
  if (dotted !== undefined) return dotted;
  if (/^\d+(?:\.\d+)+$/.test(name)) return name;
  throw new X509Error(`Cannot find OID for "${name}"`);
}

/** The object identifiers the code itself speaks of. */
export const OID = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  dsa: '1.2.840.10040.4.1',
  ec: '1.2.840.10045.2.1',
  x25519: '1.3.101.110',
  x448: '1.3.101.111',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  extensionRequest: '1.2.840.113549.1.9.14',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  crlReason: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  certificateIssuer: '2.5.29.29',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
  acmeIdentifier: '1.3.6.1.5.5.7.1.31',
} as const;
