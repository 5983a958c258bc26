// Live output of long commands on a real host: within 300 ms at -v, as a last line on a terminal, never of no_log.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { hostLine } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;
beforeAll(async () => {
  target = await startTarget();
  cli.write({ hosts: hostLine('one', target, 'ops', 'ansible_become=true') });
});
afterAll(() => target.stop());

const SCRIPT = 'for i in 1 2 3; do date +at-%s.%N; sleep 1; done';
const play = (task: string): void =>
  cli.write({ 'play.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n    - command: "true"\n    - ${task}\n` });

interface Seen {
  readonly text: string;
  readonly at: number;
}

async function watched(command: string, args: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const child = spawn(command, args, {
    cwd: cli.path('.'),
    env: { PATH: process.env['PATH'], HOME: cli.path('.'), LC_ALL: 'C.UTF-8', TERM: 'xterm', COLUMNS: '100' },
  });
  child.stdout.on('data', (d: Buffer) => seen.push({ text: d.toString(), at: Date.now() }));
  await new Promise((resolve) => child.on('close', resolve));
  return seen;
}
const all = (seen: readonly Seen[]): string => seen.map((s) => s.text).join('');
const here = (...more: string[]): string[] => [cli.entry(), 'play.yml', '-i', 'hosts', ...more];

it('lines reach -v within 300 ms', async () => {
  play(`shell: "${SCRIPT}"`);
  // The clocks of the target and of this machine are the same.
  const seen = await watched(process.execPath, here('-v'));
  const delays = seen.flatMap(({ text, at }) =>
    [...text.matchAll(/^ {2}\[one\] at-([\d.]+)$/gm)].map(([, said]) => at - Number(said) * 1000),
  );
  expect(delays).toHaveLength(3);
  // The first line is held for 250 ms; under load of the machine there is some room.
  for (const delay of delays) expect(delay).toBeLessThan(process.env['CI'] === undefined ? 300 : 1000);
});
it('without -v and without a terminal nothing is shown, nor of a short command at -v', async () => {
  play(`shell: "${SCRIPT}"`);
  expect(all(await watched(process.execPath, here()))).not.toContain('at-');
  play('command: echo short');
  expect(all(await watched(process.execPath, here('-v')))).not.toContain('[one] short');
});
it('a terminal has the last line, and the time after ten seconds, and nothing of it stays', async () => {
  play(`shell: "${SCRIPT}; sleep 9"`);
  const line = [process.execPath, ...here()].map((word) => `'${word}'`).join(' ');
  const text = all(await watched('script', ['-qefc', `stty cols 100; ${line}`, '/dev/null']));
  expect(text).toMatch(/\r\u001b\[2Kone: at-\d+/);
  expect(text).toMatch(/1[01] s {2}one: at-\d+/);
  expect(text).toMatch(/\r\u001b\[2K(?:\u001b\[\d;\d+m)?changed: \[one\]/);
});
it('shows nothing of no_log, and no secret', async () => {
  play(`{shell: "${SCRIPT}", no_log: true}`);
  expect(all(await watched(process.execPath, here('-v')))).not.toContain('at-');
  cli.write({
    'play.yml': `- hosts: all
  gather_facts: false
  tasks:
    - {set_fact: {word: sesame-4711}, no_log: true}
    - shell: "printf sesa; sleep 1; printf 'me-47'; sleep 1; echo '11 and more'; sleep 1"
`,
  });
  const text = all(await watched(process.execPath, here('-v')));
  expect(text).toContain('[one] ******** and more');
  expect(text).not.toContain('4711');
});
