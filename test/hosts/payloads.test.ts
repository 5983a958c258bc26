// Payloads from a real server, over SSH and sudo, by every way of test/security/runs and back: nothing is evaluated anywhere.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CANARY, OF_ADVISORIES, payloads, PRODUCT } from '../security/payloads.js';
import { writeProject } from '../security/runs/project.js';
import { useCommand } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
const dir = mkdtempSync(join(tmpdir(), 'tsplay-payloads-'));
const texts = payloads().map((p) => p.text);
const some = texts.filter((_, i) => i < OF_ADVISORIES && i % 2 === 0);
let target: Target;

beforeAll(async () => {
  target = await startTarget({ hostname: 'evil' });
  writeProject(dir, some, some);
  const seal = (text: string): string => Buffer.from(text).toString('base64');
  const list = seal(JSON.stringify(some));
  await target.exec(`mkdir -p ${dir}/names`);
  for (const name of ['payloads', 'some']) await target.exec(`echo ${list} | base64 -d > ${dir}/${name}.json`);
  writeFileSync(
    join(dir, 'ssh-hosts'),
    `${hostLine('h1', target, 'admin', 'ansible_become=true ansible_become_password=admin-pw')}h2 ansible_connection=local\n`,
  );
}, 120_000);
afterAll(async () => {
  await target.stop();
  rmSync(dir, { recursive: true, force: true });
});

it('payloads of a server stay what they are', async () => {
  const ways = fileURLToPath(new URL('../security/runs/ways.yml', import.meta.url));
  const ran = await cli.run([ways, '-i', join(dir, 'ssh-hosts'), '-e', `dir=${dir}`, '-v', '--diff']);
  expect(ran.out + ran.err).not.toContain(PRODUCT);
  expect(ran.out + ran.err).not.toContain('admin-pw');
  expect(ran.err).not.toContain('has a bug');
  expect([0, 2]).toContain(ran.code);
  const { h1, h2 } = recapOf(ran.out);
  // All tasks were gone through: only what cannot be found (files, roles) has failed, and was rescued.
  expect(h1?.['unreachable']).toBe(0);
  expect(h2).toMatchObject({ failed: 0, ok: 5 });
  for (const place of [cli.path('.'), dir, tmpdir()]) expect(existsSync(join(place, CANARY)), place).toBe(false);
  const found = await target.exec(
    `find / -xdev -name '${CANARY}*' -newer ${dir}/some.json 2>/dev/null | head; echo done`,
  );
  expect(found.trim()).toBe('done');
});
