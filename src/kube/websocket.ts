// WebSocket messages (RFC 6455) as a client sends and gets them, over a stream that was upgraded already.
import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { TsplayError } from '../ground/index.js';

const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** The most a server may send in one message; the streams of a container come in pieces of 32 KiB. */
const MOST = 64 * 1024 * 1024;

/** The key of a handshake and the answer that proves that the server has read it. */
export function handshake(): { readonly key: string; readonly answer: string } {
  const key = randomBytes(16).toString('base64');
  const answer = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return { key, answer };
}

/** One frame as a client must send it: masked. */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = Buffer.alloc(2 + size + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) frame.writeUInt16BE(length, 2);
  if (size === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  const mask = randomBytes(4);
  mask.copy(frame, 2 + size);
  const start = 2 + size + 4;
  for (let i = 0; i < length; i++) frame[start + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return frame;
}

interface Frame {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/** The frame that begins at `start`; undefined while it is not there in full. @throws TsplayError kube-refused */
export function frameAt(bytes: Buffer, start: number): Frame | undefined {
  if (bytes.length < start + 2) return undefined;
  const [first = 0, second = 0] = [bytes[start], bytes[start + 1]];
  if ((first & 0x70) !== 0 || (second & 0x80) !== 0) throw broken('it sends frames that no server may send');
  const short = second & 0x7f;
  const size = short === 126 ? 2 : short === 127 ? 8 : 0;
  const body = start + 2 + size;
  if (bytes.length < body) return undefined;
  const length =
    size === 0 ? short : size === 2 ? bytes.readUInt16BE(start + 2) : Number(bytes.readBigUInt64BE(start + 2));
  if (length > MOST) throw broken(`it sends ${length} bytes in one message`);
  if (bytes.length < body + length) return undefined;
  const payload = bytes.subarray(body, body + length);
  return { isLast: (first & 0x80) !== 0, opcode: first & 0x0f, payload, end: body + length };
}

function broken(what: string): TsplayError {
  return new TsplayError('kube-refused', `the API server does not speak WebSocket as agreed: ${what}`);
}

/** How a connection ended; code 1000 and 1005 are ends as they should be. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class WebSocketStream {
  private rest: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];
  private partsLength = 0;
  private isClosing = false;

  constructor(
    private readonly stream: Duplex,
    private readonly onMessage: (message: Buffer) => void,
    private readonly onEnd: (end: Closed | Error) => void,
  ) {
    stream.on('data', (chunk: Buffer) => {
      try {
        this.take(chunk);
      } catch (error) {
        this.end(error as Error);
      }
    });
    stream.on('error', (error) => this.end(error));
    stream.on('close', () => this.end(new TsplayError('dial-failed', 'the API server closed the connection')));
    stream.on('end', () => this.end(new TsplayError('dial-failed', 'the API server closed the connection')));
  }

  /** @returns a promise that is kept when the stream can take more */
  send(message: Uint8Array): Promise<void> {
    return this.write(OPCODE.binary, message);
  }

  /** Says good-bye and leaves. */
  close(): void {
    if (!this.isClosing && !this.stream.destroyed)
      void this.write(OPCODE.close, Buffer.from([3, 232])).catch(() => undefined);
    this.isClosing = true;
    this.stream.end();
    this.stream.destroy();
  }

  /** Reads no more until `resume`, so that a fast server waits for a slow reader. */
  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }

  private write(opcode: number, payload: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write(clientFrame(opcode, payload), (error) => (error ? reject(error) : resolve()));
    });
  }

  private take(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (let frame = frameAt(this.rest, at); frame; frame = frameAt(this.rest, at)) {
      at = frame.end;
      this.handle(frame);
    }
    this.rest = this.rest.subarray(at);
  }

  private handle(frame: Frame): void {
    const { opcode, payload } = frame;
    if (opcode === OPCODE.ping) return void this.write(OPCODE.pong, payload).catch(() => undefined);
    if (opcode === OPCODE.pong) return;
    if (opcode === OPCODE.close) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      return this.end({ code, reason: payload.toString('utf8', 2) });
    }
    this.partsLength += payload.length;
    if (this.partsLength > MOST) throw broken(`it sends ${this.partsLength} bytes in one message`);
    this.parts.push(payload);
    if (!frame.isLast) return;
    const message = this.parts.length === 1 ? payload : Buffer.concat(this.parts);
    this.parts = [];
    this.partsLength = 0;
    this.onMessage(message);
  }

  private end(how: Closed | Error): void {
    if (this.isClosing) return;
    this.close();
    this.onEnd(how);
  }
}
