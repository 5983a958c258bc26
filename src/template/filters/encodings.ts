// Filters that encode and digest text: b64encode, b64decode, hash and its kin, to_uuid.
import type { Value } from '../../value/index.js';
import { fail, unsupported } from '../python/errors.js';
import { utf8Of } from '../python/bytes.js';
import { repr, str } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, take, text, withoutArguments, type Table } from './define.js';

type Kind =
  | 'utf-8'
  | 'ascii'
  | 'latin-1'
  | 'cp1252'
  | 'utf-16'
  | 'utf-16-le'
  | 'utf-16-be'
  | 'utf-32'
  | 'utf-32-le'
  | 'utf-32-be';

const ALIASES: Readonly<Record<string, Kind>> = {
  utf8: 'utf-8',
  u8: 'utf-8',
  ascii: 'ascii',
  usascii: 'ascii',
  latin1: 'latin-1',
  latin: 'latin-1',
  l1: 'latin-1',
  iso88591: 'latin-1',
  '8859': 'latin-1',
  cp1252: 'cp1252',
  windows1252: 'cp1252',
  utf16: 'utf-16',
  utf16le: 'utf-16-le',
  utf16be: 'utf-16-be',
  utf32: 'utf-32',
  utf32le: 'utf-32-le',
  utf32be: 'utf-32-be',
};

function kindOf(encoding: string): Kind {
  return (
    ALIASES[encoding.toLowerCase().replace(/[-_ ]/g, '')] ??
    unsupported(
      `the encoding '${encoding}' is not supported`,
      `there are ${[...new Set(Object.values(ALIASES))].join(', ')}`,
    )
  );
}

function units(values: Iterable<number>, size: 2 | 4, big: boolean): number[] {
  return [...values].flatMap((v) => {
    const bytes = Array.from({ length: size }, (_, i) => Math.floor(v / 256 ** i) & 255);
    return big ? bytes.reverse() : bytes;
  });
}

function bytesOf(source: string, encoding: string): Uint8Array {
  const kind = kindOf(encoding);
  const codes = (): number[] => Array.from(source, (c) => c.codePointAt(0) ?? 0);
  const halves = (): number[] => Array.from({ length: source.length }, (_, i) => source.charCodeAt(i));
  switch (kind) {
    case 'utf-8':
      return utf8Of(source);
    case 'ascii':
    case 'latin-1':
    case 'cp1252':
      return Uint8Array.from(codes().map((c) => oneByte(c, kind)));
    case 'utf-16':
      return Uint8Array.from([0xff, 0xfe, ...units(halves(), 2, false)]);
    case 'utf-16-le':
    case 'utf-16-be':
      return Uint8Array.from(units(halves(), 2, kind === 'utf-16-be'));
    case 'utf-32':
      return Uint8Array.from([0xff, 0xfe, 0, 0, ...units(codes(), 4, false)]);
    default:
      return Uint8Array.from(units(codes(), 4, kind === 'utf-32-be'));
  }
}

function oneByte(code: number, kind: Kind): number {
  if (kind === 'cp1252' && code > 127) {
    const at = cp1252().indexOf(String.fromCodePoint(code));
    if (at >= 0) return at;
  } else if (code < (kind === 'ascii' ? 128 : 256)) return code;
  return fail(`'${kind}' codec can't encode character '${String.fromCodePoint(code)}'`);
}

/** compat: five bytes have no character in Python's cp1252, which the web's windows-1252 takes as controls. */
function cp1252(): string {
  const all = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  return [...all].map((c, i) => ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(i) ? '\ufffe' : c)).join('');
}

const noText = (): never =>
  fail('the bytes are no text in that encoding', "name the encoding they have: b64decode(encoding='latin-1')");

/** compat: Ansible carries bytes that are no text along inside of the text; here they would be lost, so they are refused. */
function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    return noText();
  }
}

function decodeBytes(bytes: Uint8Array, encoding: string): string {
  const kind = kindOf(encoding);
  switch (kind) {
    case 'utf-8':
      return utf8(bytes);
    case 'ascii':
    case 'latin-1':
    case 'cp1252':
      return Array.from(bytes, (b) =>
        kind === 'ascii' && b > 127 ? noText() : kind === 'cp1252' ? (cp1252()[b] ?? '') : String.fromCharCode(b),
      ).join('');
    case 'utf-16':
      return new TextDecoder(bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le').decode(bytes);
    case 'utf-16-le':
    case 'utf-16-be':
      return new TextDecoder(kind === 'utf-16-be' ? 'utf-16be' : 'utf-16le', { ignoreBOM: true }).decode(bytes);
    default:
      return decode32(bytes, kind);
  }
}

/** Text of bytes in an encoding. @throws TsplayError for bytes it has no character for, and for an encoding that is not known */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string {
  const withoutMark = /^utf[-_ ]?8[-_ ]sig$/i.test(encoding);
  const kind = withoutMark ? 'utf-8' : kindOf(encoding);
  const refused = (): never => fail(`'${kind}' codec can't decode the text`);
  if (kind === 'utf-8') {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !withoutMark }).decode(bytes);
    } catch {
      return refused();
    }
  }
  const text = decodeBytes(bytes, kind);
  return /[\ufffd\ufffe]/.test(text) && kind !== 'latin-1' ? refused() : text;
}

function decode32(bytes: Uint8Array, kind: Kind): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = kind === 'utf-32' && bytes.length >= 4;
  const big = kind === 'utf-32-be' || (marked && view.getUint32(0) === 0xfeff);
  const skip = marked && (view.getUint32(0) === 0xfeff || view.getUint32(0) === 0xfffe0000) ? 4 : 0;
  let out = '';
  for (let i = skip; i + 4 <= bytes.length; i += 4) {
    const code = view.getUint32(i, !big);
    out += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return out;
}

function base64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(out);
}

/** compat: what is no digit of base64 is passed over, and what follows the padding is not read. */
function fromBase64(source: string): Uint8Array {
  let digits = '';
  let pads = 0;
  for (const c of source) {
    if (c === '=') {
      if (digits.length % 4 >= 2 && (digits.length % 4) + ++pads >= 4) return decoded(digits);
    } else if (/[A-Za-z0-9+/]/.test(c)) {
      digits += c;
      pads = 0;
    }
  }
  if (digits.length % 4 === 1)
    fail(
      `Invalid base64-encoded string: number of data characters (${digits.length}) cannot be 1 more than a multiple of 4`,
    );
  return digits.length % 4 === 0 ? decoded(digits) : fail('Incorrect padding');
}

function decoded(digits: string): Uint8Array {
  return Uint8Array.from(atob(digits), (c) => c.charCodeAt(0));
}

/** Node's names of digests that Python calls otherwise. */
function portName(algorithm: string): string {
  const name = algorithm.toLowerCase();
  if (name === 'blake2b') return 'blake2b512';
  if (name === 'blake2s') return 'blake2s256';
  return name.replaceAll('_', '-');
}

/** The hexadecimal digest of bytes. @throws TsplayError when the algorithm is not available */
function digest(call: Pick<FilterCall, 'port'>, algorithm: string, bytes: Uint8Array): string {
  if (/^shake/i.test(algorithm)) fail(`the hash '${algorithm}' has no length of its own`);
  return (
    call.port.hash(portName(algorithm), bytes) ??
    unsupported(`the hash '${algorithm}' is not available`, 'use md5, sha1, sha224, sha256, sha384 or sha512')
  );
}

function hashOf(call: FilterCall, algorithm: string): string {
  return digest(call, algorithm, utf8Of(str(call.value)));
}

const ANSIBLE_NAMESPACE = '361E6D51-FAEC-444A-9079-341386DA8E2E';

function toUuid(call: FilterCall): Value {
  const given = text(take(call, 'to_uuid', ['namespace'])[0], ANSIBLE_NAMESPACE);
  const hex = given
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!/^[\da-fA-F]{32}$/.test(hex))
    fail(`Invalid value ${repr(given)} for 'namespace'. badly formed hexadecimal UUID string`);
  const name = utf8Of(str(call.value));
  const bytes = Uint8Array.from([...(hex.match(/../g) ?? []).map((h) => parseInt(h, 16)), ...name]);
  const sha1 = digest(call, 'sha1', bytes);
  const variant = ((parseInt(sha1.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${sha1.slice(0, 8)}-${sha1.slice(8, 12)}-5${sha1.slice(13, 16)}-${variant}${sha1.slice(18, 20)}-${sha1.slice(20, 32)}`;
}

const table: Table = {
  b64encode: (call) => base64(bytesOf(str(call.value), text(take(call, 'b64encode', ['encoding'])[0], 'utf-8'))),
  b64decode: (call) =>
    decodeBytes(fromBase64(str(call.value)), text(take(call, 'b64decode', ['encoding'])[0], 'utf-8')),
  hash: (call) => hashOf(call, text(take(call, 'hash', ['hashtype'])[0], 'sha1')),
  checksum: (call) => hashOf(call, 'sha1'),
  sha1: (call) => hashOf(call, 'sha1'),
  md5: (call) => hashOf(call, 'md5'),
  to_uuid: toUuid,
};

export const ENCODING_FILTERS = define({ ...table, ...withoutArguments(table, ['checksum', 'sha1', 'md5']) });
