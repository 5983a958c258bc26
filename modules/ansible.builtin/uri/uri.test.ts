import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handler } from '../../../test/support/http-answers.js';
import { serveHttp, type TestServer } from '../../../test/support/http-server.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import { taskFiles } from '../../../test/support/task-view.js';
import uri from './index.js';

let plain: TestServer;
let directory: string;

beforeAll(async () => {
  directory = fs.mkdtempSync(join(tmpdir(), 'tsplay-uri-'));
  plain = await serveHttp(handler);
});

afterAll(async () => {
  await plain.close();
  fs.rmSync(directory, { recursive: true });
});

const NO_PROXY = { http_proxy: '', https_proxy: '', HTTP_PROXY: '', HTTPS_PROXY: '', no_proxy: '', NO_PROXY: '' };

const run = (args: Record<string, unknown>, env: Record<string, string> = {}) => {
  plain.take();
  const host = new LocalHost({ env: { ...NO_PROXY, HOME: directory, ...env } });
  return runLocally(uri, args, { host, task: { files: taskFiles(directory) } });
};
const at = (path: string): string => `${plain.url}${path}`;

describe('answers', () => {
  it('is never a change for a GET, and returns headers as keys', async () => {
    expect(await run({ url: at('/text') })).toEqual({
      changed: false,
      status: 200,
      url: at('/text'),
      redirected: false,
      msg: 'OK (6 bytes)',
      elapsed: 0,
      cookies: {},
      cookies_string: '',
      connection: 'close',
      content_type: 'text/plain',
      content_length: '6',
      date: expect.any(String) as string,
    });
    expect(plain.take()).toMatchObject([
      { method: 'GET', url: '/text', headers: { 'user-agent': 'ansible-httpget', 'accept-encoding': 'identity' } },
    ]);
  });
  it('parses JSON by its type', async () => {
    expect(await run({ url: at('/json') })).toMatchObject({ json: { a: [1, null] } });
    expect(await run({ url: at('/json') })).not.toHaveProperty('content');
    expect(await run({ url: at('/badjson'), return_content: 'yes' })).toMatchObject({ content: '{' });
    expect(await run({ url: at('/badjson') })).not.toHaveProperty('json');
  });
  it('decodes by charset, unpacks gzip when told so', async () => {
    expect(await run({ url: at('/latin'), return_content: true })).toMatchObject({ content: 'é' });
    expect(await run({ url: at('/gzip'), return_content: true })).toMatchObject({ content: 'unpacked' });
    expect((await run({ url: at('/gzip'), return_content: true, decompress: false }))['content']).not.toBe('unpacked');
  });
  it('returns cookies and joins headers of one name', async () => {
    expect(await run({ url: at('/cookies') })).toMatchObject({
      cookies: { a: '1', b: 'x y' },
      cookies_string: 'a=1; b=x y',
      x_two: '1, 2',
    });
  });
  it('fails on another status, with the content', async () => {
    expect(await run({ url: at('/500') })).toMatchObject({
      failed: true,
      changed: false,
      status: 500,
      json: { e: 1 },
      content: '{"e": 1}',
      msg: 'Status code was 500 and not [200]: HTTP Error 500: Oh No',
    });
    expect(await run({ url: at('/nope'), status_code: '200,404' })).not.toHaveProperty('failed');
  });
});

describe('redirects', () => {
  it.each<[string, string, string, number, string[]]>([
    ['safe', 'GET', '/r302', 200, ['GET', 'GET']],
    ['safe', 'HEAD', '/r301', 200, ['HEAD', 'HEAD']],
    ['safe', 'POST', '/r302', 302, ['POST']],
    ['none', 'GET', '/r302', 302, ['GET']],
    ['all', 'POST', '/r302', 200, ['POST', 'GET']],
    ['all', 'POST', '/r301', 200, ['POST', 'GET']],
    ['all', 'PUT', '/r301', 200, ['PUT', 'PUT']],
    ['all', 'POST', '/r307/echo', 201, ['POST', 'POST']],
    ['urllib2', 'POST', '/r302', 200, ['POST', 'GET']],
    ['urllib2', 'PUT', '/r302', 302, ['PUT']],
    ['yes', 'GET', '/r303', 200, ['GET', 'GET']],
    ['safe', 'GET', '/r304', 304, ['GET']],
    ['safe', 'GET', '/r302file:///etc/passwd', 302, ['GET']],
  ])('%s %s %s', async (follow_redirects, method, path, status, methods) => {
    const body = method === 'POST' ? { body: 'x=1' } : {};
    const result = await run({
      url: at(path),
      method,
      follow_redirects,
      ...body,
      status_code: [200, 201, 301, 302, 303, 304],
    });
    expect(result).toMatchObject({ status, redirected: methods.length > 1 });
    const seen = plain.take();
    expect(seen.map((r) => r.method)).toEqual(methods);
    if (path === '/r307/echo') expect(seen[1]?.body).toBe('x=1');
    else if (methods.length > 1) expect(seen[1]?.body).toBe('');
  });
  it('gives up in a circle and keeps unredirected headers to the first request', async () => {
    expect((await run({ url: at('/circle') })).msg).toMatch(/redirects more than 10 times/);
    const headers = { 'X-Secret': 's', 'X-Open': 'o' };
    plain.take();
    await run({ url: at('/r302'), headers, unredirected_headers: ['x-secret'] });
    expect(plain.take().map((r) => [r.headers['x-secret'], r.headers['x-open']])).toEqual([
      ['s', 'o'],
      [undefined, 'o'],
    ]);
  });
});

describe('bodies', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [
      { body: { a: 'é', n: 1, t: true }, body_format: 'json' },
      '{"a": "\\u00e9", "n": 1, "t": true}',
      'application/json',
    ],
    [{ body: '{"a":5}', body_format: 'json' }, '{"a":5}', 'application/json'],
    [
      { body: { a: 'x y&', b: [1, 2], c: true }, body_format: 'form-urlencoded' },
      'a=x+y%26&b=1&b=2&c=True',
      'application/x-www-form-urlencoded',
    ],
    [
      {
        body: [
          ['a', 1],
          ['b', '~*'],
        ],
        body_format: 'form-urlencoded',
      },
      'a=1&b=~%2A',
      'application/x-www-form-urlencoded',
    ],
    [{ body: 'raw text' }, 'raw text', 'application/x-www-form-urlencoded'],
    [{ body: {}, body_format: 'json', headers: { 'content-type': 'text/x' } }, '{}', 'text/x'],
  ])('%j', async (args, body, type) => {
    expect(await run({ url: at('/echo'), method: 'POST', status_code: 201, ...args })).toMatchObject({
      changed: false,
    });
    expect(plain.take()).toMatchObject([
      { body, headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) } },
    ]);
  });
  it('sends a file of the controller or of the host', async () => {
    fs.mkdirSync(join(directory, 'files'), { recursive: true });
    fs.writeFileSync(join(directory, 'files', 'up.txt'), 'from the controller');
    fs.writeFileSync(join(directory, 'far.txt'), 'from the host');
    await run({ url: at('/echo'), method: 'PUT', src: 'up.txt', status_code: 201 });
    expect(plain.take()).toMatchObject([{ body: 'from the controller' }]);
    await run({ url: at('/echo'), method: 'PUT', src: join(directory, 'far.txt'), remote_src: true, status_code: 201 });
    expect(plain.take()).toMatchObject([{ body: 'from the host' }]);
  });
  it('sends several parts', async () => {
    fs.writeFileSync(join(directory, 'files', 'p.txt'), 'part');
    const body = {
      a: 'é',
      f: { filename: 'p.txt' },
      g: { filename: 'p.txt', multipart_encoding: '7or8bit', mime_type: 'x/y' },
      h: { content: 'abc', filename: 'q.html' },
    };
    await run({ url: at('/echo'), method: 'POST', body, body_format: 'form-multipart', status_code: 201 });
    const [seen] = plain.take();
    const boundary = /boundary="([^"]+)"/.exec(seen?.headers['content-type'] ?? '')?.[1] ?? '';
    expect(seen?.body.split(`--${boundary}`).map((part) => part.replaceAll('\r\n', '|'))).toEqual([
      '',
      '|Content-Type: text/plain|Content-Disposition: form-data; name="a"||é|',
      '|Content-Transfer-Encoding: base64|Content-Type: text/plain|Content-Disposition: form-data; name="f"; filename="p.txt"||cGFydA==||',
      '|Content-Type: x/y|Content-Disposition: form-data; name="g"; filename="p.txt"||part|',
      '|Content-Type: text/html|Content-Disposition: form-data; name="h"; filename="q.html"||abc|',
      '--|',
    ]);
  });
  it.each<[Record<string, unknown>, RegExp]>([
    [{ body: { a: 1 } }, /body_format is 'raw'/],
    [{ body: [1], body_format: 'form-urlencoded' }, /neither a dict nor a list of pairs/],
    [{ body: { a: 1 }, body_format: 'form-multipart' }, /'a' must be text or a dict/],
    [{ body: { a: {} }, body_format: 'form-multipart' }, /needs 'filename' or 'content'/],
    [{ body: 'a', src: 'b' }, /mutually exclusive/],
    [{ method: 'we ird' }, /single word/],
    [{ use_gssapi: true }, /'use_gssapi' is not supported/],
    [{ follow_redirects: 'maybe' }, /must be one of/],
  ])('refuses %j', async (args, message) => {
    expect(await run({ url: at('/echo'), method: 'POST', ...args })).toMatchObject({
      failed: true,
      msg: expect.stringMatching(message) as string,
    });
  });
});

describe('credentials', () => {
  const basic = `Basic ${Buffer.from('u:sesame').toString('base64')}`;
  it('answers a challenge, or sends them at once', async () => {
    const login = { user: 'u', password: 'sesame', return_content: true };
    expect(await run({ url: at('/basic'), ...login })).toMatchObject({ content: basic });
    expect(plain.take().map((r) => r.headers.authorization)).toEqual([undefined, basic]);
    expect(await run({ url: at('/basic'), ...login, force_basic_auth: true })).toMatchObject({ content: basic });
    expect(plain.take()).toHaveLength(1);
    const inUrl = at('/basic').replace('http://', 'http://u:sesame@');
    expect(await run({ url: inUrl, return_content: true })).toMatchObject({ content: basic, url: at('/basic') });
  });
  it('answers a digest challenge', async () => {
    const { content } = await run({
      url: at('/digest'),
      url_username: 'u',
      url_password: 'sesame',
      return_content: true,
    });
    expect(content).toMatch(
      /^Digest username="u", realm="x", nonce="n1", uri="\/digest", response="[0-9a-f]{64}", algorithm=SHA-256, qop=auth/,
    );
  });
  it('reads ~/.netrc', async () => {
    fs.writeFileSync(
      join(directory, '.netrc'),
      '# mine\nmachine other login a password b\nmachine localhost\n login u password sesame\n',
    );
    expect(await run({ url: at('/basic'), return_content: true })).toMatchObject({ content: basic });
    expect(plain.take()).toHaveLength(1);
    expect(await run({ url: at('/basic'), use_netrc: false })).toMatchObject({ failed: true, status: 401 });
    fs.rmSync(join(directory, '.netrc'));
  });
});

describe('files', () => {
  it('saves the answer, and asks for news only', async () => {
    const dest = join(directory, 'saved');
    expect(await run({ url: at('/text'), dest, mode: '0600' })).toMatchObject({
      changed: true,
      path: dest,
      mode: '0600',
      size: 6,
    });
    expect(fs.readFileSync(dest, 'utf8')).toBe('hello\n');
    expect(await run({ url: at('/text'), dest })).toMatchObject({ changed: false, path: dest });
    expect(plain.take()[0]?.headers['if-modified-since']).toMatch(/GMT$/);
    expect(await run({ url: at('/text'), dest: directory })).toMatchObject({ path: join(directory, 'text') });
    expect(await run({ url: at('/304'), dest, status_code: [200, 304] })).toMatchObject({
      changed: false,
      status: 304,
    });
    expect(fs.readFileSync(dest, 'utf8')).toBe('hello\n');
    await run({ url: at('/text'), dest, force: true });
    expect(plain.take()[0]?.headers).toMatchObject({ 'cache-control': 'no-cache' });
  });
  it('does not speak when creates or removes say so', async () => {
    fs.writeFileSync(join(directory, 'is'), '');
    expect(await run({ url: at('/text'), creates: join(directory, 'i*') })).toMatchObject({
      changed: false,
      stdout: `skipped, since '${directory}/i*' exists`,
    });
    expect(await run({ url: at('/text'), removes: join(directory, 'isnot') })).toHaveProperty('stdout');
    expect(plain.take()).toEqual([]);
  });
  it('is skipped in check mode', async () => {
    expect(await runLocally(uri, { url: at('/text') }, { checkMode: true })).toMatchObject({ skipped: true });
  });
});

describe('trouble', () => {
  it('tells a refused connection, and takes -1 as a status', async () => {
    const url = 'http://127.0.0.1:1/x';
    expect(await run({ url })).toMatchObject({
      failed: true,
      status: -1,
      msg: expect.stringMatching(/^Status code was -1 and not \[200\]: Request failed: .*ECONNREFUSED/) as string,
    });
    expect(await run({ url, status_code: [-1], return_content: true })).toMatchObject({ status: -1, content: '' });
  });
  it('tells a silent server, a cut answer, and what is no URL', async () => {
    expect((await run({ url: at('/hang'), timeout: 1 })).msg).toMatch(/no answer from localhost:\d+ for 1 s/);
    expect(await run({ url: at('/cut') })).toMatchObject({ failed: true, status: -1 });
    expect((await run({ url: 'nope' })).msg).toMatch(/'nope' is not a URL/);
    expect((await run({ url: 'gopher://x/' })).msg).toMatch(/gopher:\/\/ URLs are not supported/);
  });
});
