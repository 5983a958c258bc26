import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { withoutLastWords } from './last-words.js';

it.each([
  [['err\n', 'command terminated with exit code 7\n'], 'err\n'],
  [['no line end', 'command termin', 'ated with exit code 1', '3\n'], 'no line end'],
  [
    ['command terminated with exit code 7\n', 'said the process\n'],
    'command terminated with exit code 7\nsaid the process\n',
  ],
  [['command terminated with exit co'], 'command terminated with exit co'],
  [['com', 'mon\n'], 'common\n'],
  [[], ''],
])('%j is %j', async (pieces, expected) => {
  const stream = new PassThrough();
  const rest = withoutLastWords(
    stream,
    /command terminated with exit code \d*\n?$/,
    'command terminated with exit code ',
  );
  let text = '';
  rest.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await new Promise((resolve) => rest.once('end', resolve));
  expect(text).toBe(expected);
});
it('hands on at once what cannot be that line', async () => {
  const stream = new PassThrough();
  const rest = withoutLastWords(
    stream,
    /command terminated with exit code \d*\n?$/,
    'command terminated with exit code ',
  );
  stream.write('mark:1\n');
  expect(await new Promise((resolve) => rest.once('data', (chunk: Buffer) => resolve(chunk.toString())))).toBe(
    'mark:1\n',
  );
});
