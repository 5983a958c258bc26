// Reads the controller's files; what goes wrong is told with the path and what to do.
import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesOfText, hasLoneBytes, textOfBytes, TsplayError, type Span } from '../ground/index.js';
import type { Value } from '../value/index.js';
import { globPaths } from './glob.js';

type FileKind = 'file' | 'directory' | 'other';

interface FileStat {
  readonly kind: FileKind;
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky, e.g. 0o644. */
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
}

/** The controller's files as the rest of the program sees them; symbolic links are followed everywhere. */
export interface Files {
  /** @throws TsplayError file-missing, file-unreadable; `span` is the place that names the file. */
  readBytes(path: string, span?: Span): Uint8Array;
  /** UTF-8 text without a byte order mark. @throws TsplayError file-missing, file-unreadable (also when it is not UTF-8) */
  readText(path: string, span?: Span): string;
  /** What the path is, or undefined when nothing is there (or a link leads nowhere). */
  exists(path: string): FileKind | undefined;
  /** Like `exists`, with size, mode and time. */
  stat(path: string): FileStat | undefined;
  /** The names in a directory, sorted. @throws TsplayError file-missing, file-unreadable */
  list(path: string, span?: Span): string[];
  /** All files below a directory, as paths beginning with `path`, sorted per directory; links to directories above are not followed twice. */
  walk(path: string): string[];
  /** Absolute paths that match a pattern with `*`, `?` and `[…]`, sorted; hidden names only when the pattern begins with a dot. */
  glob(pattern: string): string[];
  /** Where links in the path lead. @throws TsplayError file-missing, file-unreadable */
  real(path: string): string;
  /** What a `!vault` value in a YAML file is, for `loadYaml`; undefined: such values are refused. */
  readonly vault?: (ciphertext: string, span: Span) => Value;
  /** The same files as they stand on the disk, when reading decrypts; undefined when it does not. */
  readonly raw?: Files;
}

/** Device numbers of zero, full, random and urandom, as Linux has them. */
const ENDLESS: ReadonlySet<number> = new Set([0x105, 0x107, 0x108, 0x109]);

export const nodeFiles: Files = {
  readBytes(path, span) {
    if (path.startsWith('/dev/') && ENDLESS.has(statSync(path, { throwIfNoEntry: false })?.rdev ?? 0)) {
      throw new TsplayError('file-unreadable', `'${path}' has no end`, { span });
    }
    try {
      return readFileSync(diskPath(path));
    } catch (error) {
      throw fileError(path, error, span);
    }
  },
  readText(path, span) {
    const bytes = this.readBytes(path, span);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new TsplayError('file-unreadable', `'${path}' is not UTF-8 text`, {
        span,
        cause,
        hint: 'save the file as UTF-8',
      });
    }
  },
  exists: (path) => nodeFiles.stat(path)?.kind,
  stat(path) {
    try {
      const s = statSync(diskPath(path), { throwIfNoEntry: false });
      return s && { kind: kindOf(s), size: s.size, mode: s.mode & 0o7777, mtime: s.mtimeMs, uid: s.uid, gid: s.gid };
    } catch {
      return undefined; // a part of the path is no directory, or cannot be entered: nothing that could be used is there
    }
  },
  list(path, span) {
    try {
      const names = readdirSync(diskPath(path), { encoding: 'buffer' });
      return names.sort((a, b) => Buffer.compare(a, b)).map(textOfBytes);
    } catch (error) {
      throw fileError(path, error, span);
    }
  },
  real(path) {
    try {
      // Only the system's own takes bytes.
      return hasLoneBytes(path)
        ? textOfBytes(realpathSync.native(diskPath(path), { encoding: 'buffer' }))
        : realpathSync(path);
    } catch (error) {
      throw fileError(path, error);
    }
  },
  walk: (path) => walk(path, new Set()),
  glob: (pattern) => globPaths(resolve(pattern), nodeFiles),
};

function walk(path: string, seen: Set<string>): string[] {
  const s = statSync(diskPath(path), { throwIfNoEntry: false });
  const id = s ? `${s.dev}:${s.ino}` : path;
  if (seen.has(id)) return [];
  const inside = new Set(seen).add(id);
  return nodeFiles.list(path).flatMap((name) => {
    const child = join(path, name);
    const kind = nodeFiles.exists(child);
    if (kind === 'directory') return walk(child, inside);
    return kind === undefined ? [] : [child];
  });
}

function kindOf(s: Stats): FileKind {
  if (s.isFile()) return 'file';
  return s.isDirectory() ? 'directory' : 'other';
}

/** A path as Node takes it: in bytes when its name is no UTF-8. */
export function diskPath(path: string): string | Buffer {
  return hasLoneBytes(path) ? Buffer.from(bytesOfText(path)) : path;
}

/** What the system says about `path` as an error for the user. */
export function fileError(path: string, error: unknown, span?: Span): TsplayError {
  const code = (error as NodeJS.ErrnoException).code;
  const details = (hint: string) => ({ span, cause: error, hint });
  switch (code) {
    case 'ENOENT':
      return new TsplayError('file-missing', `'${path}' does not exist`, details('check the path for a typing error'));
    case 'ENOTDIR':
      return new TsplayError(
        'file-missing',
        `'${path}' does not exist: a part of the path is not a directory`,
        details('check the path for a typing error'),
      );
    case 'EACCES':
    case 'EPERM':
      return new TsplayError(
        'file-unreadable',
        `no permission for '${path}'`,
        details('give the user who runs tsplay access to it'),
      );
    case 'EISDIR':
      return new TsplayError(
        'file-unreadable',
        `'${path}' is a directory, a file is expected`,
        details('name a file in it'),
      );
    case 'ENOSPC':
      return new TsplayError(
        'write-failed',
        `no space left for '${path}'`,
        details('free some space on that file system'),
      );
    default:
      return new TsplayError(
        'file-unreadable',
        `'${path}' cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        { span, cause: error },
      );
  }
}
