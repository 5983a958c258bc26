// The controller's files as one task sees them.
import { join, resolve } from 'node:path';
import {
  beginningOf,
  chunksOf,
  digestsOf,
  expandHome,
  linkTarget,
  userName,
  writeChunks,
  type Files,
} from '../controller/index.js';
import type { TaskFiles } from '../kit/index.js';
import { findFile } from '../project/index.js';
import { isVaulted } from '../vault/index.js';

/** As many bytes of a file as tell whether it is encrypted with a vault. */
const TELLING = 64;

/** @param playbookDir where relative paths that are written begin */
export function taskFiles(files: Files, directories: readonly string[], playbookDir: string): TaskFiles {
  return {
    resolve: (path) => resolve(playbookDir, expandHome(path)),
    digests: digestsOf,
    write: writeChunks,
    find: (kind, path) => findFile(files, kind, path, directories),
    read: (path, { decrypt = true } = {}) => Buffer.from((decrypt ? files : (files.raw ?? files)).readBytes(path)),
    stream(path, { decrypt = true } = {}) {
      if (decrypt && isVaulted(beginningOf(path, TELLING))) return undefined;
      return { size: files.stat(path)?.size ?? 0, chunks: () => chunksOf(path) };
    },
    stat(path) {
      const s = files.stat(path);
      return s && { kind: s.kind, mode: s.mode, size: s.size, mtime: s.mtime, owner: userName(s.uid) ?? String(s.uid) };
    },
    walk: (directory, { follow = true } = {}) =>
      walk(files, directory, follow).sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

type Entry = ReturnType<TaskFiles['walk']>[number];

/** Everything that is a file or a directory, empty ones too; a link that is followed to a directory above is left out. */
function walk(
  files: Files,
  root: string,
  follow: boolean,
  prefix = '',
  above: ReadonlySet<string> = new Set(),
): Entry[] {
  const directory = join(root, prefix);
  const inside = new Set(above).add(files.real(directory));
  return files.list(directory).flatMap((name): Entry[] => {
    const path = join(prefix, name);
    const full = join(root, path);
    const target = follow ? undefined : linkTarget(full);
    if (target !== undefined) return [{ path, kind: 'link', mode: 0o777, target }];
    const s = files.stat(full);
    if (s?.kind === 'file') return [{ path, kind: 'file', mode: s.mode }];
    if (s?.kind !== 'directory' || inside.has(files.real(full))) return [];
    return [{ path, kind: 'directory', mode: s.mode }, ...walk(files, root, follow, path, inside)];
  });
}
