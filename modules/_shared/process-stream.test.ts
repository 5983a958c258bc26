// A script's input and output as a stream, over the local wire.
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { script } from '../../src/kit/index.js';
import { closeLocalHost, LocalHost } from '../../test/support/local-host.js';
import { processStream } from './process-stream.js';

afterAll(closeLocalHost);
const host = new LocalHost({ env: { GREETING: 'hello' } });

it('passes bytes both ways and ends with the script', async () => {
  const stream = await processStream(host, script('echo "$GREETING"; cat; echo bye'));
  stream.end('over there\n');
  expect(await text(stream)).toBe('hello\nover there\nbye\n');
});

it('loses nothing of a script that prints at once and much', async () => {
  const stream = await processStream(host, script('seq 1 200000'));
  stream.end();
  expect((await text(stream)).length).toBe(1_288_895);
});

it('fails with what the script says', async () => {
  const stream = await processStream(host, script('echo broken >&2; exit 3'));
  await expect(text(stream)).rejects.toMatchObject({ code: 'dial-failed', message: 'localhost: broken' });
});
