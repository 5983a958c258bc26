// What a script reads on its standard input: bytes that are here, or that come piece by piece because they are many.
import type { Writable } from 'node:stream';

/** Bytes that are read while they are sent. */
export interface ByteStream {
  /** How many there are: known beforehand, because the frame says it. */
  readonly size: number;
  /** Reads them anew. */
  chunks(): AsyncIterable<Uint8Array>;
}

export type Content = Uint8Array | string | ByteStream;

export const isStream = (content: Content): content is ByteStream =>
  typeof content !== 'string' && !(content instanceof Uint8Array);

export const sizeOf = (content: Content): number => (isStream(content) ? content.size : Buffer.byteLength(content));

/** Several contents behind one another. */
export function joined(contents: readonly Content[]): Uint8Array | ByteStream {
  const parts = contents.map((content) => (typeof content === 'string' ? Buffer.from(content) : content));
  if (!parts.some(isStream)) return Buffer.concat(parts as Uint8Array[]);
  return {
    size: parts.reduce((sum, part) => sum + (isStream(part) ? part.size : part.length), 0),
    async *chunks() {
      for (const part of parts) {
        if (isStream(part)) yield* part.chunks();
        else yield part;
      }
    },
  };
}

/**
 * Writes exactly as many bytes as were promised, no faster than they are taken.
 * @param goesOn asked before each piece: false when nobody waits for them any more
 * @throws Error when there were more or fewer, and what reading them throws: the reader then waits for bytes that never come
 */
export async function sendStream(to: Writable, stream: ByteStream, goesOn: () => boolean): Promise<void> {
  let sent = 0;
  for await (const chunk of stream.chunks()) {
    if (!goesOn()) return;
    if (sent + chunk.length > stream.size) throw new Error(`the file has grown over ${stream.size} bytes`);
    sent += chunk.length;
    if (!to.write(chunk)) await drained(to);
  }
  if (sent !== stream.size) throw new Error(`the file has shrunk to ${sent} of ${stream.size} bytes`);
}

function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'];
    const done = (): void => {
      for (const event of events) to.off(event, done);
      resolve();
    };
    for (const event of events) to.on(event, done);
    if (to.destroyed) done();
  });
}
