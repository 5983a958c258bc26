// Leaves entries out of a tar archive that streams by; what describes an entry (long names, pax headers) goes with it.
import { Transform, type TransformCallback } from 'node:stream';

const BLOCK = 512;

/** Entries that say something of the one after them. */
const DESCRIBES = new Set(['L', 'K', 'x']);

const textIn = (block: Buffer, from: number, length: number): string => {
  const end = block.indexOf(0, from);
  return block.toString('utf8', from, end < 0 || end > from + length ? from + length : end);
};

/** A size in octal, or in base 256 where it is larger than that can say. */
function sizeOf(block: Buffer): number {
  const first = block[124] ?? 0;
  if ((first & 0x80) === 0) return parseInt(textIn(block, 124, 12).trim() || '0', 8);
  let size = first & 0x7f;
  for (let i = 125; i < 136; i++) size = size * 256 + (block[i] ?? 0);
  return size;
}

/** The path that a pax header gives. */
function paxPath(data: Buffer): string | undefined {
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, space));
    if (space < 0 || !(length > 0)) return undefined;
    const record = data.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) return record.slice(5);
    at += length;
  }
  return undefined;
}

export class TarFilter extends Transform {
  private rest: Buffer = Buffer.alloc(0);
  /** Headers and bodies that describe the entry to come. */
  private held: Buffer[] = [];
  private name: string | undefined;
  /** Bytes of the present entry still to come, and what becomes of them. */
  private left = 0;
  private fate: 'pass' | 'drop' | 'hold' = 'pass';
  private describing = '';
  private body: Buffer[] = [];
  private bodySize = 0;

  constructor(private readonly drops: (path: string) => boolean) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (this.rest.length > 0) {
      if (this.left > 0) {
        const bytes = this.rest.subarray(0, this.left);
        this.rest = this.rest.subarray(bytes.length);
        this.left -= bytes.length;
        this.passOn(bytes);
        if (this.left === 0 && this.fate === 'hold') this.describe();
        continue;
      }
      if (this.rest.length < BLOCK) break;
      const header = this.rest.subarray(0, BLOCK);
      this.rest = this.rest.subarray(BLOCK);
      this.begin(header);
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.rest.length > 0) this.push(this.rest);
    done();
  }

  private passOn(bytes: Buffer): void {
    if (this.fate === 'pass') this.push(bytes);
    else if (this.fate === 'hold') {
      this.held.push(bytes);
      this.body.push(bytes);
    }
  }

  private begin(header: Buffer): void {
    if (header.every((byte) => byte === 0)) {
      this.push(header);
      return;
    }
    const type = textIn(header, 156, 1);
    const size = sizeOf(header);
    this.left = Math.ceil(size / BLOCK) * BLOCK;
    if (DESCRIBES.has(type)) {
      this.fate = 'hold';
      this.describing = type;
      this.body = [];
      this.bodySize = size;
      this.held.push(header);
      return;
    }
    const prefix = textIn(header, 257, 5) === 'ustar' && header[262] === 0 ? textIn(header, 345, 155) : '';
    const plain = `${prefix === '' ? '' : `${prefix}/`}${textIn(header, 0, 100)}`;
    const path = this.name ?? plain;
    const isDirectory = type === '5' && !path.endsWith('/');
    this.fate = this.drops(isDirectory ? `${path}/` : path) ? 'drop' : 'pass';
    if (this.fate === 'pass') for (const bytes of [...this.held, header]) this.push(bytes);
    this.held = [];
    this.name = undefined;
  }

  /** What was held has come in full. */
  private describe(): void {
    const data = Buffer.concat(this.body).subarray(0, this.bodySize);
    if (this.describing === 'L') this.name = data.toString('utf8').replace(/\0.*$/s, '');
    else if (this.describing === 'x') this.name = paxPath(data) ?? this.name;
  }
}
