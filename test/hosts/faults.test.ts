// What a bad network does to a run: a script that changes something runs once, its result is right, nothing is left behind.
//
// Whole runs are in faults-of-runs.test.ts, hosts that hang in hung-hosts.test.ts, junk and floods in floods.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, isUnreachable, type SshSettings } from '../../src/connection/index.js';
import { Secrets, script, sh, systemClock, type TsplayError } from '../../src/ground/index.js';
import { createHost, type Host } from '../../src/host/index.js';
import { useCommand } from '../support/command.js';
import { hostLine, recapOf } from './support/inventory.js';
import { startProxy, type FaultyProxy } from './support/faulty-proxy.js';
import { startBusybox, type BusyboxTarget } from './support/busybox.js';
import { keySettings, startTarget, sudo, type Target } from './support/target.js';

const cli = useCommand();
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

describe('a spool that nobody comes back to', () => {
  it('goes away by itself when its time is over, with its shell', async () => {
    const pool = createWirePool();
    const settings = target.settings('ops', { ...proxy.address, connectTimeout: 500, hostKeyAlias: 'expiry' });
    const host = createHost({
      name: 'expiry',
      settings,
      pool,
      clock: systemClock,
      secrets: new Secrets(),
      keptSeconds: 4,
    });
    const { hands } = host.view({ become: sudo() });
    await hands.run(script('true'));
    const running = hands.run(script('sleep 1; echo over')).catch((error: unknown) => error);
    await new Promise((r) => setTimeout(r, 300));
    proxy.refuse(true);
    proxy.cut();
    expect(await running).toMatchObject({ code: 'unreachable' });
    const after = Date.now();
    const look = `ls -A /dev/shm | grep -c '^.tsplay'; ps -eo args | grep -c '[T]SPLAY-BECAME'; true`;
    expect(await target.exec(look)).toBe('1\n2\n'); // sudo and its shell
    while ((await target.exec(look)) !== '0\n0\n') {
      expect(Date.now() - after).toBeLessThan(20_000);
      await new Promise((r) => setTimeout(r, 300));
    }
    proxy.refuse(false);
    await host.close();
    await pool.close();
  });
});

describe('a disk that is full', () => {
  const places = ['/dev/shm', '/tmp', '/var/tmp', '/srv/full'];
  const each = (command: string): Promise<string> =>
    target.exec(places.map((place) => `d=${place}; ${command}`).join('; '));
  beforeAll(() =>
    each(
      'mkdir -p $d; mount -t tmpfs -o size=64k,mode=1777 none $d; echo old > $d/old; mkdir -p $d/tree; dd if=/dev/zero of=$d/fill bs=1k count=64 2>/dev/null || true',
    ),
  );
  afterAll(() => each('umount -l $d'));

  it('scripts run as ever, with their input and output, whose wire breaks is told at once', async () => {
    const { hands } = hostOf('ops').view({ become: sudo() });
    const big = Buffer.alloc(200_000, 'x');
    const given = await hands.run(script('wc -c; yes | head -c 200000'), { stdin: big });
    expect([given.rc, given.stdout.length]).toEqual([0, 200_007]);
    const at = Date.now();
    const running = hands.run(script('echo once >> /root/full; sleep 1; echo b')).catch((error: unknown) => error);
    await new Promise((r) => setTimeout(r, 400));
    proxy.cut();
    expect(await running).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/it is unknown whether it ran to its end/) as string,
    });
    expect(Date.now() - at).toBeLessThan(15_000);
    expect(await target.exec('cat /root/full')).toBe('once\n');
  });
  it.each([
    ['copy: {content: "{{ big }}", dest: /srv/full/old}'],
    ['copy: {content: "{{ big }}", dest: /srv/full/new, mode: "0600"}'],
    ['template: {src: big.j2, dest: /srv/full/old}'],
    ['lineinfile: {path: /srv/full/old, line: "{{ big }}"}'],
    ['blockinfile: {path: /srv/full/old, block: "{{ big }}"}'],
    ['replace: {path: /srv/full/old, regexp: old, replace: "{{ big }}"}'],
    ['copy: {src: /root/big, dest: /srv/full/new, remote_src: true}'],
    ['get_url: {url: "file:///root/big", dest: /srv/full/new}'],
    ['assemble: {src: /root/parts, dest: /srv/full/old}'],
    ['ini_file: {path: /srv/full/old, section: a, option: b, value: "{{ big }}"}'],
    [
      'authorized_key: {user: root, path: /srv/full/old, manage_dir: false, key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{{ big }}"}',
    ],
  ])('%s fails with words and changes nothing', async (task) => {
    await target.exec(
      'mkdir -p /root/parts; head -c 200000 /dev/zero | tr "\\000" x > /root/big; cp /root/big /root/parts/1; tar -cf /root/big.tar -C /root big',
    );
    const before = await target.exec('cd /srv/full; find . | sort; cat old');
    cli.write({
      hosts: hostLine('one', target),
      'big.j2': '{{ big }}',
      'full.yml': `- hosts: all\n  gather_facts: false\n  vars: {big: "{{ 'x' * 200000 }}"}\n  tasks:\n    - ${task}\n`,
    });
    const { out, err, code } = await cli.run(['full.yml', '-i', 'hosts']);
    const told = (out + err).replaceAll(/x{100,}/g, 'xx');
    expect(code, told).toBe(2);
    expect(told).toMatch(/No space left on device|not enough space|could not be written completely/i);
    expect(recapOf(out)['one'], told).toMatchObject({ failed: 1, unreachable: 0 });
    expect(await target.exec('cd /srv/full; find . | sort; cat old')).toBe(before);
  });
  // As Ansible's, it unpacks in place: what tar has begun stays.
  it('unarchive fails with words', async () => {
    cli.write({
      'tar.yml':
        '- hosts: all\n  gather_facts: false\n  tasks:\n    - unarchive: {src: /root/big.tar, dest: /srv/full/tree, remote_src: true}\n',
    });
    const { out, code } = await cli.run(['tar.yml', '-i', 'hosts']);
    expect(code, out).toBe(2);
    expect(out).toContain('No space left on device');
  });
});
