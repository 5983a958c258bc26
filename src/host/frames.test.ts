// Finding end marks in a byte stream, however it is cut into chunks.
import { describe, expect, it } from 'vitest';
import { frameBytes } from './driver.js';
import { FrameReader } from './frames.js';

const NONCE = 'tsab00ba';

function read(
  text: Buffer,
  chunkSize: number,
): { data: string; ends: unknown[]; timeouts: number[]; parts: number[][] } {
  const data: Buffer[] = [];
  const ends: unknown[] = [];
  const timeouts: number[] = [];
  const parts: number[][] = [];
  const reader = new FrameReader(NONCE, {
    onData: (bytes) => data.push(Buffer.from(bytes)),
    onEnd: (end) => ends.push(end),
    onTimeout: (id) => timeouts.push(id),
    onPart: (part, rc) => parts.push(rc === undefined ? [part] : [part, rc]),
  });
  for (let i = 0; i < text.length; i += chunkSize) reader.feed(text.subarray(i, i + chunkSize));
  return { data: Buffer.concat(data).toString('latin1'), ends, timeouts, parts };
}

describe('FrameReader', () => {
  const streams: [string, string, string, unknown[]][] = [
    ['mark after a line', `out\n${NONCE}:1:0:0\n`, 'out\n', [{ id: 1, rc: 0, held: false }]],
    ['mark after half a line', `out${NONCE}:12:255:1\n`, 'out', [{ id: 12, rc: 255, held: true }]],
    ['mark of standard error', `${NONCE}:3\n`, '', [{ id: 3, rc: 0, held: false }]],
    [
      'two marks',
      `a${NONCE}:1:0:0\nb${NONCE}:2:1:0\n`,
      'ab',
      [
        { id: 1, rc: 0, held: false },
        { id: 2, rc: 1, held: false },
      ],
    ],
    [
      'nonce in the output',
      `_ts_n='${NONCE}'\nx${NONCE}:1:0:0\n`,
      `_ts_n='${NONCE}'\nx`,
      [{ id: 1, rc: 0, held: false }],
    ],
    [
      'nonce with a long rest',
      `${NONCE}${'y'.repeat(90)}${NONCE}:1:0:0\n`,
      `${NONCE}${'y'.repeat(90)}`,
      [{ id: 1, rc: 0, held: false }],
    ],
    ['beginning of the nonce twice', `tsab00tsab00${NONCE}:1:0:0\n`, 'tsab00tsab00', [{ id: 1, rc: 0, held: false }]],
  ];
  for (const [name, text, data, ends] of streams) {
    it(`${name}, in chunks of any size`, () => {
      for (let size = 1; size <= text.length; size++) {
        expect(read(Buffer.from(text), size)).toMatchObject({ data, ends });
      }
    });
  }
  it('hands on what cannot be a mark at once', () => {
    expect(read(Buffer.from('plain output without an end'), 5).data).toBe('plain output without an end');
  });
  it('tells of a kill', () => {
    expect(read(Buffer.from(`x${NONCE}!7\n${NONCE}:7\n`), 3)).toMatchObject({ data: 'x', timeouts: [7] });
  });
});

it('a frame counts bytes, not characters', () => {
  const head = frameBytes({ id: 1, script: 'é', stdinBytes: 3, watchHolders: true, timeout: 2, keep: true });
  expect(head.toString()).toBe('1 7 3 1 2 1 1.3\né\n#1.3');
});
