// The controller's files as one task sees them.
import { relative, resolve } from 'node:path';
import { digestsOf, expandHome, userName, writeChunks, type Files } from '../controller/index.js';
import type { TaskFiles } from '../kit/index.js';
import { findFile } from '../project/index.js';

/** @param playbookDir where relative paths that are written begin */
export function taskFiles(files: Files, directories: readonly string[], playbookDir: string): TaskFiles {
  return {
    resolve: (path) => resolve(playbookDir, expandHome(path)),
    digests: digestsOf,
    write: writeChunks,
    find: (kind, path) => findFile(files, kind, path, directories),
    read: (path, { decrypt = true } = {}) => Buffer.from((decrypt ? files : (files.raw ?? files)).readBytes(path)),
    stat(path) {
      const s = files.stat(path);
      return s && { kind: s.kind, mode: s.mode, size: s.size, mtime: s.mtime, owner: userName(s.uid) ?? String(s.uid) };
    },
    walk(directory) {
      const found = new Map<string, { path: string; kind: 'file' | 'directory'; mode: number }>();
      for (const file of files.walk(directory)) {
        const path = relative(directory, file);
        const parts = path.split('/');
        for (let i = 1; i < parts.length; i++) {
          const parent = parts.slice(0, i).join('/');
          if (!found.has(parent))
            found.set(parent, {
              path: parent,
              kind: 'directory',
              mode: files.stat(`${directory}/${parent}`)?.mode ?? 0o755,
            });
        }
        found.set(path, { path, kind: 'file', mode: files.stat(file)?.mode ?? 0o644 });
      }
      return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}
