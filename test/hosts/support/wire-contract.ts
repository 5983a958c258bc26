// What every wire must do: one suite that the local wire passes as a unit test and the SSH wire against a real sshd.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteProcess, Wire } from '../../../src/connection/index.js';

async function collect(
  remote: RemoteProcess,
): Promise<{ out: Buffer; err: string; code: number | null; signal: string | null }> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  remote.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  remote.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const exit = await remote.exit;
  return { out: Buffer.concat(out), err: Buffer.concat(err).toString(), ...exit };
}

export function wireContract(name: string, open: () => Promise<Wire>): void {
  describe(`wire contract: ${name}`, () => {
    let wire: Wire;
    beforeAll(async () => {
      wire = await open();
    });
    afterAll(() => wire.close());

    it('runs a command line in a shell', async () => {
      const process = await wire.exec(`printf '%s' "a b"; echo err >&2; exit 7`);
      process.stdin.end();
      expect(await collect(process)).toMatchObject({ out: Buffer.from('a b'), err: 'err\n', code: 7 });
    });
    it('carries bytes both ways, many of them', async () => {
      const bytes = Buffer.alloc(3_000_000);
      for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31) % 256;
      const process = await wire.exec('cat');
      process.stdin.end(bytes);
      const { out, code } = await collect(process);
      expect(code).toBe(0);
      expect(out.equals(bytes)).toBe(true);
    });
    it('has no terminal', async () => {
      const process = await wire.exec('[ -t 0 ] || [ -t 1 ] || echo none');
      process.stdin.end();
      expect((await collect(process)).out.toString()).toBe('none\n');
    });
    it('survives writing to a process that has ended', async () => {
      const process = await wire.exec('exit 0');
      process.stdin.write(Buffer.alloc(200_000));
      expect((await collect(process)).code).toBe(0);
      process.stdin.write('more');
    });
    it('kills', async () => {
      const remote = await wire.exec('echo up; sleep 60');
      await new Promise((resolve) => remote.stdout.once('data', resolve));
      remote.kill();
      expect((await remote.exit).code).not.toBe(0);
    });
    it('does not wait for a process left behind', async () => {
      const started = Date.now();
      const process = await wire.exec('sleep 6 & echo gone');
      process.stdin.end();
      expect((await collect(process)).code).toBe(0);
      expect(Date.now() - started).toBeLessThan(4000);
    });
    it('runs commands side by side', async () => {
      const results = await Promise.all(
        [1, 2, 3, 4].map(async (n) => {
          const process = await wire.exec(`sleep 0.1; echo ${n}`);
          process.stdin.end();
          return (await collect(process)).out.toString();
        }),
      );
      expect(results).toEqual(['1\n', '2\n', '3\n', '4\n']);
    });
    it('says when an address does not answer', async () => {
      await expect(wire.dial({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({ code: 'dial-failed' });
      await expect(wire.dial({ socketPath: '/no/such/socket' })).rejects.toMatchObject({ code: 'dial-failed' });
    });
    it('is of no use when closed', async () => {
      const other = await open();
      let told = false;
      other.onBroken(() => {
        told = true;
      });
      await other.close();
      await other.close();
      expect(told).toBe(false);
      await expect(other.exec('true')).rejects.toMatchObject({ code: 'unreachable' });
    });
  });
}
