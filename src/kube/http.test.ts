// HTTP over dialed streams: a small server on loopback stands for the API server and notes what it is asked.
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { DialTarget } from '../connection/types.js';
import type { KubeAccess } from './access.js';
import { KubeClient } from './client.js';
import { KubeHttp, type KubeRequest } from './http.js';
import { bypassesProxy, proxyFor } from './proxy.js';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Fake {
  readonly port: number;
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  readonly sockets: Set<Socket>;
}

async function fake(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<Fake> {
  const seen: Fake['seen'] = [];
  const sockets = new Set<Socket>();
  const server: Server = createPlainServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response, body);
    });
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen, sockets };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const dialed: DialTarget[] = [];
const dial = (target: DialTarget): Promise<Duplex> => {
  dialed.push(target);
  return new Promise((done, fail) => {
    const socket = 'port' in target ? connect(target.port, target.host) : connect(target.socketPath);
    socket.once('connect', () => done(socket)).once('error', fail);
  });
};

function open(port: number, changes: Partial<KubeAccess> = {}): KubeHttp {
  const access: KubeAccess = {
    server: `http://127.0.0.1:${port}`,
    ...{ ca: undefined, clientCert: undefined, clientKey: undefined, verify: true, tlsServerName: undefined },
    ...{ headers: { authorization: 'Bearer t' }, proxy: undefined, namespace: 'default', origin: 'test' },
    ...changes,
  };
  const http = new KubeHttp(access, dial);
  closers.push(() => http.close());
  return http;
}
const get = (path: string): KubeRequest => ({ method: 'GET', path });

describe('requests', () => {
  it('carry credentials, queries and bodies, and use one connection again', async () => {
    const server = await fake((_q, response) => json(response, 200, { ok: true }, { warning: '299 - "old"' }));
    const http = open(server.port, { headers: { authorization: 'Bearer t', 'impersonate-group': ['a', 'b'] } });
    const first = await http.request({
      method: 'PATCH',
      path: '/x',
      query: { dryRun: 'All', not: undefined },
      body: { n: 2n ** 60n },
      contentType: 'application/merge-patch+json',
    });
    expect(first).toMatchObject({ status: 200, body: { ok: true }, warnings: ['old'] });
    await http.request(get('/y'));
    expect(server.seen[0]).toMatchObject({ method: 'PATCH', url: '/x?dryRun=All', body: '{"n":1152921504606846976}' });
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer t',
      'impersonate-group': 'a, b',
      'content-type': 'application/merge-patch+json',
    });
    expect(server.sockets.size).toBe(1);
  });
  it('keep the path of the server address', async () => {
    const server = await fake((_q, response) => json(response, 200, {}));
    await open(server.port, { server: `http://127.0.0.1:${server.port}/k8s/clusters/a` }).request(get('/api'));
    expect(server.seen[0]?.url).toBe('/k8s/clusters/a/api');
  });
  it('unpack gzip and leave text alone', async () => {
    const server = await fake((request, response) => {
      if (request.url === '/text')
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
      else
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync('{"a":1}'));
    });
    const http = open(server.port);
    expect(await http.request(get('/'))).toMatchObject({ body: { a: 1 } });
    expect(await http.request(get('/text'))).toMatchObject({
      status: 404,
      body: undefined,
      text: '404 page not found\n',
    });
  });
  it('replace a connection that was closed while idle', async () => {
    const server = await fake((_q, response) => json(response, 200, {}));
    const http = open(server.port);
    await http.request(get('/1'));
    for (const socket of server.sockets) socket.destroy();
    expect((await http.request(get('/2'))).status).toBe(200);
  });
  it('open a few connections at most', async () => {
    const server = await fake((_q, response) => json(response, 200, {}));
    const http = open(server.port);
    await Promise.all(Array.from({ length: 40 }, (_, i) => http.request(get(`/${i}`))));
    expect(server.seen).toHaveLength(40);
    expect(server.sockets.size).toBeLessThanOrEqual(6);
  });
  it('say what broke', async () => {
    const server = await fake((request) => request.socket.destroy());
    await expect(open(server.port).request(get('/'))).rejects.toMatchObject({
      code: 'dial-failed',
      message: expect.stringContaining('(from test) broke') as string,
    });
    await expect(
      open(server.port, { server: `https://127.0.0.1:${server.port}` }).request(get('/')),
    ).rejects.toMatchObject({ code: 'kube-refused', message: expect.stringContaining('no TLS connection') as string });
    await expect(open(1).request(get('/'))).rejects.toMatchObject({ code: 'dial-failed' });
  });
});

describe('the proxy', () => {
  async function proxy(status: string): Promise<{ port: number; heads: string[] }> {
    const heads: string[] = [];
    const server = createTcpServer((socket) => {
      socket.once('data', (chunk: Buffer) => {
        heads.push(chunk.toString());
        socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
        const port = Number(/:(\d+) HTTP/.exec(chunk.toString())?.[1]);
        if (!status.startsWith('200')) return socket.end();
        const onward = connect(port, '127.0.0.1');
        socket.pipe(onward).pipe(socket);
        socket.on('error', () => onward.destroy());
        return onward.on('error', () => socket.destroy());
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(() => void server.close());
    return { port: (server.address() as AddressInfo).port, heads };
  }
  it('is asked for a tunnel', async () => {
    const server = await fake((_q, response) => json(response, 200, { a: 1 }));
    const { port, heads } = await proxy('200 Connection established');
    const through = proxyFor(`http://u:p%40@127.0.0.1:${port}`, undefined, { user_agent: 'me' }, new URL('http://x'));
    expect(await open(server.port, { proxy: through }).request(get('/'))).toMatchObject({ body: { a: 1 } });
    expect(heads[0]).toContain(`CONNECT 127.0.0.1:${server.port} HTTP/1.1\r\n`);
    expect(heads[0]).toContain(`proxy-authorization: Basic ${Buffer.from('u:p@').toString('base64')}`);
    expect(heads[0]).toContain('user-agent: me');
  });
  it('may refuse', async () => {
    const { port } = await proxy('403 Forbidden');
    const through = proxyFor(`127.0.0.1:${port}`, undefined, {}, new URL('http://x'));
    await expect(open(5, { proxy: through }).request(get('/'))).rejects.toMatchObject({
      code: 'dial-failed',
      message: expect.stringContaining('403 Forbidden') as string,
    });
  });
  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['a.example.com', '.example.com', true],
    ['example.com', 'example.com', true],
    ['notexample.com', 'example.com', false],
    ['x', '*', true],
    ['x', '', false],
    ['127.0.0.1', 'localhost, 127.0.0.1', true],
  ])('for %s with no_proxy %s', (host, list, bypassed) => expect(bypassesProxy(host, list)).toBe(bypassed));
  it('is none, or refused when it is not plain HTTP', () => {
    expect(proxyFor(undefined, undefined, {}, new URL('http://x'))).toBeUndefined();
    expect(proxyFor('http://p', 'x', {}, new URL('http://x'))).toBeUndefined();
    expect(() => proxyFor('socks5://p:1', undefined, {}, new URL('http://x'))).toThrow(/http:\/\/ proxies only/);
  });
});

describe('the client', () => {
  const list = (kinds: string[]): object => ({
    kind: 'APIResourceList',
    groupVersion: 'a.example/v1',
    resources: kinds.map((kind) => ({
      name: `${kind.toLowerCase()}s`,
      kind,
      singularName: '',
      namespaced: true,
      verbs: [],
    })),
  });
  it('asks for a version once, and again when a kind is unknown', async () => {
    let kinds = ['A'];
    const server = await fake((_q, response) => json(response, 200, list(kinds)));
    const client = new KubeClient(
      { server: '', namespace: 'default', origin: 'test' } as KubeAccess,
      open(server.port),
      () => Promise.resolve(),
    );
    expect(await client.findResource('a.example/v1', 'A')).toMatchObject({ plural: 'as' });
    expect(await client.findResource('a.example/v1', 'A')).toMatchObject({ plural: 'as' });
    expect(server.seen).toHaveLength(1);
    kinds = ['A', 'B'];
    expect(await client.findResource('a.example/v1', 'B')).toMatchObject({ plural: 'bs' });
    expect(server.seen).toHaveLength(2);
  });
  it('follows the pages of a list and sends again what the server is too busy for', async () => {
    const waits: number[] = [];
    let busy = true;
    const server = await fake((request, response) => {
      if (busy) {
        busy = false;
        return json(response, 429, { kind: 'Status' }, { 'retry-after': '2' });
      }
      const more = !request.url?.includes('continue=');
      return json(response, 200, {
        metadata: more ? { continue: 'next' } : {},
        items: [{ metadata: { name: more ? 'a' : 'b' } }],
      });
    });
    const client = new KubeClient({ namespace: 'default', origin: 'test' } as KubeAccess, open(server.port), (ms) =>
      Promise.resolve(void waits.push(ms)),
    );
    const resource = { apiVersion: 'v1', kind: 'A', plural: 'as', singular: '', shortNames: [], namespaced: true };
    const items = await client.list(resource, { namespace: 'n', labelSelector: 'x in (a, b)' });
    expect(items.map((i) => [i.kind, i.metadata?.name])).toEqual([
      ['A', 'a'],
      ['A', 'b'],
    ]);
    expect(waits).toEqual([2000]);
    expect(server.seen[1]?.url).toBe('/api/v1/namespaces/n/as?labelSelector=x+in+%28a%2C+b%29&limit=500');
  });
  it('says why it was refused', async () => {
    const server = await fake((_q, response) =>
      json(response, 422, {
        kind: 'Status',
        reason: 'Invalid',
        message: 'long',
        details: { causes: [{ field: 'spec.a', message: 'Required value' }, { message: 'and more' }] },
      }),
    );
    const client = new KubeClient({ namespace: 'default', origin: 'test' } as KubeAccess, open(server.port), () =>
      Promise.resolve(),
    );
    const resource = { apiVersion: 'v1', kind: 'A', plural: 'as', singular: '', shortNames: [], namespaced: true };
    await expect(
      client.dryRun({ verb: 'create', resource, namespace: 'n', object: { metadata: { name: 'x' } } }),
    ).rejects.toMatchObject({
      status: 422,
      message:
        'cannot create A "x" in namespace "n": the API server calls it invalid:\n  spec.a: Required value\n  and more',
    });
  });
});
