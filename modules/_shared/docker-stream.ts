// What the daemon sends as it goes: JSON lines of progress, and frames of a container's standard output and error.
import type { Readable } from 'node:stream';
import { ModuleFailure } from '../../src/kit/index.js';
import type { Json } from './docker-client.js';

/** The objects of a progress stream, one after the other. */
export async function* jsonLines(stream: Readable): AsyncGenerator<Json> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') yield JSON.parse(part) as Json;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as Json;
}

/** The lines of text that `stream` and `status` of progress hold. */
export function progressText(line: Json): string[] {
  if (!('stream' in line) && !('status' in line)) return [];
  const text = line['stream'] || line['status'];
  return typeof text === 'string' && text !== '' ? text.replace(/\r?\n$/, '').split(/\r\n|\n|\r/) : [];
}

export interface Output {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Both in the order they came. */
  readonly both: Buffer;
}

/** Bytes that may come in at most. */
const MOST = 256 * 1024 * 1024;

/** Reads all output. @param tty a terminal has one stream, without frames */
export async function readOutput(stream: Readable, tty: boolean): Promise<Output> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const both: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  for await (const piece of stream) {
    const chunk = piece as Buffer;
    total += chunk.length;
    if (total > MOST) throw new ModuleFailure(`the container printed more than ${MOST} bytes`);
    if (tty) {
      out.push(chunk);
      both.push(chunk);
      continue;
    }
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 8) {
      const size = rest.readUInt32BE(4);
      if (rest.length < 8 + size) break;
      const bytes = rest.subarray(8, 8 + size);
      (rest[0] === 2 ? err : out).push(bytes);
      both.push(bytes);
      rest = rest.subarray(8 + size);
    }
  }
  return { stdout: Buffer.concat(out), stderr: Buffer.concat(err), both: Buffer.concat(both) };
}
