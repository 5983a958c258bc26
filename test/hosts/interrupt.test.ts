// Ctrl-C: once the run ends after the tasks under way and reports; twice what runs is ended; nothing is left on the hosts.
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { makeKey, startTarget, type Target } from './support/target.js';

const cli = useCommand();
const key = makeKey();
let one: Target;
let two: Target;

beforeAll(async () => {
  [one, two] = await Promise.all([startTarget({ key, hostname: 'one' }), startTarget({ key, hostname: 'two' })]);
  cli.write({
    hosts: [
      hostLine('root', one),
      hostLine('ops', two, 'ops', 'ansible_become=true'),
      hostLine('admin', one, 'admin', 'ansible_become=true ansible_become_password=admin-pw'),
      hostLine('www', two, 'ops', 'ansible_become=true ansible_become_user=www-data'),
    ].join(''),
  });
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  key.remove();
});

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly end: Promise<unknown[]>;
}

/** Starts a play and waits until its output holds a text, and a moment more. */
async function started(text: string, until: string): Promise<Started> {
  await Promise.all([one, two].map((t) => t.exec('rm -rf /tmp/begun* /tmp/done* /tmp/never')));
  cli.write({ 'play.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${text}` });
  const child = cli.start(['play.yml', '-i', 'hosts']);
  let out = '';
  let err = '';
  child.stderr?.on('data', (d: Buffer) => (err += d.toString()));
  const end = once(child, 'exit');
  await new Promise<void>((resolve) =>
    child.stdout?.on('data', (d: Buffer) => ((out += d.toString()), out.includes(until) && resolve())),
  );
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { child, out: () => out, err: () => err, end };
}

/** What a run may have left on the hosts: shells, what they started, what they keep. */
async function left(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  const look =
    "ps -eo args | grep -E '[T]SPLAY-SHELL|^sleep [34]|[t]ee -a /'; ls -A /dev/shm /tmp /var/tmp | grep '^.tsplay'; true";
  return (await Promise.all([one.exec(look), two.exec(look)])).join('');
}

const LONG = `    - {name: begin, command: touch /tmp/begun}
    - name: long
      shell: "sleep 301 & (sleep 302; true) | cat; sh -c 'sleep 303; true'; touch /tmp/done"
    - {name: never, command: touch /tmp/never}
`;

describe('once', () => {
  it('lets the tasks under way end, begins no other, and shows the recap', async () => {
    const { child, out, err, end } = await started(
      `    - {name: under way, shell: "sleep 4; touch /tmp/done-{{ inventory_hostname }}"}\n    - {name: never, command: touch /tmp/never}\n`,
      'TASK [under way]',
    );
    child.kill('SIGINT');
    expect((await end)[0]).toBe(99);
    expect(err()).toContain('SIGINT');
    expect(err()).not.toContain('bug');
    const counts = { ok: 1, changed: 1, unreachable: 0, failed: 0 };
    expect(recapOf(out())).toMatchObject({ root: counts, ops: counts, admin: counts });
    expect(out()).not.toContain('TASK [never]');
    expect(await one.exec('ls /tmp/done* /tmp/never 2>/dev/null || true')).toBe('/tmp/done-admin\n/tmp/done-root\n');
    expect(await left()).toBe('');
  });
  it('a loop under way is done to its end', async () => {
    const { child, end } = await started(
      `    - {name: loop, shell: "sleep 1; echo {{ item }} >> /tmp/done-{{ inventory_hostname }}", loop: [1, 2, 3, 4]}\n    - {command: touch /tmp/never}\n`,
      'TASK [loop]',
    );
    child.kill('SIGINT');
    expect((await end)[0]).toBe(99);
    expect(await one.exec('cat /tmp/done-root')).toBe('1\n2\n3\n4\n');
    expect(await one.exec('ls /tmp/never 2>/dev/null || true')).toBe('');
  });
  it('a wait is ended at once', async () => {
    const text = `    - {name: long, command: "false", retries: 100, delay: 100, until: false}\n`;
    const { child, end } = await started(text, 'RETRYING');
    const at = Date.now();
    child.kill('SIGINT');
    expect((await end)[0]).toBe(99);
    expect(Date.now() - at).toBeLessThan(5_000);
  });
});

describe.each([
  ['twice', ['SIGINT', 'SIGINT']],
  ['SIGTERM', ['SIGTERM']],
  ['SIGHUP', ['SIGHUP']],
] as const)('%s', (_, signals) => {
  it('ends what runs, with its children, on all hosts and as whomever it runs', async () => {
    const { child, err, end } = await started(LONG, 'TASK [long]');
    const at = Date.now();
    for (const signal of signals) {
      child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect((await end)[0]).toBe(99);
    expect(Date.now() - at).toBeLessThan(8_000);
    expect(err()).not.toContain('bug');
    expect(await left()).toBe('');
    expect(await one.exec('ls /tmp/done* /tmp/never 2>/dev/null || true')).toBe('');
  });
});

describe('twice, while a job is waited for', () => {
  it('ends the job, as whomever it runs, and leaves those that nobody waits for', async () => {
    const text = `    - {name: own, shell: "sleep 305", async: 60, poll: 0}
    - name: job
      shell: "sleep 306 & (sleep 307; true) | cat; touch /tmp/done"
      async: 60
      poll: 5
`;
    const { child, end } = await started(text, 'TASK [job]');
    for (let i = 0; i < 2; i++) {
      child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect((await end)[0]).toBe(99);
    const look =
      "ps -eo args | grep -c '^sleep 30[67]'; ls -d /root/.ansible_async/* /var/www/.ansible_async/* 2>/dev/null | wc -l; true";
    // The jobs that were not waited for are still there, with their files.
    expect((await Promise.all([one, two].map((t) => t.exec(look)))).join('')).toBe('0\n2\n0\n1\n');
    await Promise.all(
      [one, two].map((t) => t.exec('pkill -x sleep; rm -rf /root/.ansible_async /var/www/.ansible_async; true')),
    );
    expect(await left()).toBe('');
  });
});

describe('a daemon that an earlier task started', () => {
  it('goes on when the run is ended', async () => {
    const text = `    - {name: daemon, shell: "nohup sleep 100 >/dev/null 2>&1 &"}\n    - {name: long, command: sleep 300}\n`;
    const { child, end } = await started(text, 'TASK [long]');
    child.kill('SIGTERM');
    await end;
    expect(await left()).toBe('');
    expect((await one.exec("ps -eo args | grep -c '^sleep 100'")).trim()).toBe('2');
    await Promise.all([one, two].map((t) => t.exec('pkill -x sleep || true')));
  });
});

it('no shell is left after a normal end', async () => {
  cli.write({
    'short.yml': '- hosts: all\n  gather_facts: false\n  tasks: [{command: "true"}, {command: "true", become: true}]\n',
  });
  expect((await cli.run(['short.yml', '-i', 'hosts'])).code).toBe(0);
  expect(await left()).toBe('');
});
