// What a bad network does to a run: a script that changes something runs once, its result is right, nothing is left behind.
//
// How many cuts the runs of playbooks get is 24, or what TSPLAY_FAULT_CUTS says (200 for the whole suite), TSPLAY_FAULT_SEED
// is where the seeds begin.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { script, sh } from '../../src/ground/index.js';
import type { Host } from '../../src/host/index.js';
import { useCommand } from '../support/command.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { startProxy, type FaultyProxy } from './support/faulty-proxy.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let proxy: FaultyProxy;
beforeAll(async () => {
  target = await startTarget();
  proxy = await startProxy(target.address);
});
afterAll(async () => {
  await proxy.close();
  await target.stop();
});

const hostOf = (user = 'root'): Host =>
  target.host({ settings: target.settings(user, { ...proxy.address, connectTimeout: 3000 }) });

/** What scripts keep while the wire may break, and the shells that run them. */
async function leftovers(): Promise<string> {
  return target.exec(
    `sleep 0.3; ls -A /dev/shm /tmp /var/tmp /run/user 2>/dev/null | grep tsplay; ps -A -o args= | grep '[T]SPLAY-SHELL'; true`,
  );
}

describe.each([
  ['as the login user', 'root', undefined],
  ['through sudo', 'ops', sudo()],
  ['through sudo with a password', 'admin', sudo('root', 'admin-pw')],
  ['as another user who is not root', 'ops', sudo('nosudo')],
] as const)('a wire that breaks in the middle of a script, %s', (_, user, become) => {
  it('is taken up again', async () => {
    const host = hostOf(user);
    const log = `/tmp/log-${user}-${become?.user ?? 'none'}`;
    const { hands } = host.view({ become });
    await hands.run(sh`echo first >> ${log}`);
    const running = hands.run(
      sh`echo begun >> ${log}; echo out; echo err >&2; sleep 1; echo more; echo done >> ${log}; exit 7`,
    );
    await new Promise((r) => setTimeout(r, 300));
    proxy.cut();
    expect(await running).toMatchObject({ rc: 7, stdout: 'out\nmore\n', stderr: 'err\n' });
    expect((await hands.run(script('echo next'))).stdout).toBe('next\n');
    await host.close();
    expect(await target.exec(`cat ${log}`)).toBe('first\nbegun\ndone\n');
    expect(await leftovers()).toBe('');
  });
});

describe('a run whose wire is cut again and again', () => {
  const cli = useCommand();
  const CUTS_EACH = 8;
  const cuts = Number(process.env['TSPLAY_FAULT_CUTS'] ?? 24);
  const first = Number(process.env['TSPLAY_FAULT_SEED'] ?? 1);
  const users = [
    ['root', ''],
    ['ops', 'ansible_become=true'],
    ['admin', 'ansible_become=true ansible_become_password=admin-pw'],
  ] as const;
  const TASKS = 24;

  it.each(Array.from({ length: Math.ceil(cuts / CUTS_EACH) }, (_, i) => [first + i] as const))(
    'seed %i',
    async (seed) => {
      const [user, more] = users[seed % users.length] ?? users[0];
      await target.exec('rm -rf /srv/fault; mkdir /srv/fault');
      cli.write({
        hosts: `one ansible_host=${proxy.address.host} ansible_port=${proxy.address.port} ansible_user=${user} ansible_ssh_private_key_file=${target.key.path} ${NO_KNOWN_HOSTS} ${more}\n`,
        'play.yml': `- hosts: all
  gather_facts: false
  tasks:
    - shell: echo {{ item }} >> /srv/fault/log; sleep 0.1; echo said {{ item }}; echo also >&2
      loop: "{{ range(${TASKS}) | list }}"
      register: said
    - copy: {content: "${"line {{ said.results | map(attribute='stdout') | list | to_json }}"}", dest: /srv/fault/copied}
    - lineinfile: {path: /srv/fault/lines, line: "line {{ item }}", create: true}
      loop: "{{ range(8) | list }}"
    - shell: cat >> /srv/fault/fed; yes | head -c 100000
      args: {stdin: "fed {{ item }}"}
      loop: "{{ range(8) | list }}"
      register: fed
    - assert:
        that:
          - said.results | map(attribute='stdout') | list == range(${TASKS}) | map('regex_replace', '^', 'said ') | list
          - said.results | map(attribute='stderr') | unique | list == ['also']
          - fed.results | map(attribute='stdout') | map('length') | unique | list == [99999]
`,
      });
      const before = proxy.cuts;
      proxy.cutting(seed, { bytes: 40_000, milliseconds: 1200, most: CUTS_EACH });
      const { out, err, code } = await cli.run(['play.yml', '-i', 'hosts']);
      const happened = proxy.cuts - before;
      const lines = (from: number, to: number, text: string): string =>
        Array.from({ length: to - from }, (_, i) => `${text}${from + i}\n`).join('');
      const about = `seed ${seed}, ${happened} cuts\n${out}\n${err}`;
      expect(code, about).toBe(0);
      expect(recapOf(out)['one'], about).toMatchObject({ failed: 0, unreachable: 0, ok: 5, changed: 4 });
      expect(await target.exec('cat /srv/fault/log'), about).toBe(lines(0, TASKS, ''));
      expect(await target.exec('cat /srv/fault/lines'), about).toBe(lines(0, 8, 'line '));
      expect(await target.exec('cat /srv/fault/fed'), about).toBe(lines(0, 8, 'fed '));
      expect(await target.exec('ls -A /srv/fault'), about).toBe('copied\nfed\nlines\nlog\n');
      expect(await leftovers(), about).toBe('');
      expect(happened, about).toBeGreaterThan(CUTS_EACH / 2);
    },
    120_000,
  );
});
