import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { httpSync } from './http-sync.js';

/** A server and a proxy that tell what they were asked; they run apart, because a request is waited for. */
const SERVERS = `
const http = require('node:http'), zlib = require('node:zlib');
const server = http.createServer((q, r) => {
  if (q.url === '/away') return r.writeHead(302, { location: '/here' }).end();
  if (q.url === '/zipped') return r.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('unzipped'));
  if (q.url === '/loop') return r.writeHead(302, { location: '/loop' }).end();
  r.end('server ' + q.url);
}).listen(0, '127.0.0.1', () => {
  const proxy = http.createServer((q, r) => r.end('proxy ' + q.url + ' ' + (q.headers['proxy-authorization'] ?? '-')))
    .on('connect', (q, s) => s.end('HTTP/1.1 403 No\\r\\n\\r\\n'))
    .listen(0, '127.0.0.1', () => console.log(server.address().port + ' ' + proxy.address().port));
});`;

const asked = {
  method: 'GET',
  headers: {},
  redirect: 'follow',
  timeout: 5000,
  validateCerts: true,
  caPath: undefined,
} as const;
let child: ChildProcess;
let server = '';
let proxy = '';

beforeAll(async () => {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'])
    vi.stubEnv(name, undefined);
  child = spawn(process.execPath, ['-e', SERVERS]);
  const [a, b] = await new Promise<string[]>((done) =>
    child.stdout?.once('data', (data: Buffer) => done(data.toString().trim().split(' '))),
  );
  server = `http://127.0.0.1:${a}`;
  proxy = `127.0.0.1:${b}`;
});
afterAll(() => {
  child.kill();
  vi.unstubAllEnvs();
});

const get = (url: string, more: object = {}): string => httpSync({ ...asked, url, useProxy: true, ...more }).body;

describe('httpSync', () => {
  it('asks the server itself when no proxy is named', () => expect(get(`${server}/a`)).toBe('server /a'));
  it('follows redirects, or gives the answer that redirects', () => {
    expect(get(`${server}/away`)).toBe('server /here');
    expect(httpSync({ ...asked, url: `${server}/away`, useProxy: true, redirect: 'manual' }).status).toBe(302);
    expect(() => get(`${server}/loop`)).toThrow(/too many redirects/);
  });
  it('unpacks what comes packed', () => expect(get(`${server}/zipped`)).toBe('unzipped'));
  it('asks the proxy of the environment, with its login', () => {
    vi.stubEnv('http_proxy', `http://ann:p%40ss@${proxy}`);
    const login = Buffer.from('ann:p@ss').toString('base64');
    expect(get('http://nosuch.invalid/x?y#z')).toBe(`proxy http://nosuch.invalid/x?y Basic ${login}`);
    vi.stubEnv('http_proxy', proxy);
    expect(get(`${server}/a`)).toBe(`proxy ${server}/a -`);
  });
  it('asks the server itself where no_proxy or use_proxy says so', () => {
    vi.stubEnv('http_proxy', proxy);
    expect(get(`${server}/a`, { useProxy: false })).toBe('server /a');
    vi.stubEnv('no_proxy', 'example.com,127.0.0.1');
    expect(get(`${server}/a`)).toBe('server /a');
    vi.stubEnv('no_proxy', undefined);
  });
  it('says when a proxy opens no tunnel, or nobody answers', () => {
    vi.stubEnv('https_proxy', proxy);
    expect(() => get('https://nosuch.invalid/')).toThrow('Tunnel connection failed: 403 No');
    expect(() => get('http://127.0.0.1:1/', { useProxy: false })).toThrow(/ECONNREFUSED/);
  });
});
