import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHttp, type TestServer } from '../../../test/support/http-server.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import { kindOf, parseComparison, parseTimes, relevantDifferences } from './archive.js';
import unarchive from './index.js';

describe('archive at a URL', () => {
  let server: TestServer;
  let directory: string;
  beforeAll(async () => {
    directory = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'tsplay-unarchive-'));
    fs.mkdirSync(join(directory, 'out'));
    fs.writeFileSync(join(directory, 'a'), 'hello\n');
    execFileSync('tar', ['-czf', 'x.tgz', 'a'], { cwd: directory });
    const archive = fs.readFileSync(join(directory, 'x.tgz'));
    server = await serveHttp((request, response) => {
      if (request.url === '/x.tgz') response.end(archive);
      else response.writeHead(404).end('nothing');
    });
  });
  afterAll(async () => {
    await server.close();
    fs.rmSync(directory, { recursive: true });
  });
  const run = (name: string) =>
    runLocally(
      unarchive,
      { src: `${server.url}${name}`, dest: join(directory, 'out'), remote_src: true },
      { host: new LocalHost({ env: { http_proxy: '', HTTP_PROXY: '' } }) },
    );

  it('is fetched and unpacked, once', async () => {
    expect(await run('/x.tgz')).toMatchObject({ changed: true, handler: 'TgzArchive' });
    expect(fs.readFileSync(join(directory, 'out', 'a'), 'utf8')).toBe('hello\n');
    expect(await run('/x.tgz')).toMatchObject({ changed: false });
  });
  it('is told when it is not there', async () => {
    expect(await run('/y.tgz')).toMatchObject({ failed: true, status_code: 404 });
  });
});

describe('kindOf', () => {
  it.each([
    ['1f8b0800', 'gzip'],
    ['425a6839', 'bzip2'],
    ['fd377a585a000004', 'xz'],
    ['28b52ffd04', 'zstd'],
    ['504b0304', 'zip'],
    ['504b0506', 'zip'],
    ['3c68746d6c3e', undefined],
    ['', undefined],
  ])('%s → %s', (hex, kind) => {
    expect(kindOf(Buffer.from(hex, 'hex'))).toBe(kind);
  });
  it('knows a plain tar by its mark', () => {
    const head = Buffer.alloc(262);
    head.write('ustar', 257);
    expect(kindOf(head)).toBe('tar');
  });
});

describe('parseComparison', () => {
  const stdout = '0\nd/\nd: Mode differs\nd/a\nd/a: Uid differs\nd/a: Mod time differs\nodd: Mode differs\nd/b\n/\n';
  const stderr =
    'tar: d/b: Warning: Cannot stat: No such file or directory\ntar: : Warning: Cannot stat: No such file\n';
  const comparison = parseComparison(stdout, stderr);
  it('tells members from differences', () => {
    expect(comparison.members).toEqual(['d/', 'd/a', 'odd: Mode differs', 'd/b']);
    expect([...comparison.differences]).toEqual([
      ['d/', ['Mode differs']],
      ['d/a', ['Uid differs', 'Mod time differs']],
      ['d/b', ['missing']],
    ]);
    expect(comparison.root).toBe(true);
  });
  it('leaves out what the task sets itself and what a plain user cannot set', () => {
    const none = { owner: false, group: false, mode: false };
    expect([...relevantDifferences(comparison, none).keys()]).toEqual(['d/', 'd/a', 'd/b']);
    expect([...relevantDifferences(comparison, { ...none, mode: true }).keys()]).toEqual(['d/a', 'd/b']);
    const plain = relevantDifferences({ ...comparison, root: false }, none);
    expect([...plain]).toEqual([
      ['d/a', ['Mod time differs']],
      ['d/b', ['missing']],
    ]);
  });
});

it('parseTimes reads full times, links and blanks', () => {
  const text =
    '-rw-r--r-- root/root 2 2020-01-01 00:00:00 in/a b\nlrwxrwxrwx 0/0 0 2021-05-05 10:00:01.5 l -> in/a b\n';
  expect([...parseTimes(text)]).toEqual([
    ['in/a b', 1577836800],
    ['l', 1620208801],
  ]);
});
