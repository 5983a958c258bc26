// Brings a file of known content to its place on the host: what copy and template have in common.
import { createHash } from 'node:crypto';
import {
  lines,
  ModuleFailure,
  sh,
  type DiffNote,
  type FileStatus,
  type HostHands,
  type HostView,
  type Mode,
  type RunContext,
} from '../../src/kit/index.js';
import {
  applyAttributes,
  attributesScript,
  fileReturns,
  lookAt,
  lookAtOne,
  lookFor,
  modeBits,
  newAttributes,
  newStatus,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags,
  stateDiff,
  type FileArguments,
  type HostLook,
  type PathLook,
} from './file-attributes.js';
import { contentDiff, DIFF_LIMIT } from './text-diff.js';

export interface PutArguments extends FileArguments {
  readonly dest: string;
  readonly force: boolean;
  readonly backup: boolean;
  readonly follow: boolean;
  readonly validate?: string | undefined;
  readonly unsafe_writes: boolean;
  readonly directory_mode?: Mode | undefined;
}

/** Where the content comes from. */
export interface Source {
  /** Appended to `dest` when that is a directory; undefined when the content has no name. */
  readonly name: string | undefined;
  readonly sha1: string;
  /** Permission bits for `mode: preserve`. */
  readonly mode?: number | undefined;
  /** For a diff. */
  readonly label: string;
  /** The bytes, when the diff wants them; not asked for above `DIFF_LIMIT`. */
  content(): Promise<Buffer>;
  readonly size: number;
  /** Puts it there; gives the backup's path. */
  place(hands: HostHands, path: string, options: Parameters<HostHands['write']>[2]): Promise<string | undefined>;
}

type Context = Pick<RunContext<unknown>, 'host' | 'change' | 'checkMode' | 'diffMode' | 'warn'>;

export function sha1(content: Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}

/** A source whose bytes are here on the controller. */
export function bytesSource(content: Buffer, name: string | undefined, label: string, mode?: number): Source {
  return {
    name,
    label,
    mode,
    sha1: sha1(content),
    size: content.length,
    content: async () => content,
    place: async (hands, path, options) => (await hands.write(path, content, options)).backupFile,
  };
}

/** The arguments with `mode: preserve` replaced by the source's bits. */
export function withSourceMode<A extends FileArguments>(args: A, source: { readonly mode?: number | undefined }): A {
  if (args.mode?.kind !== 'preserve') return args;
  return { ...args, mode: source.mode === undefined ? undefined : { kind: 'bits', bits: source.mode } };
}

/** The paths `putFile` must know: the destination and, should it be a directory, the file of that name in it. */
export function placesOf(dest: string, name: string | undefined): string[] {
  const at = dest.replace(/(?<=.)\/+$/, '');
  return name === undefined ? [at] : [at, `${at === '/' ? '' : at}/${name}`];
}

/**
 * One round trip when nothing differs. Specified by ansible.builtin.copy: a directory as `dest` takes the file under the
 * source's name, a `dest` with a trailing slash is made, an existing file is left alone without `force`.
 * @param seen what a look at `placesOf` the destination said, when the caller looked at more in the same round trip
 * @returns dest, checksum, the file's attributes; backup_file when one was made
 */
export async function putFile(
  context: Context,
  args: PutArguments,
  source: Source,
  md5: () => Promise<string>,
  seen?: HostLook & { readonly paths: readonly PathLook[] },
): Promise<Record<string, unknown>> {
  const wanted = withSourceMode(args, source);
  const asDirectory = args.dest.endsWith('/');
  const dest = args.dest.replace(/(?<=.)\/+$/, '');
  const { paths, ...look } =
    seen ?? (await lookAt(context.host, placesOf(args.dest, source.name), { ...lookFor(args), checksum: 'sha1' }));
  const [there, within] = paths;
  if (!there) throw new ModuleFailure(`could not look at ${dest}`);
  requireAttributes(args, look, context.checkMode, context.warn);
  if (asDirectory || there.target?.kind === 'directory') {
    if (!within) throw new ModuleFailure('can not use content with a dir as dest', { dest: args.dest });
    if (there.self && there.target?.kind !== 'directory') {
      throw new ModuleFailure(`dest '${args.dest}' must be a directory and is not one`, { dest: args.dest });
    }
    if (!there.self) await makeDirectories(context, args, look, dest);
    return putAt(context, wanted, source, look, within, md5);
  }
  // In check mode an earlier task may be going to make it.
  if (there.parent !== 'directory' && !context.checkMode) {
    const parent = dest.slice(0, Math.max(dest.lastIndexOf('/'), 1));
    throw new ModuleFailure(`Destination directory ${parent} does not exist`, { checksum: source.sha1, dest });
  }
  return putAt(context, wanted, source, look, there, md5);
}

/** Makes a directory and its missing parents, each with owner, group and `directory_mode`. */
export async function makeDirectories(
  { change }: Pick<Context, 'change'>,
  args: FileArguments & { readonly directory_mode?: Mode | undefined },
  look: HostLook,
  path: string,
): Promise<void> {
  const attributes = newAttributes({ ...args, mode: args.directory_mode }, look, null, 'directory');
  const parents: string[] = [];
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) parents.unshift(path.slice(0, at));
  const script = lines(
    parents.map(
      (parent) => sh`if ! [ -d ${parent} ]; then
mkdir -- ${parent} || exit
${attributesScript(parent, { attributes })}
fi`,
    ),
  );
  await change(
    { summary: `make directory ${path}`, diff: stateDiff(path, { state: 'absent' }, { state: 'directory' }) },
    async (hands) => {
      const { rc, stderr } = await hands.run(script);
      if (rc !== 0) throw new ModuleFailure(`could not make the directory ${path}: ${stderr.trim()}`, { dest: path });
    },
  );
}

async function putAt(
  context: Context,
  args: PutArguments,
  source: Source,
  look: HostLook,
  at: PathLook,
  md5: () => Promise<string>,
): Promise<Record<string, unknown>> {
  const { host, change, checkMode, diffMode } = context;
  const link = at.self?.kind === 'link';
  const path = link && args.follow ? at.realPath : at.path;
  const present = link && !args.follow ? null : at.target;
  if (present?.kind === 'directory') {
    throw new ModuleFailure(`${path} is a directory: it cannot be replaced by a file`, { dest: path });
  }
  const returns = { dest: path, checksum: source.sha1 };
  if (!args.force && at.self) return { ...returns, ...fileReturns(at.self) };
  if (present && at.checksum === source.sha1) {
    const plan = planAttributes(args, look, { ...present, path }, at.flags);
    // `compat:` then it is the file module that speaks, and says `path` too.
    const same = { ...returns, path };
    if (!plan) return { ...same, ...fileReturns(present) };
    await change({ summary: `set attributes of ${path}`, diff: plan.diff }, (hands) =>
      applyAttributes(hands, path, plan),
    );
    return { ...same, ...fileReturns(checkMode ? plan.after : (await lookAtOne(host, path)).file.self) };
  }
  const attributes = newAttributes(args, look, present, 'file');
  const flags = args.attributes === undefined ? undefined : planFlags(args.attributes, present ? (at.flags ?? '') : '');
  const diff = diffMode ? await diffOf(host, source, path, present) : undefined;
  const backupFile = await change({ summary: `write ${path}`, diff }, async (hands) => {
    const made = await source.place(hands, path, {
      ...attributes,
      validate: args.validate,
      backup: args.backup,
      unsafeWrites: args.unsafe_writes,
      ...(link && !args.follow ? { asNew: true } : {}),
    });
    if (flags !== undefined) await setFlags(hands, path, flags);
    return made;
  });
  const after = checkMode ? predicted(args, look, present, source.size, path) : (await lookAtOne(host, path)).file.self;
  return {
    ...returns,
    md5sum: await md5(),
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
    ...fileReturns(after),
  };
}

async function diffOf(host: HostView, source: Source, path: string, present: FileStatus | null): Promise<DiffNote> {
  const showable = present?.kind === 'file' && present.size <= DIFF_LIMIT && source.size <= DIFF_LIMIT;
  const before = showable ? await host.read(path) : null;
  const fetched = source.size <= DIFF_LIMIT && (present === null || showable);
  return contentDiff(
    { content: before ?? (present ? new Uint8Array() : null), size: present?.size ?? 0, header: path },
    { content: fetched ? await source.content() : new Uint8Array(), size: source.size, header: source.label },
  );
}

/** What can be said of a file that is about to be written. */
function predicted(
  args: PutArguments,
  look: HostLook,
  present: FileStatus | null,
  size: number,
  path: string,
): FileStatus | null {
  const mode = modeBits(args.mode, present, 'file', look.umask) ?? present?.mode ?? 0o666 & ~look.umask;
  const base = present ?? newStatus(args, look, { path, kind: 'file', mode, size });
  return {
    ...base,
    mode,
    size,
    uid: look.uid ?? base.uid,
    gid: look.gid ?? base.gid,
    owner: args.owner ?? base.owner,
    group: args.group ?? base.group,
  };
}
