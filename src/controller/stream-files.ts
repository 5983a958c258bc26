// Reads and writes files of the controller piece by piece, so that their size does not matter.
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { diskPath, fileError, nodeFiles } from './files.js';

/** Hex digests of a file's bytes, one for each algorithm. @throws TsplayError file-missing, file-unreadable */
export async function digestsOf(path: string, algorithms: readonly string[]): Promise<string[]> {
  const hashes = algorithms.map((name) => createHash(name));
  try {
    for await (const chunk of createReadStream(diskPath(path)) as AsyncIterable<Buffer>) {
      for (const hash of hashes) hash.update(chunk);
    }
  } catch (error) {
    throw fileError(path, error);
  }
  return hashes.map((hash) => hash.digest('hex'));
}

/** The bytes of a file, piece by piece. Each use reads it anew. @throws TsplayError file-missing, file-unreadable */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(diskPath(path), { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw fileError(path, error);
  }
}

/** The first bytes of a file, as many as it has. @throws TsplayError file-missing, file-unreadable */
export function beginningOf(path: string, length: number): Buffer {
  try {
    const file = openSync(diskPath(path), 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/**
 * Puts the chunks into `path` by a temporary file beside it and a rename; missing directories are made. An existing
 * file keeps its permissions, a new one gets 0o666 less the umask.
 * @throws TsplayError write-failed, and what the chunks throw; the old file is then as it was
 */
export async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID().slice(-12)}.tmp`);
  const wanted = nodeFiles.stat(path)?.mode;
  try {
    await mkdir(diskPath(dirname(path)), { recursive: true });
    const file = await open(diskPath(temporary), 'wx', 0o666);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    if (wanted !== undefined) await chmod(diskPath(temporary), wanted);
    await rename(diskPath(temporary), diskPath(path));
  } catch (error) {
    await rm(diskPath(temporary), { force: true }).catch(() => undefined);
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const { message, hint } = fileError(path, error);
    throw new TsplayError('write-failed', `'${path}' was not written: ${message}`, { hint, cause: error });
  }
}
