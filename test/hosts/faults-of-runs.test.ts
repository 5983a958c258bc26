// Cuts, by seeds, of runs with changes over a bad network: each run ends with right results, no task ran twice, nothing is left.
//
// Five runs at once over one target, each through a proxy of its own. TSPLAY_FAULT_CUTS says how many cuts there are instead of 80:
// `npm test` makes 200, which take three minutes. TSPLAY_FAULT_SEED is where the seeds begin.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useCommand } from '../support/command.js';
import { startProxy, type FaultyProxy } from './support/faulty-proxy.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { startTarget, type Target } from './support/target.js';

const CUTS_EACH = 8;
const AT_ONCE = 5;
const TASKS = 24;
const cuts = Number(process.env['TSPLAY_FAULT_CUTS'] ?? 80);
const first = Number(process.env['TSPLAY_FAULT_SEED'] ?? 1);
const USERS = [
  ['root', ''],
  ['ops', 'ansible_become=true'],
  ['admin', 'ansible_become=true ansible_become_password=admin-pw'],
] as const;

/** What the network does besides cutting. */
const WEATHER: readonly (readonly [string, (proxy: FaultyProxy, seed: number) => void])[] = [
  ['nothing else', () => undefined],
  ['delays', (proxy, seed) => proxy.delay(60, seed)],
  ['single bytes and small pieces', (proxy, seed) => proxy.trickle(1 + (seed % 40), seed)],
  ['bursts', (proxy) => proxy.burst(150)],
];

const cli = useCommand();
let target: Target;
const proxies: FaultyProxy[] = [];
beforeAll(async () => {
  target = await startTarget();
  for (let i = 0; i < AT_ONCE; i++) proxies.push(await startProxy(target.address));
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await target.stop();
});

const seeds = Array.from({ length: Math.ceil(cuts / CUTS_EACH) }, (_, i) => first + i);
const groups = Array.from({ length: Math.ceil(seeds.length / AT_ONCE) }, (_, i) => [
  seeds.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
]);

const lines = (count: number, text: string): string =>
  Array.from({ length: count }, (_, i) => `${text}${i}\n`).join('');

async function survives(seed: number, proxy: FaultyProxy): Promise<void> {
  const [user, more] = USERS[seed % USERS.length] ?? USERS[0];
  const [name, weather] = WEATHER[seed % WEATHER.length] ?? ['', () => undefined];
  const place = `/srv/fault-${seed}`;
  await target.exec(`mkdir ${place}`);
  cli.write({
    [`hosts${seed}`]: `one ansible_host=${proxy.address.host} ansible_port=${proxy.address.port} ansible_user=${user} ansible_ssh_private_key_file=${target.key.path} ${NO_KNOWN_HOSTS} ${more}\n`,
    [`play${seed}.yml`]: `- hosts: all
  gather_facts: false
  tasks:
    - shell: echo {{ item }} >> ${place}/log; sleep 0.1; echo said {{ item }}; echo also >&2
      loop: "{{ range(${TASKS}) | list }}"
      register: said
    - copy: {content: "${"line {{ said.results | map(attribute='stdout') | list | to_json }}"}", dest: ${place}/copied}
    - lineinfile: {path: ${place}/lines, line: "line {{ item }}", create: true}
      loop: "{{ range(8) | list }}"
    - shell: cat >> ${place}/fed; yes | head -c 100000
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
  proxy.delay(0, 0);
  proxy.trickle(0, 0);
  proxy.burst(0);
  weather(proxy, seed);
  const before = proxy.cuts;
  proxy.cutting(seed, { bytes: 40_000, milliseconds: 1200, most: CUTS_EACH });
  const { out, err, code } = await cli.run([`play${seed}.yml`, '-i', `hosts${seed}`]);
  const happened = proxy.cuts - before;
  const about = `seed ${seed}, ${happened} cuts, ${name}\n${out}\n${err}`;
  expect(code, about).toBe(0);
  expect(recapOf(out)['one'], about).toMatchObject({ failed: 0, unreachable: 0, ok: 5, changed: 4 });
  expect(await target.exec(`cat ${place}/log`), about).toBe(lines(TASKS, ''));
  expect(await target.exec(`cat ${place}/lines`), about).toBe(lines(8, 'line '));
  expect(await target.exec(`cat ${place}/fed`), about).toBe(lines(8, 'fed '));
  expect(await target.exec(`ls -A ${place}`), about).toBe('copied\nfed\nlines\nlog\n');
  expect(happened, about).toBeGreaterThan(CUTS_EACH / 2);
}

it.each(groups)(
  'seeds %j',
  async (group) => {
    await Promise.all(group.map((seed, i) => survives(seed, proxies[i] as FaultyProxy)));
    expect(
      await target.exec(
        `sleep 0.3; ls -A /dev/shm /tmp /var/tmp /run/user 2>/dev/null | grep tsplay; ps -A -o args= | grep '[T]SPLAY-SHELL'; true`,
      ),
      `seeds ${group.join(', ')}`,
    ).toBe('');
  },
  180_000,
);
