// A host that hangs in the middle of a run: under `free` it delays nobody, under `linear` the others for as long as keep-alives say.
//
// Two ways to hang: the sshd of its connection is stopped (a new connection works), and its packets are dropped (none does).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const cli = useCommand();
let target: Target;

/** Seconds between keep-alives, three of which are missed, and for a connection. */
const KEEP_ALIVE = 1;
const TIMEOUT = 4;
const TASKS = 6;

/** How each run's third host hangs itself: its user, its port, and the script. */
const HANGS = {
  'stopped-free': ['ops', 22, 'pkill -STOP -f "[s]shd: ops@"'],
  'stopped-linear': ['nosudo', 22, 'pkill -STOP -f "[s]shd: nosudo@"'],
  'dropped-free': ['root', 2201, 'iptables -I INPUT -p tcp --dport 2201 -j DROP'],
  'dropped-linear': ['root', 2202, 'iptables -I INPUT -p tcp --dport 2202 -j DROP'],
} as const;
type Name = keyof typeof HANGS;
const NAMES = Object.keys(HANGS) as Name[];
const runs = new Map<Name, Ran>();

beforeAll(async () => {
  target = await startTarget();
  await target.exec(
    'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y iptables >/dev/null 2>&1; iptables -L -n >/dev/null',
  );
  await target.exec(
    "printf 'Port 22\\nPort 2201\\nPort 2202\\n' > /etc/ssh/sshd_config.d/0.conf && systemctl restart ssh; mkdir -m 777 /srv/marks",
  );
  await Promise.all(
    NAMES.map(async (name) => {
      const [user, port, hang] = HANGS[name];
      const line = (host: string, as: string, at: number): string =>
        `${host} ansible_host=${target.ip} ansible_port=${at} ansible_user=${as} ansible_ssh_private_key_file=${target.key.path} ansible_timeout=${TIMEOUT} ansible_ssh_extra_args='-o ServerAliveInterval=${KEEP_ALIVE} -o HostKeyAlias=${name}-${host}' ${NO_KNOWN_HOSTS}\n`;
      const mark = `date +%s.%N >> /srv/marks/${name}-{{ inventory_hostname }}`;
      const task = (i: number): string =>
        `    - {name: task ${i}, shell: '${mark}${i === 2 ? '{{ hang if inventory_hostname == "c" else "" }}' : ''}; sleep 0.3'}\n`;
      cli.write({
        [`${name}.ini`]: line('a', 'root', 22) + line('b', 'root', 22) + line('c', user, port),
        [`${name}.yml`]: `- hosts: all
  gather_facts: false
  strategy: ${name.split('-')[1]}
  vars: {hang: '; ${hang}'}
  tasks:
${Array.from({ length: TASKS }, (_, i) => task(i)).join('')}`,
      });
      runs.set(name, await cli.run([`${name}.yml`, '-i', `${name}.ini`]));
    }),
  );
});
afterAll(() => target.stop());

/** The longest time between two tasks of a host, in seconds. */
async function longestGap(name: Name, host: string): Promise<number> {
  const at = (await target.exec(`cat /srv/marks/${name}-${host}`)).trim().split('\n').map(Number);
  expect(at).toHaveLength(TASKS);
  return Math.max(...at.slice(1).map((time, i) => time - (at[i] ?? 0)));
}

describe.each(NAMES)('%s', (name) => {
  it('delays the others no longer than it may', async () => {
    const { out, err } = runs.get(name) as Ran;
    // Three keep-alives are missed, a fourth would be due; then a new connection, or the time to wait for one.
    const told = 4 * KEEP_ALIVE + (name.startsWith('dropped') ? 3 * TIMEOUT + TIMEOUT : TIMEOUT);
    const limit = name.endsWith('free') ? 2 : 2 + told;
    for (const host of ['a', 'b']) {
      expect(await longestGap(name, host), out + err).toBeLessThan(limit);
      expect(recapOf(out)[host], out).toMatchObject({ ok: TASKS, unreachable: 0, failed: 0 });
    }
  });
  it('and what hung is taken up again, or told', async () => {
    const { out, code } = runs.get(name) as Ran;
    if (name.startsWith('stopped')) {
      expect(code, out).toBe(0);
      expect(recapOf(out)['c'], out).toMatchObject({ ok: TASKS, unreachable: 0, failed: 0 });
      await longestGap(name, 'c');
    } else {
      expect(code, out).toBe(4);
      expect(recapOf(out)['c'], out).toMatchObject({ unreachable: 1, failed: 0 });
      expect(out).toMatch(/could not be made again within 12 s: it is unknown whether the script ran to its end/);
    }
  });
});
