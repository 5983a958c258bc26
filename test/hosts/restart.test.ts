// Real restarts of a container: reboot, wait_for_connection, ping while it is away, and a script that was running.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;
beforeAll(async () => {
  target = await startTarget();
  // The address of the container stays; the port on this machine would be another one after a restart.
  cli.write({
    hosts: `one ansible_host=${target.ip} ansible_user=root ansible_ssh_private_key_file=${target.key.path} ${NO_KNOWN_HOSTS} ansible_timeout=5\n`,
  });
});
afterAll(() => target.stop());

const restart = (): Promise<unknown> => promisify(execFile)('docker', ['restart', '-t', '1', target.container.getId()]);

/** Runs tasks, restarts the container when their output holds a text and the condition is true there, or a moment has passed. */
async function during(
  tasks: string,
  text: string,
  condition = 'sleep 1.5',
): Promise<{ out: string; code: number | null }> {
  cli.write({ 'play.yml': `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}` });
  const child = cli.start(['play.yml', '-i', 'hosts']);
  let out = '';
  let restarted: Promise<unknown> | undefined;
  child.stdout?.on('data', (d: Buffer) => {
    out += d.toString();
    if (out.includes(text)) restarted ??= target.exec(`until ${condition}; do sleep 0.1; done`).then(restart);
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  await restarted;
  return { out, code };
}
const BOOT = 'cut -d" " -f22 /proc/1/stat';

it('wait_for_connection waits for a host that is away', async () => {
  const tasks = `    - shell: touch /run/before
    - {name: away, pause: {seconds: 4}}
    - wait_for_connection: {timeout: 90}
    - {name: gone, command: test ! -e /run/before}
`;
  const { out, code } = await during(tasks, 'TASK [away]');
  expect(code, out).toBe(0);
  expect(recapOf(out)['one'], out).toMatchObject({ ok: 4, failed: 0, unreachable: 0 });
});

it('reboot waits for the next boot', async () => {
  await target.exec(
    `printf '#!/bin/sh\\ntouch /run/wanted\\n' > /usr/local/sbin/again; chmod 755 /usr/local/sbin/again`,
  );
  const tasks = `    - {name: down, reboot: {reboot_command: again, boot_time_command: '${BOOT}', reboot_timeout: 90}}
    - {name: gone, command: test ! -e /run/wanted}
`;
  const { out, code } = await during(tasks, 'TASK [down]', 'test -e /run/wanted');
  expect(code, out).toBe(0);
  expect(recapOf(out)['one'], out).toMatchObject({ ok: 2, changed: 2, failed: 0, unreachable: 0 });
});

it('a script that was running is not run again by the next boot: the host is unreachable, and that is said', async () => {
  const tasks = `    - {name: cut, shell: "echo run >> /root/ran; sleep 60"}\n`;
  const { out, code } = await during(tasks, 'TASK [cut]', 'test -e /root/ran');
  expect(code, out).toBe(4);
  expect(out).toMatch(/unknown whether/);
  expect(await target.exec('cat /root/ran')).toBe('run\n');
});

it('ping tells at each moment how the host is', async () => {
  let isOver = false;
  const restarted = restart().finally(() => (isOver = true));
  const codes: (number | null)[] = [];
  while (!isOver) codes.push((await cli.run(['run', 'all', '-i', 'hosts', '-m', 'ping'], {}, 40)).code);
  await restarted;
  for (const until = Date.now() + 60_000; codes.at(-1) !== 0 && Date.now() < until;)
    codes.push((await cli.run(['run', 'all', '-i', 'hosts', '-m', 'ping'], {}, 40)).code);
  expect(codes.at(-1)).toBe(0);
  expect(
    codes.every((code) => code === 0 || code === 4),
    String(codes),
  ).toBe(true);
});
