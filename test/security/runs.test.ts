// Payloads through whole runs: from a host, by every way a value can take, back to a host and into the output.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.js';
import { CANARY, OF_ADVISORIES, payloads, PRODUCT } from './payloads.js';
import { fileNames, writeProject } from './runs/project.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-runs-'));
const texts = payloads().map((p) => p.text);
/** Those of the advisories, and some of the tables. */
const some = texts.filter((_, i) => i < OF_ADVISORIES || i % 100 === 0);
/** For what asks the host each time. */
const few = some.filter((_, i) => i % 3 === 0);
const file = (name: string): string => fileURLToPath(new URL(`runs/${name}`, import.meta.url));
const TIME = 120_000;

beforeAll(() => {
  writeProject(dir, texts, some);
  process.env['TSPLAY_TEST_PAYLOADS'] = JSON.stringify(texts);
});
afterAll(() => {
  delete process.env['TSPLAY_TEST_PAYLOADS'];
  rmSync(dir, { recursive: true, force: true });
});

const run = (name: string): Promise<Played> =>
  play([file(name), '-i', join(dir, 'inventory.sh'), '-M', join(dir, 'library'), '-e', JSON.stringify({ dir })]);

function expectNothingDone({ all, exit }: Played): void {
  expect(JSON.stringify(all)).not.toContain(PRODUCT);
  for (const place of [process.cwd(), homedir(), dir, join(dir, 'names'), file('.')])
    expect(existsSync(join(place, CANARY)), place).toBe(false);
  expect(readdirSync(tmpdir())).not.toContain(CANARY);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect([0, 2]).toContain(exit);
}

/** The whole result of the task of this name on a host. */
function resultOf({ all }: Played, name: string, host = 'h1'): Record<string, unknown> {
  const found = all.find((e) => e.type === 'task-finished' && e.task.name === name && e.host === host);
  return (found as { result: Record<string, unknown> } | undefined)?.result ?? {};
}

/** The results of each item of the loops of this name. */
function itemsOf({ all }: Played, name: string): Record<string, unknown>[] {
  return all.flatMap((e) => (e.type === 'item-finished' && e.task.name === name ? [e.result] : []));
}

/** Text that reads as a list or a dict is one, in Ansible too; what stands in it stays text. */
const isLiteral = (text: string): boolean => /^\s*[[{(]/.test(text) && !/^\{[{%#]/.test(text);

describe('payloads through whole runs', () => {
  it(
    'come from everywhere, and are what they were',
    async () => {
      const played = await run('sources.yml');
      expectNothingDone(played);
      expect(played.exit).toBe(0);
      const of = resultOf(played, 'all of them')['of'] as Record<string, string[]>;
      expect(Object.keys(of)).toHaveLength(14);
      for (const [source, values] of Object.entries(of)) expect(values, source).toEqual(texts);
      const names = fileNames(texts).sort();
      expect(names.length).toBeGreaterThan(1000);
      for (const found of ['names', 'globbed'])
        expect((resultOf(played, found)[found] as string[]).slice().sort()).toEqual(names);
      for (const said of ['odd hosts', 'named hosts', 'group variables'])
        expect(resultOf(played, said)['msg'], said).toEqual(some);
      expect(resultOf(played, 'of ini, csv and lines')['msg']).toEqual(Array<unknown>(5).fill(some[1]));
      expect(itemsOf(played, 'prototypes').map((r) => String(r['msg']).slice(0, 5))).toEqual([
        'True ',
        'True ',
        'True ',
      ]);
      expect(resultOf(played, 'of a query string')['msg']).toContain('__proto__[polluted]=1');
      expect(resultOf(played, 'still reached')).toMatchObject({ rc: 0, stdout: 'reached' });
      expect(resultOf(played, 'a condition that a fact took over')['msg']).toContain('may have come from a host');
      for (const name of some)
        if (!isLiteral(name)) expect(resultOf(played, 'their variables', name)['marker'], name).toBe(name);
    },
    TIME,
  );

  it(
    'go everywhere, and are what they were',
    async () => {
      const played = await run('ways.yml');
      expectNothingDone(played);
      for (const way of ['msg', 'msg as words', 'lazily', 'with_items', 'of another host', 'with_flattened']) {
        const items = itemsOf(played, way);
        expect(items.length, way).toBeGreaterThanOrEqual(some.length);
        for (const { item, msg } of items) if (!isLiteral(String(item))) expect(msg, way).toEqual(item);
      }
      for (const { item, msg } of itemsOf(played, 'vars of the task'))
        if (!isLiteral(String(item))) expect(msg).toBe(`${String(item)}${String(item)}`);
      for (const { item, failed } of itemsOf(played, 'when in quotes'))
        expect(failed ?? false, String(item)).toBe(false);
      // What may have come from a host is never read as a condition.
      for (const way of [
        'that',
        'when a template',
        'when several',
        'changed_when a template',
        'failed_when a template',
      ])
        for (const { item, failed } of itemsOf(played, way))
          if (!isLiteral(String(item))) expect([way, item, failed]).toEqual([way, item, true]);
      for (const text of few) {
        const said = played.all.filter((e) => e.type === 'task-finished' && e.task.name === `the task ${text}`);
        expect(said, text).toHaveLength(1);
      }
      const told = (way: string): unknown[] =>
        played.events
          .filter((e) => e.task === way)
          .flatMap((e, i) => (isLiteral(few[i] ?? '') ? [] : [e.result['msg']]));
      const plain = few.filter((text) => !isLiteral(text));
      for (const way of ['echoed', 'said by a shell', 'said by printenv'])
        expect(told(way), way).toEqual(plain.map(() => true));
      expect(told('rendered')).toEqual(plain.map((text) => `${text}\n${text}${text}`));
    },
    TIME,
  );

  it(
    'and bombs fail their own host in words, and it goes on',
    async () => {
      const before = process.memoryUsage().rss;
      const played = await run('bombs.yml');
      expect(played.exit).toBe(0);
      for (const host of ['h1', 'h2'])
        expect(played.events.filter((e) => e.task === 'said' && e.host === host).map((e) => e.result['msg'])).toEqual([
          'after',
        ]);
      const told = Object.fromEntries(
        played.events.filter((e) => e.host === 'h1' && e.status === 'ignored').map((e) => [e.task, e.result['msg']]),
      );
      const has = (words: string): unknown => expect.stringContaining(words);
      expect(told).toEqual({
        'output without end': has('printed more than 256 MiB'),
        'errors without end': has('printed more than 256 MiB'),
        'a deep result': has('nested more than 500 levels'),
        'deep facts': has('nested more than 500 levels'),
        'as JSON': has('nested too deeply'),
        'as YAML': has('nested too deeply'),
        'as a condition': has('is not read as a condition'),
        'laughs as YAML': has('unfold to more than'),
        'a number for a range': has('is refused'),
        'a pattern of the host': has('too many steps'),
        when: has('larger than 64 MiB'),
        until: has('is refused'),
        loop: has('is refused'),
      });
      expect(process.memoryUsage().rss - before).toBeLessThan(1.5e9);
    },
    TIME,
  );

  it('an inventory script that nests without end is an error of the script', async () => {
    const { diagnostics } = await play([file('notify.yml'), '-i', join(dir, 'deep-inventory.sh')]);
    expect(diagnostics.map((d) => d.message).join()).toContain('nested too deeply');
  });

  it('are not found where a handler is wanted, and end the run in words', async () => {
    for (const n of [0, 10, 50])
      await expect(
        play([
          file('notify.yml'),
          '-i',
          join(dir, 'inventory.sh'),
          '-e',
          JSON.stringify({ text: `${dir}/texts/${n}` }),
        ]),
      ).rejects.toThrow(`The requested handler '${some[n] ?? ''}' was not found in either the main handlers`);
  });
});
