import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tarOf } from '../../_shared/tar-entry.js';
import { copies, placeOf, tarWords } from './paths.js';

it.each([
  [['/a/b'], '/a/b', '/tmp/x', false, ['/tmp/x']],
  [['/a/b'], '/a/b', '/tmp', true, ['/tmp/b']],
  [['/a/d/x', '/a/d/s/y'], '/a/d', '/tmp/new', false, ['/tmp/new/x', '/tmp/new/s/y']],
  [['/a/d/x', '/a/d/s/y'], '/a/d', '/tmp', true, ['/tmp/d/x', '/tmp/d/s/y']],
  [['/a/d/x'], '/a/d/', '/tmp', true, ['/tmp/d/x']],
] as const)('%j of %s to %s', (files, remote, local, isDirectory, to) => {
  expect(copies(files, remote, local, isDirectory).map((copy) => copy.to)).toEqual(to);
});

it('says how a pod unpacks', () => {
  expect(placeOf('/a/b')).toEqual({ directory: '/', name: 'a/b' });
  expect(placeOf('a/b')).toEqual({ directory: '.', name: 'a/b' });
  expect(tarWords('/', true)).toEqual(['tar', '--no-same-permissions', '--no-same-owner', '-xmf', '-', '-C', '/']);
});

it('makes archives that tar reads, long names and all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-tar-'));
  const name = `${'ä long name/'.repeat(12)}-file\n`;
  const file = {
    name,
    size: 700,
    mode: 0o640,
    uid: 3_000_000,
    gid: 0,
    owner: 'root',
    group: 'root',
    mtime: 1_700_000_000.5,
  };
  const parts: Uint8Array[] = [];
  for await (const part of tarOf(file, [Buffer.alloc(400, 'x'), Buffer.alloc(300, 'y')])) parts.push(part);
  execFileSync('tar', ['-xf', '-', '--no-same-owner', '-C', folder], { input: Buffer.concat(parts) });
  expect(readFileSync(join(folder, name), 'utf8')).toBe('x'.repeat(400) + 'y'.repeat(300));
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o640);
  rmSync(folder, { recursive: true });
});

it('is no archive of a file that changes its size meanwhile', async () => {
  const file = { name: 'a', size: 3, mode: 0o600, uid: 0, gid: 0, owner: '', group: '', mtime: 0 };
  const drain = async (bytes: Uint8Array[]): Promise<void> => {
    for await (const _part of tarOf(file, bytes));
  };
  await expect(drain([Buffer.from('ab')])).rejects.toThrow('shrunk to 2 of 3');
  await expect(drain([Buffer.from('abcd')])).rejects.toThrow('grown over 3');
});
