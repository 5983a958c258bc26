import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import pkg from './index.js';

// A dpkg that knows of one package, so that nothing of this machine is asked.
const dir = mkdtempSync(join(tmpdir(), 'tsplay-package-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const program = (name: string, text: string): void => {
  writeFileSync(join(dir, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(dir, name), 0o755);
};
program('apt-get', 'exit 1');
program('apt-cache', 'exit 0');
program('dpkg', 'echo amd64');
program('dpkg-query', "printf 'P|git|amd64|1:2|install ok installed|\\n'");
const env = { PATH: `${dir}:${process.env['PATH'] ?? ''}` };

it('is apt where that is', async () => {
  const host = new LocalHost({ env });
  expect(await runLocally(pkg, { name: ['git'], state: 'present' }, { host })).toMatchObject({ changed: false });
  expect(host.roundTrips).toBe(1);
  expect(
    await runLocally(pkg, { name: 'git', state: 'absent', use: 'ansible.builtin.apt' }, { host, checkMode: true }),
  ).toMatchObject({
    failed: true,
    msg: expect.stringContaining('remove git') as string,
  });
});

it('hands on what the other module takes, and nothing else', async () => {
  const host = new LocalHost({ env });
  const ok = await runLocally(pkg, { name: 'git', state: 'present', 'update-cache': 'no' }, { host });
  expect(ok).toMatchObject({ changed: false });
  expect(await runLocally(pkg, { name: 'git', state: 'present', nope: 1 }, { host })).toMatchObject({
    failed: true,
    msg: "ansible.builtin.apt has no parameter 'nope'",
  });
  expect(await runLocally(pkg, { name: 'git', state: 'gone' }, { host })).toMatchObject({
    failed: true,
    msg: expect.stringContaining('must be one of') as string,
  });
});

it('refuses package managers it does not know by name', async () => {
  const host = new LocalHost({ platform: { packageManager: 'portage' } });
  expect(await runLocally(pkg, { name: 'git', state: 'present' }, { host })).toMatchObject({
    failed: true,
    msg: expect.stringContaining('"portage" package manager') as string,
  });
});
