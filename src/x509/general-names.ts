// General names (`DNS:host`, `IP:1.2.3.4`, `dirName:CN=x`): their bytes and the collection's text of them.
import { colons, concat, equalBytes, fromHex, latin1, utf8 } from './bytes.js';
import { asn1Text } from './asn1-text.js';
import { children, context, contextPrimitive, oid, oidContent, oidText, readOid, type Der } from './der.js';
import { X509Error } from './errors.js';
import { idnEmail, idnHost, idnUrl, type NameEncoding } from './idn.js';
import { ipBytes, ipText } from './ip-address.js';
import { nameText, parseName, readName, writeName, type Name } from './names.js';

export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri' | 'rid'; readonly value: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'dir'; readonly name: Name }
  | { readonly kind: 'other'; readonly oid: string; readonly bytes: Uint8Array };

export function readGeneralName(der: Der): GeneralName {
  switch (der.tag) {
    case 0xa0: {
      const [type, value] = children(der);
      const inner = value && value.tag === 0xa0 ? value.content : undefined;
      if (!type || !inner) throw new X509Error('an otherName has no value');
      return { kind: 'other', oid: readOid(type), bytes: inner };
    }
    case 0x81:
      return { kind: 'email', value: latin1(der.content) };
    case 0x82:
      return { kind: 'dns', value: latin1(der.content) };
    case 0x86:
      return { kind: 'uri', value: latin1(der.content) };
    case 0x87:
      return { kind: 'ip', bytes: der.content };
    case 0x88:
      return { kind: 'rid', value: oidText(der.content) };
    case 0xa4: {
      const [inner] = children(der);
      if (!inner) throw new X509Error('a directory name is empty');
      return { kind: 'dir', name: readName(inner) };
    }
    default:
      throw new X509Error(`general names of type ${der.tag & 0x1f} are not supported`);
  }
}

export function writeGeneralName(name: GeneralName): Uint8Array {
  switch (name.kind) {
    case 'other':
      return context(0, oid(name.oid), context(0, name.bytes));
    case 'email':
      return contextPrimitive(1, ascii(name.value));
    case 'dns':
      return contextPrimitive(2, ascii(name.value));
    case 'uri':
      return contextPrimitive(6, ascii(name.value));
    case 'ip':
      return contextPrimitive(7, name.bytes);
    case 'rid':
      return contextPrimitive(8, oidContent(name.value));
    case 'dir':
      return context(4, writeName(name.name));
  }
}

function ascii(value: string): Uint8Array {
  const bytes = utf8(value);
  if (bytes.some((byte) => byte > 0x7f)) throw new X509Error(`"${value}" must be ASCII: write it as IDNA (xn--…)`);
  return bytes;
}

/** The collection's text. @throws X509Error */
export function generalNameText(name: GeneralName, encoding: NameEncoding = 'ignore'): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${idnHost(name.value, encoding)}`;
    case 'email':
      return `email:${idnEmail(name.value, encoding)}`;
    case 'uri':
      return `URI:${idnUrl(name.value, encoding)}`;
    case 'ip':
      return `IP:${ipText(name.bytes)}`;
    case 'dir':
      return `dirName:${nameText(name.name)}`;
    case 'rid':
      return `RID:${name.value}`;
    case 'other':
      return `otherName:${name.oid};${colons(name.bytes)}`;
  }
}

/**
 * The name a text means, as the parameters of the collection write it.
 * @param what what the name is for, for the message
 * @throws X509Error
 */
export function parseGeneralName(given: string, what = 'Subject Alternative Name'): GeneralName {
  const colon = given.indexOf(':');
  if (colon < 0) throw new X509Error(`Cannot parse ${what} "${given}" (forgot "DNS:" prefix?)`);
  const value = given.slice(colon + 1);
  try {
    switch (given.slice(0, colon)) {
      case 'DNS':
        return { kind: 'dns', value: idnHost(value, 'idna') };
      case 'IP':
        return { kind: 'ip', bytes: ipBytes(value) };
      case 'email':
        return { kind: 'email', value: idnEmail(value, 'idna') };
      case 'URI':
        return { kind: 'uri', value: idnUrl(value, 'idna') };
      case 'RID':
        oidContent(value);
        return { kind: 'rid', value };
      case 'dirName':
        return {
          kind: 'dir',
          name: parseName(value)
            .reverse()
            .map((attribute) => [attribute]),
        };
      case 'otherName':
        return otherName(value, given, what);
    }
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    throw new X509Error(`Cannot parse ${what} "${given}": ${error.message}`);
  }
  throw new X509Error(`Cannot parse ${what} "${given}" (potentially unsupported by cryptography backend)`);
}

function otherName(value: string, given: string, what: string): GeneralName {
  const raw = /^([0-9]+(?:\.[0-9]+)*);([0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2})*)$/.exec(value);
  if (raw) {
    const bytes = concat(...(raw[2] ?? '').split(':').map((pair) => fromHex(pair.padStart(2, '0'))));
    return { kind: 'other', oid: raw[1] ?? '', bytes };
  }
  const semicolon = value.indexOf(';');
  if (semicolon < 0) {
    throw new X509Error(
      `Cannot parse ${what} otherName "${given.slice(10)}", must be in the format ` +
        '"otherName:<OID>;<ASN.1 OpenSSL Encoded String>" or "otherName:<OID>;<hex string>"',
    );
  }
  return { kind: 'other', oid: value.slice(0, semicolon), bytes: asn1Text(value.slice(semicolon + 1)) };
}

export function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  return equalBytes(writeGeneralName(a), writeGeneralName(b));
}
