// Everything below a directory with its attributes, links as links.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeEntry } from '../template/types.js';

/** Directories before what is in them, names in order; sockets and devices are left out. */
export function tree(root: string): TreeEntry[] {
  const names = { users: namesIn('/etc/passwd'), groups: namesIn('/etc/group') };
  const below = (dir: string): TreeEntry[] =>
    readdirSync(join(root, dir))
      .sort()
      .flatMap((name): TreeEntry[] => {
        const path = dir === '' ? name : `${dir}/${name}`;
        const full = join(root, path);
        const s = lstatSync(full);
        const kind = s.isDirectory() ? 'directory' : s.isFile() ? 'file' : s.isSymbolicLink() ? 'link' : undefined;
        if (kind === undefined) return [];
        const entry: TreeEntry = {
          path,
          kind,
          target: kind === 'link' ? readlinkSync(full) : undefined,
          mode: s.mode & 0o7777,
          size: s.size,
          mtime: s.mtimeMs / 1000,
          ctime: s.ctimeMs / 1000,
          uid: s.uid,
          gid: s.gid,
          owner: names.users.get(s.uid) ?? s.uid,
          group: names.groups.get(s.gid) ?? s.gid,
        };
        return kind === 'directory' ? [entry, ...below(path)] : [entry];
      });
  return below('');
}

/** The file as it was read last; every rendered template asks for the owner of its file. */
let knownUsers: ReadonlyMap<number, string> = new Map();

/** The login name of a user of this machine, or undefined when it has none. */
export function userName(uid: number): string | undefined {
  const known = knownUsers.get(uid);
  if (known !== undefined) return known;
  knownUsers = namesIn('/etc/passwd');
  return knownUsers.get(uid);
}

function namesIn(file: string): Map<number, string> {
  try {
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
    return new Map(rows.filter((row) => row.length > 2).map((row) => [Number(row[2]), row[0] ?? '']));
  } catch {
    return new Map();
  }
}
