// What the records of the domain name system say: as text and field by field, as dnspython tells them.
import type { Value } from '../../value/index.js';
import { formatAddress } from '../ip/address.js';
import { unsupported } from '../python/errors.js';
import { TYPES, type DnsRecord, type Reader } from './message.js';

export interface RecordData {
  readonly text: string;
  readonly fields: readonly (readonly [string, Value])[];
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** compat: in groups, as dnspython prints long digits. */
function grouped(digits: string, size: number): string {
  return digits.replace(new RegExp(`.{${size}}(?=.)`, 'g'), '$& ');
}

function quoted(bytes: Uint8Array): string {
  const inside = Array.from(bytes, (b) => {
    const c = String.fromCharCode(b);
    if (c === '"' || c === '\\') return `\\${c}`;
    return b >= 0x20 && b < 0x7f ? c : `\\${String(b).padStart(3, '0')}`;
  });
  return `"${inside.join('')}"`;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Fields one after the other, the text with spaces between them. */
function plain(...fields: [string, Value][]): RecordData {
  return { text: fields.map(([, v]) => String(v as string | number)).join(' '), fields };
}

function address(bytes: Uint8Array): RecordData {
  const value = bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n);
  return plain(['address', formatAddress({ version: bytes.length === 4 ? 4 : 6, value })]);
}

function strings(data: Reader, end: number): RecordData {
  const parts: Uint8Array[] = [];
  while (data.position < end) parts.push(data.take(data.byte()));
  return { text: parts.map(quoted).join(' '), fields: [['strings', parts.map(text)]] };
}

type Decoder = (data: Reader, end: number) => RecordData;

const rest = (data: Reader, end: number): Uint8Array => data.take(end - data.position);
const target: Decoder = (data) => plain(['target', data.name()]);

const DECODERS: Readonly<Record<string, Decoder>> = {
  A: (data) => address(data.take(4)),
  AAAA: (data) => address(data.take(16)),
  NS: target,
  CNAME: target,
  DNAME: target,
  PTR: target,
  MX: (data) => plain(['preference', data.word()], ['exchange', data.name()]),
  TXT: strings,
  SPF: strings,
  SOA: (data) =>
    plain(
      ['mname', data.name()],
      ['rname', data.name()],
      ['serial', data.long()],
      ['refresh', data.long()],
      ['retry', data.long()],
      ['expire', data.long()],
      ['minimum', data.long()],
    ),
  SRV: (data) =>
    plain(['priority', data.word()], ['weight', data.word()], ['port', data.word()], ['target', data.name()]),
  HINFO: (data) => {
    const [cpu, os] = [data.take(data.byte()), data.take(data.byte())];
    return {
      text: `${quoted(cpu)} ${quoted(os)}`,
      fields: [
        ['cpu', text(cpu)],
        ['os', text(os)],
      ],
    };
  },
  CAA: (data, end) => {
    const [flags, tag] = [data.byte(), data.take(data.byte())];
    const value = rest(data, end);
    return {
      text: `${flags} ${text(tag)} ${quoted(value)}`,
      fields: [
        ['flags', flags],
        ['tag', text(tag)],
        ['value', text(value)],
      ],
    };
  },
  NAPTR: (data) => {
    const [order, preference] = [data.word(), data.word()];
    const [flags, service, regexp] = [data.take(data.byte()), data.take(data.byte()), data.take(data.byte())];
    const replacement = data.name();
    return {
      text: `${order} ${preference} ${quoted(flags)} ${quoted(service)} ${quoted(regexp)} ${replacement}`,
      fields: [
        ['order', order],
        ['preference', preference],
        ['flags', text(flags)],
        ['service', text(service)],
        ['regexp', text(regexp)],
        ['replacement', replacement],
      ],
    };
  },
  DS: (data, end) => {
    const [key_tag, algorithm, digest_type] = [data.word(), data.byte(), data.byte()];
    const digest = hex(rest(data, end));
    const fields: [string, Value][] = Object.entries({ algorithm, digest_type, key_tag, digest });
    return { text: `${key_tag} ${algorithm} ${digest_type} ${digest}`, fields };
  },
  SSHFP: (data, end) => {
    const [algorithm, fp_type] = [data.byte(), data.byte()];
    const fingerprint = hex(rest(data, end));
    const fields: [string, Value][] = Object.entries({ algorithm, fp_type, fingerprint });
    return { text: `${algorithm} ${fp_type} ${grouped(fingerprint, 128)}`, fields };
  },
  DNSKEY: (data, end) => {
    const [flags, protocol, algorithm] = [data.word(), data.byte(), data.byte()];
    const key = base64(rest(data, end));
    const fields: [string, Value][] = Object.entries({ flags, algorithm, protocol, key });
    return { text: `${flags} ${protocol} ${algorithm} ${grouped(key, 32)}`, fields };
  },
  TLSA: (data, end) => {
    const [usage, selector, mtype] = [data.byte(), data.byte(), data.byte()];
    const cert = hex(rest(data, end));
    const fields: [string, Value][] = Object.entries({ usage, selector, mtype, cert });
    return { text: `${usage} ${selector} ${mtype} ${grouped(cert, 128)}`, fields };
  },
};

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TYPES).map(([name, number]) => [number, name]));

export function typeName(type: number): string {
  return NAMES.get(type) ?? `TYPE${type}`;
}

/** @throws TsplayError unsupported-template for a type nobody decodes here */
export function recordData(record: DnsRecord): RecordData {
  const name = typeName(record.type);
  const decode = DECODERS[name] ?? unsupported(`records of the type ${name} are not supported`);
  return decode(record.data, record.data.position + record.length);
}
