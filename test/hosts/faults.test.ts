// What a bad network does to a run: a script that changes something runs once, its result is right, nothing is left behind.
//
// How many cuts the runs of playbooks get is 24, or what TSPLAY_FAULT_CUTS says (200 for the whole suite), TSPLAY_FAULT_SEED
// is where the seeds begin.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, isUnreachable, type SshSettings } from '../../src/connection/index.js';
import { Secrets, script, sh, systemClock, type TsplayError } from '../../src/ground/index.js';
import { createHost, type Host } from '../../src/host/index.js';
import { useCommand } from '../support/command.js';
import { NO_KNOWN_HOSTS, recapOf } from './support/inventory.js';
import { startProxy, type FaultyProxy } from './support/faulty-proxy.js';
import { startBusybox, type BusyboxTarget } from './support/busybox.js';
import { keySettings, startTarget, sudo, type Target } from './support/target.js';

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

describe('a host that stops answering', () => {
  const host = (user = 'root', changes: Partial<SshSettings> = {}): Host =>
    target.host({
      settings: target.settings(user, { ...proxy.address, connectTimeout: 3000, keepAlive: 400, ...changes }),
    });
  afterEach(() => proxy.stall(false));
  // What nobody came back to goes away by itself, but not within the time of these tests.
  afterAll(() =>
    target.exec(`pkill -KILL -f '[T]SPLAY-SHELL'; rm -rf /dev/shm/.tsplay-* /tmp/.tsplay-* /var/tmp/.tsplay-*; true`),
  );

  it('and comes back: the script that ran is taken up again', async () => {
    const { hands } = host().view({});
    await hands.run(script('true'));
    const running = hands.run(script('echo a >> /tmp/stalled; sleep 2; echo b'));
    await new Promise((r) => setTimeout(r, 300));
    proxy.stall(true);
    await new Promise((r) => setTimeout(r, 3000));
    proxy.stall(false);
    expect((await running).stdout).toBe('b\n');
    expect(await target.exec('cat /tmp/stalled')).toBe('a\n');
  });
  it('for good: it is told within the time-outs, and that it is unknown whether the script ran', async () => {
    const { hands, view } = host('root', { connectTimeout: 1500 }).view({});
    await hands.run(script('true'));
    const running = hands.run(script('sleep 1; echo b')).then(
      () => undefined,
      (error: unknown) => error,
    );
    await new Promise((r) => setTimeout(r, 300));
    proxy.stall(true);
    const at = Date.now();
    const error = await running;
    expect(Date.now() - at).toBeLessThan(20_000);
    expect(isUnreachable(error)).toBe(true);
    expect((error as TsplayError).message).toMatch(/could not be made again within 4\.5 s: it is unknown whether/);
    expect((error as TsplayError).hint).toContain('ansible_timeout');
    // The next one is not waited for that long again, and says which time-out it was.
    const again = await view.probe(script('true')).catch((e: unknown) => e as TsplayError);
    expect(again).toMatchObject({ message: expect.stringContaining('within 1.5 s') as string });
    expect((again as TsplayError).hint).toContain('ConnectTimeout');
  });
  it('because its sshd hangs: output that got stuck there is all there', async () => {
    const { hands } = host('ops').view({ become: sudo() });
    await hands.run(script('true'));
    const running = hands.run(script('sleep 1; yes | head -c 5000000; echo x >> /tmp/stuck'));
    await new Promise((r) => setTimeout(r, 300));
    await target.exec("pkill -STOP -f '[s]shd: ops'");
    expect((await running).stdout).toHaveLength(5_000_000);
    expect(await target.exec('cat /tmp/stuck')).toBe('x\n');
    await target.exec("pkill -KILL -f '[s]shd: ops'; true");
  });
});

describe('a host without a place to keep what scripts come to', () => {
  const places = '/dev/shm /tmp /var/tmp';
  beforeAll(() => target.exec(`stat -c '%a %n' ${places} > /root/modes; chmod 755 ${places}`));
  afterAll(() => target.exec('while read -r mode path; do chmod $mode $path; done < /root/modes'));

  it('runs scripts, and tells that it is unknown what became of one when the wire breaks', async () => {
    const { hands, view } = hostOf('ops').view({});
    expect((await hands.run(script('cat; echo out'), { stdin: 'in ' })).stdout).toBe('in out\n');
    const running = hands.run(script('echo a >> ~/log; sleep 1; echo b')).catch((e: unknown) => e as TsplayError);
    await new Promise((r) => setTimeout(r, 400));
    proxy.cut();
    const error = await running;
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no place on the host') as string,
    });
    expect((await view.probe(script('cat ~/log'))).stdout).toBe('a\n');
  });
});

describe('BusyBox and dropbear', () => {
  let small: BusyboxTarget;
  let way: FaultyProxy;
  beforeAll(async () => {
    small = await startBusybox();
    way = await startProxy(small.address);
  });
  afterAll(async () => {
    await way.close();
    await small.stop();
  });
  it('take a script up again too', async () => {
    const pool = createWirePool();
    const settings = keySettings('small', way.address, small.key);
    const host = createHost({ name: 'small', settings, pool, clock: systemClock, secrets: new Secrets() });
    const { hands } = host.view({});
    expect((await hands.run(script('cat; echo out'), { stdin: 'in ' })).stdout).toBe('in out\n');
    for (const round of [1, 2, 3]) {
      const running = hands.run(sh`echo ${round} >> /tmp/log; echo out; echo err >&2; sleep 1; echo more; exit 3`);
      await new Promise((r) => setTimeout(r, 500));
      way.cut();
      expect(await running).toMatchObject({ rc: 3, stdout: 'out\nmore\n', stderr: 'err\n' });
    }
    expect(await small.exec('cat /tmp/log')).toBe('1\n2\n3\n');
    await host.close();
    await pool.close();
    expect(await small.exec("sleep 1; ls -A /dev/shm /tmp /var/tmp 2>/dev/null | grep '^.tsplay'; true")).toBe('');
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
