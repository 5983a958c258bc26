// Wires, become and the resident shell against a real sshd and sudo with their default configuration.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire } from '../../src/connection/index.js';
import { script } from '../../src/ground/index.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget({ tmpfs: { '/small': 'size=64k' } });
});
afterAll(() => target.stop());

describe('resident shell over SSH', () => {
  it('runs as root', async () => {
    const { view } = target.host().view({});
    expect((await view.probe(script('id -un; pwd'))).stdout).toBe('root\n/root\n');
    expect(await view.platform()).toMatchObject({
      osFamily: 'Debian',
      distribution: 'Debian',
      packageManager: 'apt',
      serviceManager: 'systemd',
    });
  });
  it('needs one sudo and one session for 500 probes', async () => {
    const { view } = target.host({ user: 'ops' }).view({ become: sudo() });
    await view.probe(script('true'));
    const started = performance.now();
    for (let i = 0; i < 500; i++) await view.probe(script('true'));
    console.log(`probe: ${((performance.now() - started) / 500).toFixed(2)} ms`);
    const log = await target.exec("journalctl --no-pager -t sudo | grep -c 'ops : .*COMMAND='");
    expect(Number(log)).toBe(1);
  });
  it('passes the contract', async () => {
    const wire = await openWire(target.settings());
    const process = await wire.exec('cat; echo err >&2; exit 3');
    process.stdin.end('hello');
    const out: Buffer[] = [];
    process.stdout.on('data', (c: Buffer) => out.push(c));
    process.stderr.resume();
    expect(await process.exit).toEqual({ code: 3, signal: null });
    expect(Buffer.concat(out).toString()).toBe('hello');
    await wire.close();
  });
});
