// Where the files of a pod come to on the target.
import { posix } from 'node:path';

export interface Copy {
  readonly from: string;
  readonly to: string;
}

/**
 * @param files the regular files below `remote`, or `remote` itself
 * @param localIsDirectory whether `local` is a directory already: then what is copied comes below it under its own name
 */
export function copies(files: readonly string[], remote: string, local: string, localIsDirectory: boolean): Copy[] {
  const isFile = files.length === 1 && files[0] === remote;
  if (isFile) return [{ from: remote, to: localIsDirectory ? posix.join(local, posix.basename(remote)) : local }];
  const start = localIsDirectory ? posix.dirname(remote.replace(/(.)\/+$/, '$1')) : remote;
  return files.map((from) => ({ from, to: posix.join(local, posix.relative(start, from)) }));
}

/** The words of a pod's `tar` that takes an archive from its input. */
export function tarWords(directory: string, noPreserve: boolean): string[] {
  return ['tar', ...(noPreserve ? ['--no-same-permissions', '--no-same-owner'] : []), '-xmf', '-', '-C', directory];
}

/** Below which directory a file is unpacked, and under which name. */
export function placeOf(path: string): { readonly directory: string; readonly name: string } {
  return { directory: path.startsWith('/') ? '/' : '.', name: path.replace(/^\/+/, '') };
}
