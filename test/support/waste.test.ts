import { expect, it } from 'vitest';
import { Told } from '../../modules/_shared/told.js';
import { script } from '../../src/kit/index.js';
import { closeLocalHost } from './local-host.js';
import { Fields, WatchedHost, watchTold } from './waste.js';

it('finds probes nobody looks at the answer of', async () => {
  const host = new WatchedHost();
  await host.probe(script('echo in vain'));
  const { stdout } = await host.probe(script('echo used'));
  expect(stdout).toBe('used\n');
  expect(host.unread()).toEqual(['echo in vain']);
  await closeLocalHost();
});

it('finds names nobody asks for, but for runs that failed', () => {
  const watch = watchTold();
  const told = (...names: string[]): Told => new Told(Buffer.from(names.map((name) => `V${name}\0x\0`).join('')));
  expect(told('a', 'b').value('a')).toBe('x');
  watch.settle(false);
  expect(told('c').values('d')).toEqual([]);
  watch.settle(true);
  expect(watch.unused()).toEqual(['b']);
  watch.stop();
  told('e').value('f');
  watch.settle(false);
  expect(watch.unused()).toEqual(['b']);
});

it('finds fields nobody reads', () => {
  const fields = new Fields();
  const { a } = fields.watch({ a: 1, b: 2, c: 3, d: undefined }, ['c']);
  expect(a).toBe(1);
  expect(fields.unused()).toEqual(['b']);
  const spread = { ...fields.watch({ b: 2 }) };
  expect(spread).toEqual({ b: 2 });
  expect(fields.unused()).toEqual([]);
});
