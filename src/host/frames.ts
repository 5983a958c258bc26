// Finds the end marks in a resident shell's output and hands on everything else byte for byte.

interface FrameEnd {
  readonly id: number;
  /** Only on standard output. */
  readonly rc: number;
  readonly held: boolean;
  /** It did not run, because what it says could not be kept on the host. */
  readonly refused: boolean;
}

export interface FrameEvents {
  onData(bytes: Buffer): void;
  onEnd(end: FrameEnd): void;
  /** The host has killed the script of this frame for taking too long. */
  onTimeout(id: number): void;
  /** A part of the running script has ended. @param rc only on standard output */
  onPart?(part: number, rc: number | undefined): void;
}

const LF = 0x0a;
/** Longest text after the nonce: `:id:rc:held`. */
const MAX_TAIL = 40;

/** Reads one of the two streams; feed it chunks as they come. */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);
  private readonly nonce: Buffer;

  constructor(
    nonce: string,
    private readonly events: FrameEvents,
  ) {
    this.nonce = Buffer.from(nonce);
  }

  feed(chunk: Buffer): void {
    let data = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    this.pending = Buffer.alloc(0);
    let from = 0;
    for (;;) {
      const at = data.indexOf(this.nonce, from);
      if (at < 0) break;
      const tailStart = at + this.nonce.length;
      const lineEnd = data.indexOf(LF, tailStart);
      if (lineEnd < 0 && data.length - tailStart < MAX_TAIL) {
        this.emit(data.subarray(0, at));
        this.pending = data.subarray(at);
        return;
      }
      const mark = lineEnd < 0 ? undefined : this.parse(data.toString('latin1', tailStart, lineEnd));
      if (mark === undefined) {
        // The nonce without a mark: the script printed its own shell's variables.
        from = tailStart;
        continue;
      }
      this.emit(data.subarray(0, at));
      data = data.subarray(lineEnd + 1);
      from = 0;
      mark();
    }
    const keep = this.partialNonce(data, from);
    this.emit(data.subarray(0, data.length - keep));
    this.pending = data.subarray(data.length - keep);
  }

  private parse(tail: string): (() => void) | undefined {
    const end = /^:(\d+)(?::(\d+):([012]))?$/.exec(tail);
    if (end) {
      const [, id, rc, held] = end;
      return () =>
        this.events.onEnd({ id: Number(id), rc: Number(rc ?? 0), held: held === '1', refused: held === '2' });
    }
    const part = /^~(\d+)(?::(\d+))?$/.exec(tail);
    if (part) return () => this.events.onPart?.(Number(part[1]), part[2] === undefined ? undefined : Number(part[2]));
    const timeout = /^!(\d+)$/.exec(tail);
    return timeout ? () => this.events.onTimeout(Number(timeout[1])) : undefined;
  }

  /** How many bytes at the end could be the beginning of the nonce. */
  private partialNonce(data: Buffer, from: number): number {
    const longest = Math.min(this.nonce.length - 1, data.length - from);
    for (let n = longest; n > 0; n--) {
      if (data.compare(this.nonce, 0, n, data.length - n) === 0) return n;
    }
    return 0;
  }

  private emit(bytes: Buffer): void {
    if (bytes.length > 0) this.events.onData(bytes);
  }
}
