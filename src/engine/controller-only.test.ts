// Modules that work on the controller alone: no connection is derived, let alone opened.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { play } from '../../test/support/play.js';
import { NO_REACH } from './reach.js';

const directory = mkdtempSync(join(tmpdir(), 'tsplay-controller-only-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function played(task: Record<string, unknown>): Promise<unknown> {
  const playbook = join(directory, 'play.yml');
  writeFileSync(playbook, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [task] }]));
  // A connection that cannot be: whoever asks for it fails.
  const { events } = await play([playbook, '-i', 'nowhere,', '-e', 'ansible_connection=pigeon']);
  return events[0]?.status;
}

it.each([
  ['debug', { msg: 'hello' }, 'ok'],
  ['set_fact', { x: 1 }, 'ok'],
  ['assert', { that: 'true' }, 'ok'],
  ['fail', { msg: 'as asked' }, 'failed'],
  ['pause', { seconds: 0 }, 'ok'],
])('%s reaches no host', async (name, args, status) => {
  expect(await played({ [`ansible.builtin.${name}`]: args })).toBe(status);
});

it('other modules do, and a host that is not there says who asked for it', async () => {
  expect(await played({ 'ansible.builtin.ping': {} })).toBe('failed');
  expect(() => NO_REACH.view.platform()).toThrow(/controller alone asked its host for 'platform'/);
});
