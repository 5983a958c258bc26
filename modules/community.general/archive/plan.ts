// What goes into an archive under which name, and where the archive goes. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';
import { fnmatch } from '../../_shared/fnmatch.js';
import { isPattern, type Seen } from './look.js';

export type Format = 'bz2' | 'gz' | 'tar' | 'xz' | 'zip';

export interface Wanted {
  readonly path: readonly string[];
  readonly dest: string | undefined;
  readonly format: Format;
  readonly exclusion_patterns: readonly string[];
  readonly force_archive: boolean;
  readonly remove: boolean;
}

export interface Plan {
  readonly dest: string;
  /** What all names in the archive begin after; ends in a slash. */
  readonly root: string;
  /** An archive, not one compressed file. */
  readonly archive: boolean;
  /** Paths of what goes in, in order. */
  readonly members: readonly string[];
  readonly missing: readonly string[];
  /** Paths given that are there: what `remove` takes away. */
  readonly sources: readonly string[];
  readonly expandedPaths: readonly string[];
}

/** @throws ModuleFailure for combinations that cannot be */
export function planArchive(a: Wanted, seen: Seen): Plan {
  const expandedPaths = seen.paths.map(({ path }) => path);
  const excluded = new Set(seen.excluded);
  const chosen = [...new Map(seen.paths.map((found) => [found.path, found])).values()]
    .filter(({ path }) => !excluded.has(path))
    .sort((x, y) => (x.path < y.path ? -1 : 1));
  const [first] = chosen;
  if (!first) {
    throw new ModuleFailure('Error, no source paths were found', {
      path: a.path.join(', '),
      expanded_paths: expandedPaths.join(', '),
      expanded_exclude_paths: seen.excluded.join(', '),
    });
  }
  const archive = a.force_archive || a.path.some(isPattern) || first.kind === 'directory' || chosen.length > 1;
  if (archive && a.dest === undefined) {
    throw new ModuleFailure('Error, must specify "dest" when archiving multiple files or trees', {
      path: a.path.join(', '),
    });
  }
  const dest = a.dest ?? `${first.path}.${a.format}`;
  for (const { path, kind } of chosen) {
    if (a.remove && kind === 'directory' && dest.startsWith(path.endsWith('/') ? path : `${path}/`)) {
      throw new ModuleFailure('Error, created archive can not be contained in source paths when remove=true', {
        path: chosen.map((one) => one.path).join(', '),
      });
    }
  }
  const root = commonRoot(chosen.map(({ path }) => path));
  const patterns = a.exclusion_patterns.map(fnmatch);
  const packed = archive || a.format === 'tar' || a.format === 'zip';
  // compat: patterns are held against the name in the archive, in a zip against the whole path.
  const kept = (path: string): boolean => {
    const name = a.format === 'zip' ? path : nameIn(root, path).replace(/^\/+/, '');
    return !packed || !patterns.some((pattern) => pattern.test(name));
  };
  return {
    dest,
    root,
    archive,
    members: chosen
      .flatMap(({ path, kind, below }) => (kind === 'directory' ? below : kind === 'other' ? [path] : []))
      .filter((path) => path !== dest && kept(path)),
    missing: chosen.filter(({ kind }) => kind === 'missing').map(({ path }) => path),
    sources: chosen.filter(({ kind }) => kind !== 'missing').map(({ path }) => path),
    expandedPaths,
  };
}

/** The directory all paths have in common, with a slash at its end. */
export function commonRoot(paths: readonly string[]): string {
  const directory = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  let common = directory(paths[0] ?? '');
  for (const path of paths) {
    while (!directory(path).startsWith(common)) common = common.slice(0, -1);
  }
  return directory(common);
}

export const nameIn = (root: string, path: string): string => (path.startsWith(root) ? path.slice(root.length) : path);
