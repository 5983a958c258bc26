// Files of keys and certificates on a host: looked at with their neighbours in one round trip, written, removed.
import { lines, ModuleFailure, script, sh, type Mode, type RunContext } from '../../src/kit/index.js';
import { X509Error } from '../../src/x509/index.js';
import {
  applyAttributes,
  lookFor,
  newAttributes,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags,
  type FileArguments,
  type HostLook,
  type PathLook,
} from './file-attributes.js';
import { lookScript, parseLook } from './file-look.js';
import { newMark } from './file-tree.js';
import { TELL, Told, type ToldFile } from './told.js';

interface CryptoFileArguments extends FileArguments {
  readonly unsafe_writes: boolean;
}

export interface Seen {
  readonly look: HostLook;
  /** The file that is managed. */
  readonly file: PathLook;
  /** Its bytes; undefined when there is none. */
  readonly bytes: Uint8Array | undefined;
  /** A second file that is managed, when one was asked for; its bytes are among the others. */
  readonly beside: PathLook | undefined;
  /** Files that are only read, by path; missing ones are missing here. */
  readonly others: ReadonlyMap<string, Uint8Array>;
}

type Context = Pick<RunContext<CryptoFileArguments>, 'args' | 'host' | 'change' | 'checkMode' | 'warn'>;

/** Reads files, missing ones left out; one round trip. @throws ModuleFailure for a file that may not be read */
export async function readFiles(
  host: RunContext<unknown>['host'],
  paths: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = paths.filter((path): path is string => typeof path === 'string');
  if (wanted.length === 0) return new Map();
  const { stdoutBytes } = await host.probe(lines([TELL, ...wanted.map((path) => sh`tell ${path}`), script(':')]));
  return byPath(new Told(stdoutBytes).files);
}

const byPath = (files: readonly ToldFile[]): Map<string, Uint8Array> => new Map(files.map((f) => [f.path, f.bytes]));

/** The managed file and those it is made from, in one round trip. */
export async function lookAtFiles(
  { args, host, checkMode, warn }: Context,
  path: string,
  others: readonly (string | null | undefined)[] = [],
  beside?: string,
): Promise<Seen> {
  const mark = newMark();
  const { stdoutBytes, rc, stderr } = await host.probe(
    lines([
      TELL,
      ...[...others, beside].filter((other) => typeof other === 'string').map((other) => sh`tell ${other}`),
      sh`printf %s ${mark}`,
      lookScript(beside === undefined ? [path] : [path, beside], { ...lookFor(args), content: true }),
    ]),
  );
  const at = stdoutBytes.indexOf(mark);
  if (rc !== 0 || at < 0) throw new ModuleFailure(`could not look at ${path}: ${stderr.trim()}`);
  const told = new Told(stdoutBytes.subarray(0, at));
  const { paths, ...look } = parseLook(stdoutBytes.subarray(at + mark.length));
  const [file, second] = paths;
  if (!file) throw new ModuleFailure(`could not look at ${path}`);
  requireAttributes(args, look, checkMode, warn);
  if (file.target?.kind === 'directory') throw new ModuleFailure(`Error while loading ${path} - it is a directory`);
  if (file.target && (file.content === undefined || file.content.length < file.target.size)) {
    throw new ModuleFailure(`${path} may not be read by this user: become one who may (become: true)`);
  }
  return {
    look,
    file,
    beside: second,
    bytes: file.target ? (file.content ?? Buffer.alloc(0)) : undefined,
    others: byPath(told.files),
  };
}

/** compat: the directory must be there, in check mode too. */
export function requireDirectory({ file }: Seen): void {
  if (file.parent === 'directory') return;
  const slash = file.path.lastIndexOf('/');
  const name = slash < 0 ? '.' : file.path.slice(0, Math.max(slash, 1));
  throw new ModuleFailure(`The directory ${name} does not exist or the file is not a directory`, { name });
}

/**
 * Writes the new content when there is some; else sets what differs in owner, group and mode.
 * @param content undefined: the file stays as it is
 * @param options.mode of the file when the task gives none; a private key's is 0600
 * @param options.diff shown when the content is written
 * @returns the backup's path when one was made
 */
export async function placeFile(
  { args, change }: Context,
  { look, file }: Seen,
  content: Uint8Array | undefined,
  options: {
    readonly summary: string;
    readonly backup: boolean;
    readonly mode?: number;
    readonly diff?: Parameters<Context['change']>[0]['diff'];
  },
): Promise<string | undefined> {
  const wanted: Mode | undefined =
    args.mode ?? (options.mode === undefined ? undefined : { kind: 'bits', bits: options.mode });
  const own = { ...args, mode: wanted };
  const path = file.self?.kind === 'link' ? file.realPath : file.path;
  if (content) {
    const flags =
      args.attributes === undefined ? undefined : planFlags(args.attributes, file.target ? (file.flags ?? '') : '');
    const made = await change({ summary: options.summary, diff: options.diff }, async (hands) => {
      const written = await hands.write(path, content, {
        ...newAttributes(own, look, file.target, 'file'),
        backup: options.backup && file.target !== null,
        unsafeWrites: args.unsafe_writes,
      });
      if (flags !== undefined) await setFlags(hands, path, flags);
      return written;
    });
    return made?.backupFile;
  }
  if (!file.target) return undefined;
  const plan = planAttributes(own, look, { ...file.target, path }, file.flags);
  if (plan) await change({ summary: `set attributes of ${path}` }, (hands) => applyAttributes(hands, path, plan));
  return undefined;
}

/** Removes the file. @returns the backup's path when one was made */
export async function removeFile(
  { change }: Pick<Context, 'change'>,
  { file }: Pick<Seen, 'file'>,
  backup: boolean,
): Promise<string | undefined> {
  if (!file.self) return undefined;
  const path = file.path;
  const made = await change({ summary: `remove ${path}` }, async (hands) => {
    const copy = backup
      ? sh`b=${path}.$$.$(date '+%Y-%m-%d@%H:%M:%S~'); cp -p -- ${path} "$b" || exit; printf %s "$b"`
      : script(':');
    const { rc, stdout, stderr } = await hands.run(lines([copy, sh`rm -f -- ${path}`]));
    if (rc !== 0) throw new ModuleFailure(`could not remove ${path}: ${stderr.trim()}`);
    return stdout;
  });
  return made === '' ? undefined : made;
}

/** Runs what reads or makes keys and certificates; what is wrong with them fails the task. */
export function orFail<T>(act: () => T, extra: Record<string, unknown> = {}): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof X509Error) throw new ModuleFailure(error.message, extra);
    throw error;
  }
}

/** The same of what takes time. */
export async function orFailAsync<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof X509Error) throw new ModuleFailure(error.message);
    throw error;
  }
}

/** `backup_file`, or nothing. */
export const backupReturn = (path: string | undefined): Record<string, string> =>
  path === undefined ? {} : { backup_file: path };

/** Something in a file or given as text; the file must be there. @param what for the message */
export function given(
  seen: Pick<Seen, 'others'>,
  path: string | undefined,
  content: string | undefined,
  what: string,
): Uint8Array | undefined {
  if (content !== undefined) return Buffer.from(content, 'utf8');
  if (path === undefined) return undefined;
  const bytes = seen.others.get(path);
  if (!bytes) throw new ModuleFailure(`The ${what} file ${path} does not exist`);
  return bytes;
}
