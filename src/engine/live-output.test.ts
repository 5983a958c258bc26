// Lines of running scripts: whole, without secrets, and not of what is over at once.
import { beforeEach, expect, it } from 'vitest';
import type { EventBody } from '../events/index.js';
import { Secrets, systemClock } from '../ground/index.js';
import { liveOutput, type LiveOutput } from './live-output.js';

const task = { id: 1, name: 'long', action: 'shell', span: undefined, kind: 'task' } as const;
let told: string[];
let live: LiveOutput;
const wait = (ms: number): Promise<void> => systemClock.sleep(ms);
const feed = (text: string | Buffer): void => live.feed('stdout', Buffer.from(text));

beforeEach(() => {
  told = [];
  const secrets = new Secrets();
  secrets.add('geheimnis');
  const emit = (event: EventBody): void => {
    if (event.type === 'task-output') told.push(...event.lines);
  };
  live = liveOutput({ clock: systemClock, secrets, own: ['argument-secret\nsecond-line'], emit, task, host: 'one' });
});

it('tells lines of what runs longer than a moment, the first ones too', async () => {
  feed('one\ntw');
  await wait(100);
  expect(told).toEqual([]);
  await wait(180);
  expect(told).toEqual(['one']);
  feed('o\nthree\n');
  expect(told).toEqual(['one', 'two', 'three']);
});
it('tells nothing of what is over soon', async () => {
  feed('one\n');
  live.end();
  await wait(300);
  expect(told).toEqual([]);
});
it('hides secrets, also those that come in pieces', async () => {
  feed('a geh');
  await wait(300);
  feed('eimnis b\nargument-sec');
  feed('ret and second-line\n');
  expect(told).toEqual(['a ******** b', '******** and ********']);
});
it('puts characters together, ends lines at carriage returns, and shows no endless line', async () => {
  feed(Buffer.from([0xc3]));
  await wait(300);
  feed(Buffer.from([0xa4, 0x0a]));
  feed('10%\r20%\r\n');
  feed('x'.repeat(20_000));
  feed('geheim');
  feed('\nnext\n');
  expect(told).toEqual(['ä', '10%', '20%', '(a line of more than 16 KiB)', 'next']);
});
