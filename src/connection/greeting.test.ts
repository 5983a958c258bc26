import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { wholeGreeting } from './greeting.js';

/** What a listener hears of a stream that says these pieces one after the other. */
async function heard(pieces: readonly string[]): Promise<{ chunks: string[]; error: string | undefined }> {
  const stream = new PassThrough();
  const chunks: string[] = [];
  let error: string | undefined;
  stream.on('error', (e) => (error = e.message));
  wholeGreeting(stream, () => undefined);
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString('latin1')));
  for (const piece of pieces) {
    await new Promise((resolve) => setImmediate(resolve));
    if (stream.writable) stream.write(piece, 'latin1');
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { chunks, error };
}

describe('a greeting', () => {
  it.each([
    [
      ['SSH-2.0-x\r\n', 'more'],
      ['SSH-2.0-x\r\n', 'more'],
    ],
    [
      ['S', 'S', 'H', '-2.0-x', '\r', '\n', 'a', 'b'],
      ['SSH-2.0-x\r\n', 'a', 'b'],
    ],
    [
      ['hello\r\nno SS', 'H-2.0\r\nSSH-', '2.0-x\nrest', 'more'],
      ['hello\r\nno SSH-2.0\r\nSSH-2.0-x\nrest', 'more'],
    ],
    [['no greeting\n', 'at all'], []],
  ])('in pieces %j is heard as %j', async (pieces, chunks) => {
    expect(await heard(pieces)).toEqual({ chunks, error: undefined });
  });
  it('that does not come is not waited for without end', async () => {
    const { chunks, error } = await heard(Array.from({ length: 20 }, () => 'junk junk\n'.repeat(8000)));
    expect(chunks).toEqual([]);
    expect(error).toContain("speaks no SSH, and says without end 'junk junk");
  });
});
