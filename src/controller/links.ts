// What stands at a path of the controller itself, and where the links in it lead.
import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { textOfBytes } from '../ground/index.js';
import { diskPath } from './files.js';
import type { PathEntry } from '../template/types.js';

/** More links than this one after the other lead in a circle. */
const MOST_LINKS = 40;

/** The entry of the directory, links not followed; undefined: nothing is there, or it cannot be told. */
export function entryAt(path: string): PathEntry | undefined {
  try {
    const s = lstatSync(path);
    return { isLink: s.isSymbolicLink(), device: s.dev, inode: s.ino };
  } catch {
    return undefined;
  }
}

/** What a link says, as it is written; undefined when there is no link at the path. */
export function linkTarget(path: string): string | undefined {
  try {
    return textOfBytes(readlinkSync(diskPath(path), { encoding: 'buffer' }));
  } catch {
    return undefined;
  }
}

/** The absolute path with the links in it followed as far as they lead; what is not there stays as it is. */
export function realPath(path: string, links = 0): string {
  let at = path.startsWith('/') ? '/' : process.cwd();
  const rest = path.split('/').filter((part) => part !== '' && part !== '.');
  for (const [i, part] of rest.entries()) {
    if (part === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, part);
    if (links < MOST_LINKS && entryAt(next)?.isLink) {
      const target = resolve(at, readlinkSync(next));
      return realPath([realPath(target, links + 1), ...rest.slice(i + 1)].join('/'), links + 1);
    }
    at = next;
  }
  return at;
}
