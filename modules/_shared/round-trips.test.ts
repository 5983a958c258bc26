// A task that changes nothing costs one round trip.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeLocalHost, LocalHost } from '../../test/support/local-host.js';
import { runLocally } from '../../test/support/run-module.js';
import type { AnyModule } from '../../src/kit/index.js';
import blockinfile from '../ansible.builtin/blockinfile/index.js';
import copy from '../ansible.builtin/copy/index.js';
import file from '../ansible.builtin/file/index.js';
import lineinfile from '../ansible.builtin/lineinfile/index.js';
import pip from '../ansible.builtin/pip/index.js';
import replace from '../ansible.builtin/replace/index.js';
import slurp from '../ansible.builtin/slurp/index.js';
import stat from '../ansible.builtin/stat/index.js';
import unarchive from '../ansible.builtin/unarchive/index.js';

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'tsplay-trips-'));
  fs.writeFileSync(join(directory, 'f'), '; BEGIN\nx\n; END\n', { mode: 0o644 });
});
afterAll(async () => {
  fs.rmSync(directory, { recursive: true });
  await closeLocalHost();
});

it.each<[string, AnyModule, Record<string, unknown>]>([
  ['file', file, { path: 'f', state: 'file', mode: '0644', owner: 'root' }],
  ['directory', file, { path: '.', state: 'directory' }],
  ['copy', copy, { content: '; BEGIN\nx\n; END\n', dest: 'f', mode: '0644' }],
  ['lineinfile', lineinfile, { path: 'f', line: 'x' }],
  ['blockinfile', blockinfile, { path: 'f', block: 'x', marker: '; {mark}' }],
  ['replace', replace, { path: 'f', regexp: 'nothing' }],
  ['stat', stat, { path: 'f' }],
  ['slurp', slurp, { src: 'f' }],
])('%s', async (_name, module, args) => {
  const host = new LocalHost();
  const located = Object.fromEntries(
    Object.entries(args).map(([k, v]) => [k, ['path', 'dest', 'src'].includes(k) ? join(directory, String(v)) : v]),
  );
  expect(await runLocally(module, located, { host })).toMatchObject({ changed: false });
  expect(host.roundTrips).toBe(1);
});

it('unarchive of a zip file, which unpacked itself before', async () => {
  execFileSync('zip', ['-q', 'f.zip', 'f'], { cwd: directory });
  fs.mkdirSync(join(directory, 'out'));
  const args = { src: join(directory, 'f.zip'), dest: join(directory, 'out'), remote_src: true, owner: 'root' };
  expect(await runLocally(unarchive, args)).toMatchObject({ changed: true });
  const host = new LocalHost();
  expect(await runLocally(unarchive, args, { host })).toMatchObject({ changed: false });
  expect(host.roundTrips).toBe(1);
});

it('pip with a package that is there', async () => {
  const host = new LocalHost();
  expect(await runLocally(pip, { name: 'pip', executable: 'pip3' }, { host })).toMatchObject({ changed: false });
  expect(host.roundTrips).toBe(1);
});
