import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutput } from './streams.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tsplay-streams-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const never = (): NodeJS.WriteStream => {
  throw new Error("node's stream is not wanted");
};

/** Both ends of a pipe for which nobody waits. */
function pipe(): { reader: number; writer: number } {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

describe('openOutput', () => {
  it('writes text and bytes to a file as they come', () => {
    const path = join(folder, 'file');
    const output = openOutput(openSync(path, 'w'), never);
    output.write('é');
    output.write(Buffer.from([0, 255]));
    output.write('');
    expect(readFileSync(path)).toEqual(Buffer.from([0xc3, 0xa9, 0, 255]));
    expect(output.isTTY).toBe(false);
    expect(output.columns).toBeUndefined();
  });

  it('loses nothing when a pipe takes no more for now', () => {
    const { reader, writer } = pipe();
    const stream = new PassThrough();
    const output = openOutput(writer, () => stream as unknown as NodeJS.WriteStream);
    const text = 'x'.repeat(100_000);
    output.write(text);
    output.write('end');
    const inPipe = Buffer.alloc(200_000);
    const taken = readSync(reader, inPipe);
    expect(inPipe.toString('latin1', 0, taken) + String(stream.read())).toBe(`${text}end`);
  });

  it('goes on in silence when the reader has gone', () => {
    const { reader, writer } = pipe();
    const output = openOutput(writer, never);
    closeSync(reader);
    output.write('nobody reads this');
    output.write('nor this');
  });

  it('lets the stream of a terminal fail only for other reasons than a reader that has gone', () => {
    const stream = new PassThrough();
    openOutput(openSync('/dev/null', 'w'), () => stream as unknown as NodeJS.WriteStream).write('text');
    stream.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
    expect(() => stream.emit('error', Object.assign(new Error('disk'), { code: 'EIO' }))).toThrow('disk');
  });
});
