// What DER bytes say, and which bytes say it: tags, lengths, the primitive types (X.690).
import { concat, fromBigInt, hex, toBigInt, utf8 } from './bytes.js';
import { X509Error } from './errors.js';

/** One element. `bytes` is all of it, `content` what follows tag and length. */
export interface Der {
  /** The first byte: class, constructed, number. */
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  numeric: 0x12,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visible: 0x1a,
  general: 0x1b,
  universal: 0x1c,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The element that begins at `at`. @throws X509Error when there is no whole one */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new X509Error('ASN.1 data ends too early');
  if ((tag & 0x1f) === 0x1f) throw new X509Error('ASN.1 tags above 30 are not supported');
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new X509Error('ASN.1 data is not DER: bad length');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  if (start + length > bytes.length) throw new X509Error('ASN.1 data ends too early');
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(at, start + length) };
}

/** The one element the bytes are. @throws X509Error when something follows it */
export function readWhole(bytes: Uint8Array): Der {
  const der = readDer(bytes);
  if (der.bytes.length !== bytes.length) throw new X509Error('ASN.1 data: there is something behind its end');
  return der;
}

/** The elements inside a constructed one. */
export function children(der: Der): Der[] {
  const out: Der[] = [];
  for (let at = 0; at < der.content.length;) {
    const child = readDer(der.content, at);
    out.push(child);
    at += child.bytes.length;
  }
  return out;
}

/** Takes the elements of a constructed one in order. */
export class Reader {
  private readonly items: Der[];
  private at = 0;

  constructor(der: Der, expected: number = TAG.sequence) {
    if (der.tag !== expected) throw new X509Error(`ASN.1 data: tag ${der.tag} where ${expected} must be`);
    this.items = children(der);
  }

  get done(): boolean {
    return this.at >= this.items.length;
  }

  /** The next element. @throws X509Error when there is none or it has another tag */
  next(tag?: number): Der {
    const item = this.items[this.at++];
    if (!item) throw new X509Error('ASN.1 data: an element is missing');
    if (tag !== undefined && item.tag !== tag) throw new X509Error(`ASN.1 data: tag ${item.tag} where ${tag} must be`);
    return item;
  }

  /** The next element if it has one of these tags. */
  optional(...tags: readonly number[]): Der | undefined {
    const item = this.items[this.at];
    if (!item || !tags.includes(item.tag)) return undefined;
    this.at++;
    return item;
  }

  rest(): Der[] {
    return this.items.slice(this.at);
  }
}

/** A two's complement INTEGER or ENUMERATED. */
export function readInteger(der: Der): bigint {
  if (der.tag !== TAG.integer && der.tag !== TAG.enumerated) throw new X509Error('ASN.1 data: not a whole number');
  const unsigned = toBigInt(der.content);
  return (der.content[0] ?? 0) >= 0x80 ? unsigned - (1n << BigInt(8 * der.content.length)) : unsigned;
}

export function readOid(der: Der): string {
  if (der.tag !== TAG.oid) throw new X509Error('ASN.1 data: not an object identifier');
  return oidText(der.content);
}

/** Dotted numbers from an object identifier's content. */
export function oidText(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let value = 0n;
  for (const byte of content) {
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0n;
    }
  }
  const first = arcs.shift() ?? 0n;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - top * 40n, ...arcs].join('.');
}

/** The bits of a BIT STRING; `unused` of the last byte mean nothing. */
export function readBits(der: Der): { readonly bytes: Uint8Array; readonly unused: number } {
  if (der.tag !== TAG.bitString || der.content.length === 0) throw new X509Error('ASN.1 data: not a bit string');
  return { bytes: der.content.subarray(1), unused: der.content[0] ?? 0 };
}

/** UTCTime or GeneralizedTime, as milliseconds since the epoch. */
export function readTime(der: Der): number {
  const text = String.fromCharCode(...der.content);
  const m =
    der.tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!m) throw new X509Error(`not a time: ${JSON.stringify(text)}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = m.slice(1).map(Number);
  const full = der.tag === TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const date = new Date(0);
  date.setUTCFullYear(full, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

const decoders: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  [TAG.utf8]: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  [TAG.bmp]: (bytes) =>
    String.fromCharCode(
      ...Array.from({ length: bytes.length >> 1 }, (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!),
    ),
  [TAG.universal]: (bytes) =>
    String.fromCodePoint(
      ...Array.from({ length: bytes.length >> 2 }, (_, i) => Number(toBigInt(bytes.subarray(4 * i, 4 * i + 4)))),
    ),
};
const ONE_BYTE: readonly number[] = [TAG.printable, TAG.ia5, TAG.teletex, TAG.numeric, TAG.visible, TAG.general];

/** The text of any of ASN.1's string types. */
export function readText(der: Der): string {
  const decode = decoders[der.tag];
  try {
    if (decode) return decode(der.content);
  } catch {
    throw new X509Error('a text in it is not valid');
  }
  if (ONE_BYTE.includes(der.tag)) return String.fromCharCode(...der.content);
  throw new X509Error(`ASN.1 data: tag ${der.tag} is not a text`);
}

/** An element of this tag. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  if (content.length < 0x80) return concat(Uint8Array.of(tag, content.length), content);
  const length = fromBigInt(BigInt(content.length));
  return concat(Uint8Array.of(tag, 0x80 | length.length), length, content);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(TAG.sequence, ...parts);

/** A SET OF: DER wants its elements in the order of their bytes. */
export function setOf(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(TAG.set, ...[...parts].sort((a, b) => (hex(a) < hex(b) ? -1 : 1)));
}

export function integer(value: bigint | number, tag: number = TAG.integer): Uint8Array {
  const n = BigInt(value);
  if (n < 0n) {
    let length = 1n;
    while (-n > 1n << (8n * length - 1n)) length++;
    return tlv(tag, fromBigInt((1n << (8n * length)) + n));
  }
  const bytes = fromBigInt(n);
  return tlv(tag, (bytes[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), bytes) : bytes);
}

export const boolean = (value: boolean): Uint8Array => tlv(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const nothing = (): Uint8Array => Uint8Array.of(TAG.null, 0);
export const octets = (bytes: Uint8Array): Uint8Array => tlv(TAG.octetString, bytes);
export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array =>
  tlv(TAG.bitString, Uint8Array.of(unused), bytes);
export const text = (tag: number, value: string): Uint8Array => tlv(tag, utf8(value));

/** `[n]`, explicit or of a constructed type. */
export const context = (n: number, ...parts: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | n, ...parts);
/** `[n]` implicit of a primitive type. */
export const contextPrimitive = (n: number, content: Uint8Array): Uint8Array => tlv(0x80 | n, content);

/** @throws X509Error when the text is no object identifier */
export function oid(dotted: string): Uint8Array {
  return tlv(TAG.oid, oidContent(dotted));
}

export function oidContent(dotted: string): Uint8Array {
  if (!/^[0-2](?:\.\d+)+$/.test(dotted)) throw new X509Error(`"${dotted}" is not an object identifier`);
  const [top = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  if (top < 2n && second > 39n) throw new X509Error(`"${dotted}" is not an object identifier`);
  const out = [top * 40n + second, ...rest].map((arc) => {
    const bytes = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) bytes.unshift(Number(left & 0x7fn) | 0x80);
    return Uint8Array.from(bytes);
  });
  return concat(...out);
}

/** Time as RFC 5280 wants it: UTCTime until 2049. @param ms milliseconds since the epoch, below a second cut off */
export function time(ms: number): Uint8Array {
  const stamp = timestamp(ms);
  const year = Number(stamp.slice(0, 4));
  return year >= 1950 && year < 2050 ? text(TAG.utcTime, stamp.slice(2)) : text(TAG.generalizedTime, stamp);
}

/** `20261231235959Z`. */
export function timestamp(ms: number): string {
  return `${new Date(ms)
    .toISOString()
    .replace(/^\+\d\d/, '')
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')}Z`;
}
