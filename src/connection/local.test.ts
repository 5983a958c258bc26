// The local wire keeps the contract of wires, and dials what listens here.
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wireContract } from '../../test/hosts/support/wire-contract.js';
import { openWire } from './index.js';

wireContract('local', () => openWire({ transport: 'local', name: 'here' }));

it('dials ports and sockets', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsplay-dial-'));
  const wire = await openWire({ transport: 'local', name: 'here', cwd: dir });
  for (const where of [0, join(dir, 's')]) {
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((done) => server.listen(where as number, done));
    const address = server.address();
    const stream = await wire.dial(
      typeof address === 'string' ? { socketPath: address } : { host: '127.0.0.1', port: address?.port ?? 0 },
    );
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('hello');
    server.close();
  }
  const process = await wire.exec('pwd');
  const out = await new Promise<string>((done) => process.stdout.once('data', (c: Buffer) => done(c.toString())));
  expect(out).toBe(`${dir}\n`);
  await wire.close();
  rmSync(dir, { recursive: true });
});
