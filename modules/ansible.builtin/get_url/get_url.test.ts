import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveHttp, type TestServer } from '../../../test/support/http-server.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import { treeOf } from '../../../test/support/module-cases.js';
import { nameFromHeader, nameFromUrl } from '../../_shared/url-name.js';
import { findChecksum, parseChecksum } from './checksum.js';
import getUrl from './index.js';

const TEXT = 'hello\n';
const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const SHA256 = digest('sha256', TEXT);

let server: TestServer;
let directory: string;
let big: Buffer;
/** More than is held in memory. */
let huge: Buffer;

beforeAll(async () => {
  big = Buffer.alloc(3_000_000, 'x\0\xff\n', 'latin1');
  huge = Buffer.alloc(17 * 2 ** 20, 'y\0\xfe\n', 'latin1');
  server = await serveHttp((request, response) => {
    switch (request.url) {
      case '/file.txt':
        if (request.headers['if-modified-since'] !== undefined) response.writeHead(304).end();
        else response.writeHead(200, { 'Content-Length': TEXT.length }).end(request.method === 'HEAD' ? '' : TEXT);
        break;
      case '/redirect':
        response.writeHead(302, { Location: '/file.txt' }).end();
        break;
      case '/sums':
        response.end(`${SHA256}  other.txt\n${SHA256} *./file.txt\n`);
        break;
      case '/named':
        response.writeHead(200, { 'Content-Disposition': 'attachment; filename="../na med.bin"' }).end('zz');
        break;
      case '/huge':
        response.setHeader('Content-Length', huge.length);
        response.end(request.method === 'HEAD' ? '' : huge);
        break;
      case '/stalls':
        response.setHeader('Content-Length', huge.length);
        response.write(huge.subarray(0, 2 ** 20));
        break;
      case '/big':
        response.end(big);
        break;
      default:
        response.writeHead(404).end('nothing');
    }
  });
});
afterAll(() => server.close());
beforeEach(() => {
  directory = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'tsplay-get-'));
  fs.chmodSync(directory, 0o755);
  server.take();
  return () => fs.rmSync(directory, { recursive: true });
});

const at = (path: string): string => `${server.url}${path}`;
const run = (args: Record<string, unknown>, checkMode = false) =>
  runLocally(getUrl, args, { host: new LocalHost({ env: { http_proxy: '', HTTP_PROXY: '' } }), checkMode });

describe('get_url', () => {
  it('downloads, then asks for news only', async () => {
    const dest = join(directory, 'a');
    const args = { url: at('/file.txt'), dest, mode: '0640' };
    const before = treeOf(directory);
    expect(await run(args, true)).toMatchObject({ changed: true, msg: 'OK (6 bytes)' });
    expect(treeOf(directory)).toEqual(before);
    expect(server.take().map((r) => r.method)).toEqual(['HEAD']);
    expect(await run(args)).toMatchObject({
      changed: true,
      msg: 'OK (6 bytes)',
      status_code: 200,
      checksum_dest: null,
      checksum_src: digest('sha1', TEXT),
      md5sum: digest('md5', TEXT),
      dest,
      url: at('/file.txt'),
      elapsed: 0,
      mode: '0640',
      size: 6,
      state: 'file',
      owner: expect.any(String) as string,
    });
    expect(fs.readFileSync(dest, 'utf8')).toBe(TEXT);
    const again = { changed: false, status_code: 304, msg: 'HTTP Error 304: Not Modified', mode: '0640' };
    expect(await run(args)).toMatchObject(again);
    expect(await run(args, true)).toMatchObject(again);
    expect(await run({ ...args, mode: 'u=rw,go=' })).toMatchObject({ changed: true, status_code: 304, mode: '0600' });
    expect(fs.statSync(dest).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(directory)).toEqual(['a']);
  });
  it('asks for all when forced, and replaces only what differs', async () => {
    const dest = join(directory, 'a');
    fs.writeFileSync(dest, TEXT);
    expect(await run({ url: at('/file.txt'), dest, force: 'yes' })).toMatchObject({
      changed: false,
      status_code: 200,
      checksum_dest: digest('sha1', TEXT),
      checksum_src: digest('sha1', TEXT),
    });
    expect(server.take()[0]?.headers).toMatchObject({ 'cache-control': 'no-cache' });
    fs.writeFileSync(dest, 'old', { mode: 0o644 });
    fs.chmodSync(dest, 0o700);
    const replaced = await run({ url: at('/file.txt'), dest, force: true, backup: true });
    expect(replaced).toMatchObject({ changed: true, mode: '0700', checksum_dest: digest('sha1', 'old') });
    expect(fs.readFileSync(String(replaced['backup_file']), 'utf8')).toBe('old');
  });
  it('downloads nothing when the checksum fits', async () => {
    const dest = join(directory, 'a');
    const args = { url: at('/file.txt'), dest, checksum: `sha256:${SHA256.toUpperCase()}` };
    expect(await run(args)).toMatchObject({ changed: true });
    server.take();
    expect(await run(args)).toMatchObject({ changed: false, msg: 'file already exists', size: 6 });
    expect(server.take()).toEqual([]);
    expect(await run({ ...args, force: true })).toMatchObject({ changed: false, status_code: 200 });
    expect(await run({ ...args, checksum: `sha256:${at('/sums')}` })).toMatchObject({ msg: 'file already exists' });
    fs.writeFileSync(dest, 'spoilt');
    expect(await run(args, true)).toMatchObject({ changed: true });
    expect(await run(args)).toMatchObject({ changed: true, status_code: 200 });
    expect(fs.readFileSync(dest, 'utf8')).toBe(TEXT);
  });
  it('leaves what is there when the download is not what was wanted', async () => {
    const dest = join(directory, 'a');
    fs.writeFileSync(dest, 'old');
    const wrong = digest('sha256', 'other');
    expect(await run({ url: at('/file.txt'), dest, checksum: `sha256:${wrong}` })).toMatchObject({
      failed: true,
      changed: false,
      msg: `The checksum for ${at('/file.txt')} did not match ${wrong}; it was ${SHA256}.`,
    });
    expect(fs.readFileSync(dest, 'utf8')).toBe('old');
    expect(fs.readdirSync(directory)).toEqual(['a']);
  });
  it('finds a name in a directory', async () => {
    expect(await run({ url: at('/file.txt'), dest: directory })).toMatchObject({
      changed: true,
      dest: `${directory}/file.txt`,
    });
    expect(await run({ url: at('/file.txt'), dest: `${directory}/` })).toMatchObject({
      changed: false,
      status_code: 200,
    });
    expect(await run({ url: at('/redirect'), dest: directory })).toMatchObject({
      changed: false,
      url: at('/redirect'),
    });
    expect(await run({ url: at('/named'), dest: directory })).toMatchObject({ dest: `${directory}/na med.bin` });
  });
  it('streams what is large, verifies it before it replaces anything, and leaves what is the same', async () => {
    const dest = join(directory, 'h');
    const sums = { sha256: createHash('sha256').update(huge).digest('hex') };
    const args = { url: at('/huge'), dest, mode: '0640', checksum: `sha256:${sums.sha256}` };
    const wrong = digest('sha256', 'other');
    const refused = await run({ ...args, checksum: `sha256:${wrong}` });
    expect(refused).toMatchObject({ failed: true, changed: false });
    expect(refused['msg']).toBe(`The checksum for ${at('/huge')} did not match ${wrong}; it was ${sums.sha256}.`);
    expect(fs.readdirSync(directory)).toEqual([]);
    const sha1 = createHash('sha1').update(huge).digest('hex');
    expect(await run(args)).toMatchObject({ changed: true, mode: '0640', size: huge.length, checksum_src: sha1 });
    expect(fs.readFileSync(dest).equals(huge)).toBe(true);
    const same = { changed: false, checksum_dest: sha1, checksum_src: sha1, size: huge.length };
    expect(await run({ url: at('/huge'), dest, force: true })).toMatchObject(same);
    expect(await run({ url: at('/huge'), dest, force: true, mode: '0600' })).toMatchObject({
      ...same,
      changed: true,
      mode: '0600',
    });
    fs.writeFileSync(dest, 'old');
    const replaced = await run({ url: at('/huge'), dest, force: true, backup: true });
    expect(replaced).toMatchObject({
      changed: true,
      mode: '0600',
      md5sum: createHash('md5').update(huge).digest('hex'),
    });
    expect(fs.readFileSync(String(replaced['backup_file']), 'utf8')).toBe('old');
  });
  it('gives up a large download that stands still, and leaves nothing of it', async () => {
    const stalled = await run({ url: at('/stalls'), dest: join(directory, 's'), timeout: 1 });
    expect(stalled).toMatchObject({ failed: true, changed: false });
    expect(stalled['msg']).toMatch(/^Request failed: no answer from localhost:\d+ for 1 s/);
    expect(fs.readdirSync(directory)).toEqual([]);
  });
  it('takes bytes as they are, and follows a link to the file', async () => {
    fs.symlinkSync('real', join(directory, 'link'));
    expect(await run({ url: at('/big'), dest: join(directory, 'link') })).toMatchObject({
      changed: true,
      size: big.length,
    });
    expect(fs.readFileSync(join(directory, 'real')).equals(big)).toBe(true);
    expect(fs.lstatSync(join(directory, 'link')).isSymbolicLink()).toBe(true);
  });
  it('copies a file of the host', async () => {
    fs.writeFileSync(join(directory, 'a b'), TEXT);
    const args = { url: `file://${directory}/a%20b`, dest: join(directory, 'c') };
    expect(await run(args)).toMatchObject({ changed: true, status_code: null, msg: 'OK (6 bytes)' });
    expect(await run(args)).toMatchObject({ changed: false });
  });
  it.each<[Record<string, unknown>, RegExp, Record<string, unknown>]>([
    [
      { url: '/nope' },
      /^Request failed: HTTP Error 404: Not Found$/,
      { status_code: 404, response: 'HTTP Error 404: Not Found' },
    ],
    [{ dest: '/no/such/dir/file' }, /^Destination \/no\/such\/dir does not exist$/, {}],
    [{ dest: '/no/such/dir/' }, /^Destination \/no\/such\/dir does not exist$/, {}],
    [{ checksum: 'abc' }, /has to be in format <algorithm>:<checksum>/, {}],
    [{ checksum: 'crc:abc' }, /'crc' is not one of md5, sha1/, {}],
    [{ checksum: 'sha1:xyz' }, /not hexadecimal/, {}],
    [{ checksum: 'sha256:SERVER/nope' }, /list of checksums could not be had: HTTP Error 404/, { status_code: 404 }],
    [{ checksum: 'sha256:SERVER/big' }, /Unable to find a checksum for file 'file.txt'/, {}],
    [{ url: 'ftp://x/y' }, /ftp:\/\/ is not supported/, {}],
    [{ url: 'http://127.0.0.1:1/x' }, /^Request failed: .*ECONNREFUSED/, {}],
    [{ tmp_dest: '/no/such/dir' }, /tmp_dest: \/no\/such\/dir is not a directory/, {}],
    [{ owner: 'no-such-user' }, /user no-such-user/, {}],
  ])('%j fails', async (args, message, extra) => {
    const url = typeof args['url'] === 'string' ? args['url'].replace(/^\//, `${server.url}/`) : at('/file.txt');
    const checksum =
      typeof args['checksum'] === 'string' ? { checksum: args['checksum'].replace('SERVER', server.url) } : {};
    const result = await run({ dest: join(directory, 'a'), ...args, url, ...checksum });
    expect(result).toMatchObject({
      failed: true,
      changed: false,
      msg: expect.stringMatching(message) as string,
      ...extra,
    });
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});

describe('parseChecksum', () => {
  it('reads digests and URLs', () => {
    expect(parseChecksum('')).toBeUndefined();
    expect(parseChecksum('SHA256: AB:CD ')).toEqual({ algorithm: 'sha256', digest: 'abcd' });
    expect(parseChecksum('md5:file:///x')).toEqual({ algorithm: 'md5', url: 'file:///x' });
  });
});

describe('findChecksum', () => {
  it.each<[string, string, string]>([
    ['aa  x\nbb  f.tgz\n', '/d/f.tgz', 'bb'],
    ['aa *x\r\nbb *f.tgz\r\n', '/d/f.tgz', 'bb'],
    ['bb  ./f.tgz', '/d/f.tgz', 'bb'],
    ['aa  e/f.tgz\nbb  d/f.tgz', '/v1/d/f.tgz', 'bb'],
    ['BB', '/d/f.tgz', 'bb'],
    ['  bb  \n', '/d/f.tgz', 'bb'],
    ['SHA256 (x) = aa\nSHA256 (f.tgz) = bb\n', '/f.tgz', 'bb'],
    ['# list\n\nbb\tf.tgz', '/f.tgz', 'bb'],
    ['bb  my file', '/my file', 'bb'],
  ])('%j', (list, path, found) => expect(findChecksum(list, path, 'u')).toBe(found));
  it.each(['aa  f.tgz.sig', '', 'aa\nbb', '<html>'])('has none in %j', (list) =>
    expect(() => findChecksum(list, '/f.tgz', 'u')).toThrow(/Unable to find a checksum for file 'f.tgz' in 'u'/),
  );
});

describe('names', () => {
  it.each([
    ['http://h/a/b.txt?x=1#y', 'b.txt'],
    ['http://h/', 'index.html'],
    ['http://h', 'index.html'],
    ['http://h/a%20b', 'a b'],
    ['http://h/a%2Fb', 'a%2Fb'],
    ['http://h/%', '%'],
  ])('%s', (url, name) => expect(nameFromUrl(url)).toBe(name));
  it.each([
    ['attachment; filename="a b.bin"', 'a b.bin'],
    ['attachment; filename=a.bin; size=3', 'a.bin'],
    ['attachment; filename="../../etc/x"', 'x'],
    ['attachment; filename=".."', undefined],
    ['inline', undefined],
    [undefined, undefined],
  ])('%s', (header, name) => expect(nameFromHeader(header)).toBe(name));
});
