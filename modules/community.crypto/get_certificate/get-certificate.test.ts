import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { createServer, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments, runModule, type ModuleResult } from '../../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../../src/value/index.js';
import { closeLocalHost, LocalHost } from '../../../test/support/local-host.js';
import { taskView } from '../../../test/support/task-view.js';
import module from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-cert-'));
const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

let key = '';
let cert = '';
beforeAll(() => {
  const subject = ['-subj', '/CN=test.example.org/O=Firm', '-addext', 'subjectAltName=DNS:test.example.org'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(dir, 'k'), '-out', join(dir, 'c'), ...subject],
    { stdio: 'ignore' },
  );
  key = readFileSync(join(dir, 'k'), 'utf8');
  cert = readFileSync(join(dir, 'c'), 'utf8');
});

afterAll(async () => {
  for (const server of servers) server.close();
  await closeLocalHost();
  rmSync(dir, { recursive: true, force: true });
});

async function get(args: Record<string, unknown>): Promise<ModuleResult> {
  const given = fromJs({ host: '127.0.0.1', asn1_base64: true, ...args }) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) throw new Error(JSON.stringify(parsed.diagnostics));
  const host = new LocalHost({});
  const run = { module, args: parsed.args, host, hands: host, task: taskView(dir, new Map()) };
  return (await runModule({ ...run, checkMode: false, diffMode: false })).result;
}

describe('get_certificate', () => {
  it('tells the certificate of a server', async () => {
    const port = await listen(createServer({ key, cert }));
    const result = await get({ port, ca_cert: join(dir, 'c'), server_name: 'test.example.org' });
    expect(result).toMatchObject({ changed: false, subject: { CN: 'test.example.org', O: 'Firm' }, version: 2 });
    expect(result['cert']).toBe(cert);
    expect((result['extensions'] as { name: string }[]).map(({ name }) => name)).toContain('subjectAltName');
  });

  it('fails when another authority signed it, and when nobody answers', async () => {
    const port = await listen(createServer({ key, cert }));
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        join(dir, 'k2'),
        '-out',
        join(dir, 'c2'),
        '-subj',
        '/CN=x',
      ],
      { stdio: 'ignore' },
    );
    expect((await get({ port, ca_cert: join(dir, 'c2') })).msg).toContain('Failed to get cert from 127.0.0.1');
    const silent = await listen(createPlain(() => undefined));
    expect((await get({ port: silent, timeout: 1 })).msg).toContain('timed out');
    expect((await get({ port: 1 })).failed).toBe(true);
  });

  it('asks MySQL for TLS first', async () => {
    const port = await listen(
      createPlain((socket) => {
        socket.write(Buffer.from('4a0000000a352e372e3000', 'hex'));
        const rest = new PassThrough();
        let first = true;
        socket.on('data', (chunk: Buffer) => {
          // The request for TLS has 36 bytes; what comes with it belongs to TLS.
          rest.write(first ? chunk.subarray(36) : chunk);
          first = false;
        });
        const both = Duplex.from({ readable: rest, writable: socket }) as unknown as Socket;
        new TLSSocket(both, { isServer: true, key, cert }).on('error', () => undefined);
      }),
    );
    expect((await get({ port, starttls: 'mysql' }))['cert']).toBe(cert);
  });

  it('tells the chains', async () => {
    const sh = (script: string): void => void execFileSync('/bin/sh', ['-euc', script], { cwd: dir, stdio: 'ignore' });
    sh(`openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -subj /CN=root
      printf 'basicConstraints=CA:TRUE' > ext
      issue() { openssl req -newkey rsa:2048 -nodes -keyout $1.key -out $1.csr -subj /CN=$1
        openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.key -CAcreateserial -out $1.crt -extfile ext; }
      issue middle root; issue leaf middle`);
    const pem = (name: string): string => readFileSync(join(dir, `${name}.crt`), 'utf8');
    const own = { key: readFileSync(join(dir, 'leaf.key')), cert: pem('leaf') + pem('middle') };
    const port = await listen(createServer(own));
    const result = await get({ port, ca_cert: join(dir, 'root.crt'), get_certificate_chain: true });
    expect(result['verified_chain']).toEqual([pem('leaf'), pem('middle'), pem('root')]);
    expect(result['unverified_chain']).toEqual([pem('leaf'), pem('middle')]);
    const unknown = await get({ port, get_certificate_chain: true });
    expect(unknown['verified_chain']).toEqual([pem('leaf'), pem('middle')]);
  });
});
