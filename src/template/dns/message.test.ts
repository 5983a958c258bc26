import { describe, expect, it } from 'vitest';
import { parseAnswer, question } from './message.js';
import { recordData } from './records.js';

const header = [0x12, 0x34, 0x81, 0x80, 0, 0, 0, 1, 0, 0, 0, 0];
const answer = (...bytes: number[]): Uint8Array => Uint8Array.from([...header, ...bytes]);

describe('a question', () => {
  it('holds the name, the type and the class', () => {
    const bytes = question(7, 'a.test', 1, 1);
    expect([...bytes.subarray(12, 24)]).toEqual([1, 97, 4, 116, 101, 115, 116, 0, 0, 1, 0, 1]);
  });
  it.each(['a..b', `${'x'.repeat(64)}.test`, 'x.'.repeat(130)])('refuses %s', (name) => {
    expect(() => question(1, name, 1, 1)).toThrow('no name of a domain');
  });
});

describe('an answer', () => {
  it('is read with names that point back', () => {
    const [record] = parseAnswer(answer(1, 97, 0, 0, 5, 0, 1, 0, 0, 0, 9, 0, 2, 0xc0, 12)).records;
    expect(record).toMatchObject({ owner: 'a.', type: 5, ttl: 9 });
    expect(recordData(record!).text).toBe('a.');
  });
  it('is refused when names point in a circle', () => {
    expect(() => parseAnswer(answer(0xc0, 12))).toThrow('never ends');
  });
  it.each([[[]], [[1, 97]], [[0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 1, 2]]])(
    'is refused when it is cut off: %j',
    (bytes) => {
      expect(() => parseAnswer(answer(...bytes))).toThrow('cut off');
    },
  );
  it('escapes what names of hosts never have', () => {
    const [record] = parseAnswer(answer(3, 0x2e, 0x20, 0xff, 0, 0, 2, 0, 1, 0, 0, 0, 9, 0, 1, 0)).records;
    expect(record?.owner).toBe('\\.\\032\\255.');
  });
});
