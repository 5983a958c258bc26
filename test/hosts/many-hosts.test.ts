// One process and 40 hosts: each gets its turn, and one that hangs delays nobody. What is measured, and 500 of them: test/bench/many-hosts.mjs.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useCommand } from '../support/command.js';

const cli = useCommand();
const script = join(import.meta.dirname, '../bench/many-hosts.mjs');

it('40 hosts, ten at once, and one that hangs', async () => {
  const args = [
    '--hosts',
    '40',
    '--containers',
    '1',
    '--forks',
    '10',
    '--tasks',
    '6',
    '--only-hung',
    '--tsplay',
    cli.entry(),
  ];
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [script, ...args], (_error, out, err) => resolve(out + err));
  });
  expect(said.match(/^(ok|FAIL) .*$/gm), said).toHaveLength(1);
  expect(said).not.toContain('FAIL');
});
