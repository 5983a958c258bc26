import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeAuthority,
  serveHttp,
  serveHttps,
  serveProxy,
  type Authority,
  type TestServer,
} from '../../../test/support/http-server.js';
import { handler } from '../../../test/support/http-answers.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import uri from './index.js';

let authority: Authority;
let plain: TestServer;
let secure: TestServer;
let mutual: TestServer;
let proxy: TestServer;
let strictProxy: TestServer;
let directory: string;

beforeAll(async () => {
  authority = makeAuthority();
  directory = fs.mkdtempSync(join(tmpdir(), 'tsplay-uri-'));
  plain = await serveHttp(handler);
  secure = await serveHttps(handler, authority.server);
  const ca = fs.readFileSync(authority.ca);
  mutual = await serveHttps(handler, { ...authority.server, ca, requestCert: true, rejectUnauthorized: true });
  proxy = await serveProxy();
  strictProxy = await serveProxy('me:it is');
});

afterAll(async () => {
  await Promise.all([plain, secure, mutual, proxy, strictProxy].map((server) => server.close()));
  fs.rmSync(authority.directory, { recursive: true });
  fs.rmSync(directory, { recursive: true });
});

const NO_PROXY = { http_proxy: '', https_proxy: '', HTTP_PROXY: '', HTTPS_PROXY: '', no_proxy: '', NO_PROXY: '' };

const run = (args: Record<string, unknown>, env: Record<string, string> = {}) => {
  plain.take();
  const host = new LocalHost({ env: { ...NO_PROXY, HOME: directory, ...env } });
  return runLocally(uri, args, { host });
};
const at = (path: string): string => `${plain.url}${path}`;

describe('TLS', () => {
  const https = (path = '/text'): string => `${secure.url}${path}`;
  it("trusts the host's authorities, those of ca_path, or all", async () => {
    expect((await run({ url: https() })).msg).toMatch(
      /certificate of localhost is not trusted.*update-ca-certificates/s,
    );
    expect(await run({ url: https() }, { SSL_CERT_FILE: authority.ca })).toMatchObject({ status: 200 });
    expect(await run({ url: https(), ca_path: authority.ca })).toMatchObject({ status: 200 });
    expect(await run({ url: https(), validate_certs: 'no' })).toMatchObject({ status: 200 });
  });
  it('checks the name', async () => {
    const url = https().replace('localhost', '127.0.0.1');
    expect((await run({ url, ca_path: authority.ca })).msg).toMatch(
      /certificate of 127.0.0.1 is not valid|not trusted|failed/,
    );
  });
  it("shows the client's certificate", async () => {
    const base = { url: `${mutual.url}/text`, ca_path: authority.ca };
    expect(await run(base)).toMatchObject({ failed: true });
    const cert = {
      client_cert: join(authority.directory, 'client.pem'),
      client_key: join(authority.directory, 'client.key'),
    };
    expect(await run({ ...base, ...cert })).toMatchObject({ status: 200 });
    const both = join(authority.directory, 'both.pem');
    fs.writeFileSync(both, Buffer.concat([cert.client_cert, cert.client_key].map((f) => fs.readFileSync(f))));
    expect(await run({ ...base, client_cert: both })).toMatchObject({ status: 200 });
  });
});

describe('proxies', () => {
  const names = () => ({ http_proxy: proxy.url, https_proxy: proxy.url });
  it('goes through the proxy of the environment', async () => {
    expect(await run({ url: at('/text') }, names())).toMatchObject({ status: 200 });
    expect(proxy.take()).toMatchObject([{ method: 'GET', url: at('/text') }]);
    expect(await run({ url: `${secure.url}/text`, ca_path: authority.ca }, names())).toMatchObject({ status: 200 });
    expect(proxy.take()).toMatchObject([{ method: 'CONNECT', url: `localhost:${secure.port}` }]);
  });
  it('goes without it for no_proxy and use_proxy', async () => {
    await run({ url: at('/text') }, { ...names(), no_proxy: 'example.org,.localhost' });
    await run({ url: at('/text'), use_proxy: false }, names());
    expect(proxy.take()).toEqual([]);
  });
  it('logs in at the proxy, and says when it is refused', async () => {
    const withLogin = strictProxy.url.replace('http://', 'http://me:it%20is@');
    expect(await run({ url: at('/text') }, { http_proxy: withLogin })).toMatchObject({ status: 200 });
    expect(plain.take()[0]?.headers.authorization).toBeUndefined();
    const args = { url: `${secure.url}/text`, ca_path: authority.ca };
    expect(await run(args, { https_proxy: withLogin })).toMatchObject({ status: 200 });
    expect((await run(args, { https_proxy: strictProxy.url })).msg).toMatch(/refused the tunnel.*407/);
    expect((await run(args, { https_proxy: 'socks5://x:1' })).msg).toMatch(/is not an HTTP proxy/);
  });
});

describe('unix_socket', () => {
  it('speaks to a socket', async () => {
    const path = join(directory, 'sock');
    const server = await serveHttp(handler, path);
    expect(await run({ url: 'http://localhost/json', unix_socket: path })).toMatchObject({ json: { a: [1, null] } });
    await server.close();
  });
});
