// What a bad network does to a run: a script that changes something runs once, its result is right, nothing is left behind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { script, sh } from '../../src/ground/index.js';
import type { Host } from '../../src/host/index.js';
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
    const running = hands.run(sh`echo begun >> ${log}; echo out; echo err >&2; sleep 1; echo more; echo done >> ${log}; exit 7`);
    await new Promise((r) => setTimeout(r, 300));
    proxy.cut();
    expect(await running).toMatchObject({ rc: 7, stdout: 'out\nmore\n', stderr: 'err\n' });
    expect((await hands.run(script('echo next'))).stdout).toBe('next\n');
    await host.close();
    expect(await target.exec(`cat ${log}`)).toBe('first\nbegun\ndone\n');
    expect(await leftovers()).toBe('');
  });
});
