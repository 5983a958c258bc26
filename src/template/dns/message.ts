// Messages of the domain name system: a question as bytes, and an answer's records out of bytes (RFC 1035).
import { fail } from '../python/errors.js';

export const TYPES: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  DNSKEY: 48,
  TLSA: 52,
  SPF: 99,
  CAA: 257,
};
export const CLASSES: Readonly<Record<string, number>> = { IN: 1, CH: 3, HS: 4, ANY: 255 };

export const NXDOMAIN = 3;
/** As dig asks: recursion wanted, answers up to 4096 bytes, signatures welcome. */
const RECURSION = 0x0100;
const OPT = 41;
const EDNS_SIZE = 4096;
const EDNS_DO = 0x8000;

export interface DnsRecord {
  readonly owner: string;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  /** The record's own bytes, in the message they may point into. */
  readonly data: Reader;
  readonly length: number;
}

export interface DnsAnswer {
  readonly id: number;
  readonly code: number;
  readonly records: readonly DnsRecord[];
}

/** A question for one name, without a dot at its end. @throws TsplayError for a name that is none */
export function question(id: number, name: string, type: number, dnsClass: number): Uint8Array {
  const word = (n: number): number[] => [(n >> 8) & 255, n & 255];
  const labels = name === '' ? [] : name.split('.').map((l) => new TextEncoder().encode(l));
  if (labels.some((l) => l.length === 0 || l.length > 63) || name.length > 253)
    fail(`'${name}' is no name of a domain`);
  return Uint8Array.from([
    ...word(id),
    ...word(RECURSION),
    ...[1, 0, 0, 1].flatMap(word),
    ...labels.flatMap((l) => [l.length, ...l]),
    0,
    ...word(type),
    ...word(dnsClass),
    ...[0, ...word(OPT), ...word(EDNS_SIZE), 0, 0, ...word(EDNS_DO), 0, 0],
  ]);
}

/** Reads a message from its beginning; names may point back into it. */
export class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
  ) {}

  from(at: number): Reader {
    return new Reader(this.bytes, at);
  }

  get position(): number {
    return this.at;
  }

  byte(): number {
    return this.bytes[this.at++] ?? fail('the answer of the name server is cut off');
  }

  word(): number {
    return this.byte() * 256 + this.byte();
  }

  long(): number {
    return this.word() * 65536 + this.word();
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) fail('the answer of the name server is cut off');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** A name with a dot at its end. */
  name(): string {
    const labels: string[] = [];
    let jumped: number | undefined;
    for (let steps = 0; ; steps++) {
      if (steps > 200) fail('the answer of the name server has a name that never ends');
      const length = this.byte();
      if (length >= 0xc0) {
        const target = (length & 0x3f) * 256 + this.byte();
        jumped ??= this.at;
        this.at = target;
      } else if (length === 0) break;
      else labels.push(escapedLabel(this.take(length)));
    }
    if (jumped !== undefined) this.at = jumped;
    return `${labels.join('.')}.`;
  }
}

/** compat: signs with a meaning of their own have a backslash, other bytes are decimal numbers. */
function escapedLabel(label: Uint8Array): string {
  return Array.from(label, (b) => {
    const c = String.fromCharCode(b);
    if ('"().;\\@$'.includes(c)) return `\\${c}`;
    return b > 0x20 && b < 0x7f ? c : `\\${String(b).padStart(3, '0')}`;
  }).join('');
}

export function parseAnswer(bytes: Uint8Array): DnsAnswer {
  const reader = new Reader(bytes);
  const id = reader.word();
  const code = reader.word() & 15;
  const [questions, answers] = [reader.word(), reader.word()];
  reader.long();
  for (let i = 0; i < questions; i++) {
    reader.name();
    reader.long();
  }
  const records = Array.from({ length: answers }, () => record(reader));
  return { id, code, records };
}

function record(reader: Reader): DnsRecord {
  const owner = reader.name();
  const [type, dnsClass, ttl, length] = [reader.word(), reader.word(), reader.long(), reader.word()];
  const data = reader.from(reader.position);
  reader.take(length);
  return { owner, type, class: dnsClass, ttl, data, length };
}
