// Writes the controller's own files whole or not at all.
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { fileError, nodeFiles } from './files.js';

/**
 * Puts `content` into `path` by a temporary file beside it and a rename, so that readers see the old or the new file and
 * never half of one. Missing directories are made. An existing file keeps its permissions unless `mode` is given.
 * @param mode permission bits, e.g. 0o600; new files get 0o666 less the umask.
 * @throws TsplayError write-failed; the old file is then as it was and no temporary file is left.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode?: number): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(-12)}.tmp`);
  const wanted = mode ?? nodeFiles.stat(path)?.mode;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const fd = openSync(temporary, 'wx', mode === undefined ? 0o666 : mode & 0o600);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (wanted !== undefined) chmodSync(temporary, wanted);
    renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    const { message, hint } = fileError(path, error);
    throw new TsplayError('write-failed', `'${path}' was not written: ${message}`, { hint, cause: error });
  }
}

/** Adds text to the end of a file, which is made when it is not there. @throws TsplayError write-failed */
export function appendText(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    const { message, hint } = fileError(path, error);
    throw new TsplayError('write-failed', `'${path}' was not written: ${message}`, { hint, cause: error });
  }
}

/** Writes a file that only its owner may read or write, missing directories above it the same way. @throws TsplayError write-failed */
export function writePrivate(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    // writing tells what is wrong with it
  }
  writeFileAtomic(path, content, 0o600);
}

/** Gives a file to a user and a group; who may not do that leaves it as it is. */
export function setOwner(path: string, uid: number, gid: number): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // only root may give files away
  }
}

/** The error that matters is the one of writing, not that of cleaning up after it. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // it was never made: a part of the path is no directory
  }
}
