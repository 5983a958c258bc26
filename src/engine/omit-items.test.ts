// Keys of a loop's items that are `omit` omit what they are handed on to, and are not told.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { play } from '../../test/support/play.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-omit-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each(['loop', 'with_items'])('through %s', async (loop) => {
  const book = join(dir, `${loop}.yml`);
  const item = { text: '{{ nope | default(omit) }}', deep: { er: '{{ omit }}' } };
  const tasks = [
    { name: 'said', debug: { msg: '{{ item.text }}' }, [loop]: [item, { text: 'one' }], register: 'r' },
    { name: 'deeper', debug: { msg: '{{ item.deep.er }}' }, [loop]: [item] },
    { name: 'after', debug: { msg: '{{ r.results | map(attribute="item") | list }}' } },
  ];
  writeFileSync(book, JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks }]));
  const { all, events } = await play([book]);
  const items = all.flatMap((e) => (e.type === 'item-finished' ? [[e.task.name, e.label, e.result['msg']]] : []));
  expect(items).toEqual([
    ['said', "{'deep': {}}", 'Hello world!'],
    ['said', "{'text': 'one'}", 'one'],
    ['deeper', "{'deep': {}}", 'Hello world!'],
  ]);
  expect(events.at(-1)?.result['msg']).toEqual([{ deep: {} }, { text: 'one' }]);
});
