// Brings a file of known content to its place on the host: what copy and template have in common.
import { createHash } from 'node:crypto';
import {
  lines,
  ModuleFailure,
  script,
  sh,
  TsplayError,
  type BatchStep,
  type DiffNote,
  type FileStatus,
  type HostView,
  type Mode,
  type RunContext,
  type StepResult,
  type TaskView,
  type WriteOptions,
} from '../../src/kit/index.js';
import { ChangePlan, scriptStep } from './change-plan.js';
import {
  attributesScript,
  fileReturns,
  lookAt,
  lookFor,
  modeBits,
  newAttributes,
  newStatus,
  planAttributes,
  planFlags,
  requireAttributes,
  type FileArguments,
  type HostLook,
  type PathLook,
} from './file-attributes.js';
import { lookScript, parseLook } from './file-look.js';
import { movingStream } from './moving.js';
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
  /** Undefined of a file that cannot be read. */
  readonly md5: string | undefined;
  /** It comes from the host itself, where Ansible's own module tells of it. */
  readonly onHost?: true;
  /** Permission bits for `mode: preserve`. */
  readonly mode?: number | undefined;
  /** For a diff. */
  readonly label: string;
  /** The bytes, when the diff wants them; not asked for above `DIFF_LIMIT`. Left out: a file of the host, under `label`. */
  readonly content?: (() => Promise<Buffer>) | undefined;
  readonly size: number;
  /** What puts it there. */
  step(path: string, options: WriteOptions): BatchStep;
}

type Context = Pick<RunContext<unknown>, 'host' | 'change' | 'checkMode' | 'diffMode' | 'warn'>;

function sha1(content: Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}

/** A source whose bytes are here on the controller. */
export function bytesSource(content: Buffer, name: string | undefined, label: string, mode?: number): Source {
  return {
    name,
    label,
    mode,
    sha1: sha1(content),
    md5: createHash('md5').update(content).digest('hex'),
    size: content.length,
    content: async () => content,
    step: (path, options) => ({ path, content, options }),
  };
}

/** Files that are not held in memory but read again when they are sent, in bytes. */
const LARGE = 1024 * 1024;

/** A file of the controller as the source; a large one is only held in memory when it has to be decrypted. */
export async function fileSource(
  task: Pick<TaskView, 'files' | 'progress'>,
  path: string,
  decrypt: boolean,
  large = LARGE,
): Promise<Source> {
  const { files } = task;
  const status = files.stat(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stream = (status?.size ?? 0) < large ? undefined : files.stream(path, { decrypt });
  if (!stream) return bytesSource(files.read(path, { decrypt }), name, path, status?.mode);
  const [sha1 = '', md5 = ''] = await files.digests(path, ['sha1', 'md5']);
  return {
    name,
    label: path,
    mode: status?.mode,
    sha1,
    md5,
    size: stream.size,
    content: async () => files.read(path, { decrypt }),
    step: (to, options) => ({ path: to, content: movingStream(task, path, stream), options }),
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
  seen?: HostLook & { readonly paths: readonly PathLook[] },
): Promise<Record<string, unknown>> {
  const wanted = withSourceMode(args, source);
  const asDirectory = args.dest.endsWith('/');
  const dest = args.dest.replace(/(?<=.)\/+$/, '');
  const { paths, ...look } =
    seen ?? (await lookAt(context.host, placesOf(args.dest, source.name), { ...lookFor(args), checksum: 'sha1' }));
  const [there, within] = paths;
  if (!there) throw new ModuleFailure(`could not look at ${dest}`);
  const inDirectory = asDirectory || there.target?.kind === 'directory';
  const present = inDirectory ? within : there;
  if (!args.force && present && leadsToFile(present, args.follow || source.onHost === true)) {
    if (!source.onHost) return { dest: args.dest };
    return { dest: present.path, msg: 'file already exists', ...fileReturns(present.self) };
  }
  requireAttributes(args, look, context.checkMode, context.warn);
  if (inDirectory) {
    if (!within) throw new ModuleFailure('can not use content with a dir as dest', { dest: args.dest });
    if (there.self && there.target?.kind !== 'directory') {
      throw new ModuleFailure(`dest '${args.dest}' must be a directory and is not one`, { dest: args.dest });
    }
    const plan = new ChangePlan();
    if (!there.self) planDirectories(plan, args, look, dest);
    return putAt(context, plan, wanted, source, look, within);
  }
  // In check mode an earlier task may be going to make it.
  if (there.parent !== 'directory' && !context.checkMode) {
    const parent = dest.slice(0, Math.max(dest.lastIndexOf('/'), 1));
    throw new ModuleFailure(`Destination directory ${parent} does not exist`, { checksum: source.sha1, dest });
  }
  return putAt(context, new ChangePlan(), wanted, source, look, there);
}

/** Whether something is there that `force: false` leaves alone; `compat:` a link that leads nowhere is nothing when followed. */
const leadsToFile = (at: PathLook, follow: boolean): boolean => (follow ? at.target : at.self) !== null;

/** Makes a directory and its missing parents, each with owner, group and `directory_mode`. */
export function planDirectories(
  plan: ChangePlan,
  args: FileArguments & { readonly directory_mode?: Mode | undefined },
  look: HostLook,
  path: string,
): void {
  const attributes = newAttributes({ ...args, mode: args.directory_mode }, look, null, 'directory');
  const parents: string[] = [];
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) parents.unshift(path.slice(0, at));
  const make = lines(
    parents.map(
      (parent) => sh`if ! [ -d ${parent} ]; then
mkdir -- ${parent} || exit
${attributesScript(parent, { attributes })}
fi`,
    ),
  );
  // `compat:` the difference is that of the file.
  plan.add(
    { summary: `make directory ${path}` },
    scriptStep(make, `could not make the directory ${path}`, { dest: path }),
  );
}

/** What is to be done with one file. */
export interface PlannedFile {
  readonly path: string;
  readonly does: 'nothing' | 'attributes' | 'write';
  /** What is there now, and what will be as far as that can be said. */
  readonly present: FileStatus | null;
  readonly after: FileStatus | null;
  /** Which of the plan's steps writes it. */
  readonly step: number;
}

/** Compares a file with what it shall be and plans what is missing. */
export async function planFile(
  context: Pick<Context, 'host' | 'diffMode'>,
  plan: ChangePlan,
  args: Omit<PutArguments, 'dest'>,
  source: Source,
  look: HostLook,
  at: PathLook,
): Promise<PlannedFile> {
  const { host, diffMode } = context;
  const link = at.self?.kind === 'link';
  const path = link && args.follow ? at.realPath : at.path;
  const present = link && !args.follow ? null : at.target;
  if (present?.kind === 'directory') {
    throw new ModuleFailure(`${path} is a directory: it cannot be replaced by a file`, { dest: path });
  }
  if (!args.force && at.self) return { path: at.path, does: 'nothing', present: at.self, after: at.self, step: -1 };
  if (present && at.checksum === source.sha1) {
    const wanted = planAttributes(args, look, { ...present, path }, at.flags);
    if (!wanted) return { path, does: 'nothing', present, after: present, step: -1 };
    const set = lines([script('export LC_ALL=C'), attributesScript(path, wanted)]);
    const failed = scriptStep(set, `could not set owner, group or mode of ${path}`, { path });
    const step = plan.add({ summary: `set attributes of ${path}`, diff: wanted.diff }, failed);
    return { path, does: 'attributes', present, after: wanted.after, step };
  }
  const flags = args.attributes === undefined ? undefined : planFlags(args.attributes, present ? (at.flags ?? '') : '');
  // `compat:` of a link that is replaced the difference to what it leads to is shown.
  const diff = diffMode ? await diffOf(host, source, path, at.target) : undefined;
  const write = source.step(path, {
    ...newAttributes(args, look, present, 'file'),
    validate: args.validate,
    backup: args.backup,
    unsafeWrites: args.unsafe_writes,
    ...(link && !args.follow ? { asNew: true } : {}),
  });
  const step = plan.add({ summary: `write ${path}`, diff }, write);
  if (flags !== undefined) {
    const set = attributesScript(path, { attributes: {}, flags });
    plan.also(scriptStep(set, `could not set the attributes of ${path}`, { path }));
  }
  return { path, does: 'write', present, after: predicted(args, look, present, source.size, path), step };
}

/** Asks for a path's status once all is done. @returns the step's index */
export function planLook(plan: ChangePlan, path: string): number {
  return plan.also(scriptStep(lookScript([path], {}), `could not look at ${path}`));
}

/** What `planLook`'s step saw. */
export function seenAfter(results: readonly StepResult[], step: number): PathLook | undefined {
  return parseLook(results[step]?.stdoutBytes ?? Buffer.alloc(0)).paths[0];
}

async function putAt(
  context: Context,
  plan: ChangePlan,
  args: PutArguments,
  source: Source,
  look: HostLook,
  at: PathLook,
): Promise<Record<string, unknown>> {
  const file = await planFile(context, plan, args, source, look, at);
  const { path, does } = file;
  const returns = { dest: path, checksum: source.sha1 };
  const looked = does === 'nothing' ? -1 : planLook(plan, path);
  const results = await plan.carryOut(context.change).catch((error: unknown) => {
    if (!(error instanceof TsplayError) || !error.ran) throw error;
    const { rc, stdout, stderr } = error.ran;
    throw new ModuleFailure(error.message, {
      exit_status: rc,
      stdout,
      stderr,
      checksum: source.sha1,
    });
  });
  const status = results && looked >= 0 ? seenAfter(results, looked)?.self : file.after;
  // `compat:` then it is the file module that speaks, and says `path` too.
  if (does !== 'write' && !source.onHost) return { ...returns, path, ...fileReturns(status ?? null) };
  const backupFile = results?.[file.step]?.backupFile;
  return {
    ...returns,
    md5sum: source.md5,
    ...(backupFile === undefined ? {} : { backup_file: backupFile }),
    ...fileReturns(status ?? null),
  };
}

async function diffOf(host: HostView, source: Source, path: string, present: FileStatus | null): Promise<DiffNote> {
  const showable = present?.kind === 'file' && present.size <= DIFF_LIMIT && source.size <= DIFF_LIMIT;
  const before = showable ? await host.read(path) : null;
  const fetched = source.size <= DIFF_LIMIT && (present === null || showable);
  return contentDiff(
    { content: before ?? (present ? new Uint8Array() : null), size: present?.size ?? 0, header: path },
    {
      content: fetched ? await (source.content ?? (() => host.read(source.label)))() : new Uint8Array(),
      size: source.size,
      header: source.label,
    },
  );
}

/** What can be said of a file that is about to be written. */
function predicted(
  args: FileArguments,
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
