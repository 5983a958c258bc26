// Hosts that say too much, too little at a time, or all at once before the first script runs.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { script, type TsplayError } from '../../src/ground/index.js';
import type { HostHands } from '../../src/host/index.js';
import { startProxy, type FaultyProxy } from './support/faulty-proxy.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let proxy: FaultyProxy;
let alias = 0;
beforeAll(async () => {
  target = await startTarget();
  proxy = await startProxy(target.address);
});
afterAll(async () => {
  await proxy.close();
  await target.stop();
});
afterEach(async () => {
  proxy.flood(0);
  proxy.trickle(0, 0);
  proxy.burst(0);
  proxy.delay(0, 0);
  await target.exec('rm -f /home/*/.bashrc');
});

const hands = (user = 'ops', become = sudo()): HostHands =>
  target
    .host({ settings: target.settings(user, { ...proxy.address, connectTimeout: 4000, hostKeyAlias: `f${alias++}` }) })
    .view({ become }).hands;
const failure = (work: Promise<unknown>): Promise<TsplayError> =>
  work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error as TsplayError,
  );

describe('before SSH begins', () => {
  it('a greeting that comes byte by byte is read', async () => {
    proxy.trickle(1, 1);
    expect((await hands().run(script('echo ok'))).stdout).toBe('ok\n');
  });
  it('lines before the greeting are passed over', async () => {
    proxy.flood(40_000);
    expect((await hands().run(script('echo ok'))).stdout).toBe('ok\n');
  });
  it('lines without end are no SSH', async () => {
    proxy.flood(1e12);
    const at = Date.now();
    const error = await failure(hands().run(script('echo ok')));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toMatch(/greeting/i);
    expect(Date.now() - at).toBeLessThan(10_000);
  });
});

describe('before the shell begins', () => {
  const rc = (text: string, user = 'ops'): Promise<string> =>
    target.exec(`printf '%s\\n' '${text}' > /home/${user}/.bashrc`);
  it.each([
    ['lines', 'yes junk | head -c 20000000; yes junk | head -c 20000000 >&2'],
    ['one line', 'head -c 20000000 /dev/zero | tr "\\\\000" x; head -c 20000000 /dev/zero | tr "\\\\000" x >&2'],
    ['what looks like prompts', 'yes "last login: never" | head -c 5000000'],
  ])('a login that prints 40 MB is listened to: %s', async (_, text) => {
    await rc(text);
    const { stdout, stderr } = await hands().run(script('echo ok; echo err >&2'));
    expect({ stdout, stderr }).toEqual({ stdout: 'ok\n', stderr: 'err\n' });
  });
  it('and so is one that asks for a password after it', async () => {
    await rc('yes junk | head -c 20000000', 'admin');
    expect((await hands('admin', sudo('root', 'admin-pw')).run(script('id -un'))).stdout).toBe('root\n');
  });
  it('a login that prints without end is named, and does not eat the memory', async () => {
    await rc('yes junk');
    const before = process.memoryUsage().rss;
    const at = Date.now();
    const error = await failure(hands().run(script('echo ok')));
    expect(error.message).toContain('prints without end');
    expect(error.message.length).toBeLessThan(1000);
    expect(Date.now() - at).toBeLessThan(15_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    await target.exec('pkill -KILL -x yes; true');
  });
});

describe('in the middle of scripts', () => {
  it.each([
    ['delays', () => proxy.delay(80, 7)],
    ['pieces', () => proxy.trickle(30, 7)],
    ['bursts', () => proxy.burst(200)],
  ])('%s change nothing but time', async (_, weather) => {
    weather();
    const own = hands();
    const big = Buffer.alloc(200_000, 'x');
    const given = await own.run(script('wc -c; yes | head -c 200000; yes | head -c 100000 >&2; exit 3'), {
      stdin: big,
    });
    expect(given.rc).toBe(3);
    expect([given.stdout.length, given.stderr.length]).toEqual(['200000\n'.length + 200_000, 100_000]);
    await own.write('/root/big', big);
    expect(await target.exec('wc -c </root/big')).toBe('200000\n');
    expect((await own.run(script('echo next'))).stdout).toBe('next\n');
  });
});
