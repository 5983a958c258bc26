// `remote_src`: copies files and directories from one place on the host to another, without fetching them.
import { lines, ModuleFailure, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import { ChangePlan, scriptStep } from '../../_shared/change-plan.js';
import {
  attributesScript,
  fileReturns,
  lookFor,
  newStatus,
  planAttributes,
  requireAttributes,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { lookScript, parseLook, type Look, type LookOptions } from '../../_shared/file-look.js';
import {
  placesOf,
  planDirectories,
  planFile,
  planLook,
  putFile,
  seenAfter,
  withSourceMode,
  type Source,
} from '../../_shared/put-file.js';
import type { CopyArgs } from './args.js';

type Context = RunContext<CopyArgs>;

/** @throws ModuleFailure when the source is missing or cannot be read */
export async function copyFromHost(context: Context, src: string): Promise<Record<string, unknown>> {
  const { args } = context;
  const places = placesOf(args.dest, src.endsWith('/') ? undefined : src.slice(src.lastIndexOf('/') + 1));
  const { paths, ...look } = await lookAtBoth(context, src, places);
  const [file, ...there] = paths;
  if (!file?.target) throw new ModuleFailure(`Source ${src} not found`, { src, dest: args.dest });
  if (file.target.kind === 'directory') return copyTree(context, src, file, look, there);
  const source = { ...hostSource(file), md5: look.md5 };
  if (args.checksum !== undefined && args.checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure('Copied file does not match the expected checksum. Transfer failed.', {
      checksum: source.sha1,
      expected_checksum: args.checksum,
    });
  }
  return { src, ...(await putFile(context, args, source, { ...look, paths: there })) };
}

/**
 * One round trip: the source, the places, and when the source is a directory what is below it, each beside what is in its
 * place already.
 */
async function lookAtBoth({ host, args }: Context, src: string, places: readonly string[]): Promise<Look> {
  const options: LookOptions = { ...lookFor(args), checksum: 'sha1', md5Of: src };
  const { root, top } = ends(args, src);
  const follow = args.local_follow ? ['-L'] : [];
  const each = `${lookScript([], { checksum: 'sha1', flags: options.flags }).text}
root=$1; top=$2; shift 2
for p do p=\${p#./}; look "$root/$p"; look "$top/$p"; done`;
  const { rc, stdoutBytes, stderr } = await host.probe(
    lines([
      lookScript([src, ...places], options),
      sh`if [ -d ${src} ]; then cd -- ${root === '' ? '/' : root} &&
find ${follow} . -mindepth 1 '(' -type d -o -type f -o -type l ')' -exec sh -c ${each} sh ${root} ${top} {} +; fi`,
    ]),
  );
  if (rc !== 0) throw new ModuleFailure(`could not read the directory ${src}: ${stderr.trim()}`, { src });
  return parseLook(stdoutBytes);
}

/** The directory that is copied and the one it becomes, without slashes at their ends. */
function ends(args: CopyArgs, src: string): { readonly root: string; readonly top: string } {
  const root = src.replace(/\/+$/, '');
  const base = args.dest.replace(/\/+$/, '');
  return { root, top: src.endsWith('/') ? base : `${base}/${root.slice(root.lastIndexOf('/') + 1)}` };
}

function hostSource(file: PathLook): Source {
  if (!file.target || file.checksum === undefined) {
    throw new ModuleFailure(`Source ${file.path} is not a file that can be read`, { src: file.path });
  }
  const { mode, size } = file.target;
  return {
    name: file.path.slice(file.path.lastIndexOf('/') + 1),
    sha1: file.checksum,
    md5: undefined,
    onHost: true,
    mode,
    size,
    label: file.path,
    step: (path, options) => ({ path, content: { from: file.path }, options }),
  };
}

/**
 * `compat:` files and directories that are copied have the modes of the source; owner, group and mode of the task are those of
 * the path that is returned, owner and group those of all that is copied, too.
 * @param seen what is at the destination's places, then pairs: an entry of the source and what is in its place
 */
async function copyTree(
  context: Context,
  src: string,
  source: PathLook,
  look: HostLook,
  seen: readonly PathLook[],
): Promise<Record<string, unknown>> {
  const { args, checkMode, warn } = context;
  const inside = !src.endsWith('/');
  const slashed = args.dest.endsWith('/');
  const [base, second] = seen;
  const top = inside ? second : base;
  if (!base || !top) throw new ModuleFailure(`could not look at ${args.dest}`);
  if (base.target && base.target.kind !== 'directory') {
    throw new ModuleFailure(`dest '${args.dest}' must be a directory because src is one`, { dest: args.dest });
  }
  const dest = toldDestination(args, src, base);
  const now = inside && dest !== args.dest ? top : base;
  const told = { src, dest };
  if (!args.force && now.target) return { ...told, msg: 'file already exists', ...fileReturns(now.target) };
  if (!slashed && base.parent !== 'directory' && !checkMode) {
    const parent = args.dest.slice(0, Math.max(args.dest.lastIndexOf('/'), 1));
    throw new ModuleFailure(`Destination directory ${parent} does not exist`, told);
  }
  requireAttributes(args, look, checkMode, warn);
  const plan = new ChangePlan();
  const sourceMode = { kind: 'bits', bits: source.target?.mode ?? 0o755 } as const;
  const copied = inside ? slashed || base.target !== null : !slashed;
  if (!top.target) {
    if (inside && slashed && !base.target) planDirectories(plan, args, look, base.path);
    const made = copied ? { ...args, directory_mode: sourceMode } : args;
    planDirectories(plan, made, look, ends(args, src).top || '/');
  }
  for (const [entry, there] of pairsOf(seen.slice(inside ? 2 : 1), args.local_follow)) {
    await planEntry(context, plan, look, entry, there);
  }
  const bits = copied && now === top ? sourceMode.bits : 0o777 & ~look.umask;
  const made = newStatus({}, look, { path: now.path, kind: 'directory', mode: bits, size: 0 });
  const set = planAttributes(withSourceMode(args, { mode: sourceMode.bits }), look, now.target ?? made, now.flags);
  if (set) {
    const path = now.target?.path ?? now.path;
    const step = scriptStep(attributesScript(path, set), `could not set owner, group or mode of ${path}`);
    if (now.target) plan.add({ summary: `set attributes of ${path}` }, step);
    else plan.also(step);
  }
  const looked = plan.isEmpty ? -1 : planLook(plan, now.path);
  const results = await plan.carryOut(context.change);
  const after = results ? (seenAfter(results, looked)?.target ?? null) : (set?.after ?? now.target ?? made);
  // compat: a directory has no digests.
  return { ...told, checksum: null, md5sum: null, ...fileReturns(after) };
}

/** `compat:` the path of the copy, of one that is put into a directory which is there; else `dest` as the task gives it. */
function toldDestination(args: CopyArgs, src: string, base: PathLook | undefined): string {
  const slashed = args.dest.endsWith('/');
  if (!base?.target && !slashed) return args.dest;
  return `${args.dest}${slashed ? '' : '/'}${src.slice(src.lastIndexOf('/') + 1)}`;
}

type Pair = readonly [source: PathLook, there: PathLook];

/** Directories first, parents before what is in them. */
function pairsOf(looks: readonly PathLook[], follow: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i + 1 < looks.length; i += 2) pairs.push([looks[i] as PathLook, looks[i + 1] as PathLook]);
  const isDirectory = ([source]: Pair): number => Number(kindOf(source, follow) === 'directory');
  return pairs.sort((a, b) => isDirectory(b) - isDirectory(a) || (a[0].path < b[0].path ? -1 : 1));
}

/** What an entry is copied as: a link that leads nowhere stays one. */
const kindOf = ({ self, target }: PathLook, follow: boolean): string | undefined =>
  follow && target ? target.kind : self?.kind;

async function planEntry(
  context: Context,
  plan: ChangePlan,
  look: HostLook,
  source: PathLook,
  there: PathLook,
): Promise<void> {
  const { args } = context;
  const kind = kindOf(source, args.local_follow);
  const mode = source.target ? ({ kind: 'bits', bits: source.target.mode } as const) : undefined;
  // Flags are those of the path that is returned alone.
  const all = { ...args, mode: undefined, attributes: undefined };
  if (kind === 'directory') {
    if (!there.target) return planDirectories(plan, { ...all, directory_mode: mode }, look, there.path);
    if (there.target.kind !== 'directory') throw new ModuleFailure(`${there.path} exists and is not a directory`);
    const set = planAttributes(all, look, there.target);
    if (!set) return;
    const step = scriptStep(attributesScript(there.target.path, set), `could not set the owner of ${there.path}`);
    plan.add({ summary: `set attributes of ${there.path}` }, step);
  } else if (kind === 'link') {
    const leads = source.self?.linkTarget ?? '';
    if (there.self?.linkTarget === leads) return;
    const link: Script = sh`ln -sfn -- ${leads} ${there.path}`;
    plan.add({ summary: `link ${there.path} to ${leads}` }, scriptStep(link, `could not link ${there.path}`));
  } else if (kind === 'file') {
    const file = hostSource(source);
    const same = there.checksum === source.checksum;
    await planFile(context, plan, { ...all, mode: same ? undefined : mode }, file, look, there);
  }
}
