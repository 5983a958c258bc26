// What a task sees of a directory of the controller.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../controller/index.js';
import { taskFiles } from './task-files.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tsplay-task-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const walk = (): string[] =>
  taskFiles(nodeFiles, [root], root)
    .walk(root)
    .map(({ kind, path }) => `${kind} ${path}`);

describe('walk', () => {
  it('tells files and directories, empty ones too, what links lead to, and no directory within itself', () => {
    mkdirSync(join(root, 'd/empty'), { recursive: true });
    writeFileSync(join(root, 'd/f\n x'), '');
    symlinkSync('d', join(root, 'link'));
    symlinkSync('..', join(root, 'd/up'));
    symlinkSync('nowhere', join(root, 'broken'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(walk()).toEqual([
      'directory d',
      'directory d/empty',
      'file d/f\n x',
      'directory link',
      'directory link/empty',
      'file link/f\n x',
    ]);
    const unfollowed = taskFiles(nodeFiles, [root], root).walk(root, { follow: false });
    expect(unfollowed.map(({ kind, path, target }) => [kind, path, target])).toEqual([
      ['link', 'broken', 'nowhere'],
      ['directory', 'd', undefined],
      ['directory', 'd/empty', undefined],
      ['file', 'd/f\n x', undefined],
      ['link', 'd/up', '..'],
      ['link', 'link', 'd'],
    ]);
  });
  it('gives names that are no UTF-8 so that they are found again', () => {
    writeFileSync(join(root, '\ufffd'), '');
    expect(walk()).toEqual(['file \ufffd']);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), '');
    expect(walk()).toEqual(['file caf\udce9', 'file \ufffd']);
    const files = taskFiles(nodeFiles, [root], root);
    expect(files.read(join(root, 'caf\udce9'))).toHaveLength(0);
    mkdirSync(Buffer.from(`${root}/d\xe9`, 'latin1'));
    writeFileSync(Buffer.from(`${root}/d\xe9/f\xe9`, 'latin1'), 'x');
    expect(walk()).toContain('file d\udce9/f\udce9');
  });
});
