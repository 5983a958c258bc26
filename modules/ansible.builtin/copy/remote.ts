// `remote_src`: copies files and directories from one place on the host to another, without fetching them.
import { lines, ModuleFailure, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import { ChangePlan, scriptStep } from '../../_shared/change-plan.js';
import { fileReturns, lookFor, type HostLook, type PathLook } from '../../_shared/file-attributes.js';
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
  if (file.target.kind === 'directory') return copyTree(context, src, look, there);
  const source = hostSource(file);
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
  const options: LookOptions = { ...lookFor(args), checksum: 'sha1' };
  const { root, top } = ends(args, src);
  const follow = args.local_follow ? ['-L'] : [];
  const each = `${lookScript([], { ...options, owner: undefined, group: undefined }).text}
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
    md5: sh`md5sum < ${file.path}`,
    mode,
    size,
    label: file.path,
    step: (path, options) => ({ path, content: { from: file.path }, options }),
  };
}

/** @param seen what is at the destination's places, then pairs: an entry of the source and what is in its place */
async function copyTree(
  context: Context,
  src: string,
  look: HostLook,
  seen: readonly PathLook[],
): Promise<Record<string, unknown>> {
  const { args } = context;
  const places = src.endsWith('/') ? 1 : 2;
  const [base] = seen;
  const top = seen[places - 1];
  if (base?.target && base.target.kind !== 'directory') {
    throw new ModuleFailure(`dest '${args.dest}' must be a directory because src is one`, { dest: args.dest });
  }
  const plan = new ChangePlan();
  const topPath = ends(args, src).top || '/';
  if (!top?.target) planDirectories(plan, args, look, topPath);
  for (const [source, there] of pairsOf(seen.slice(places), args.local_follow)) {
    await planEntry(context, plan, look, source, there);
  }
  const looked = plan.isEmpty ? -1 : planLook(plan, topPath);
  const results = await plan.carryOut(context.change);
  const after = (results && seenAfter(results, looked)?.target) ?? top?.target ?? null;
  // compat: a directory has no digests.
  return { src, dest: args.dest, checksum: null, md5sum: null, ...(after ? fileReturns(after) : {}) };
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
  if (kind === 'directory') {
    const made = { ...args, directory_mode: args.directory_mode ?? mode };
    if (!there.target) planDirectories(plan, made, look, there.path);
    else if (there.target.kind !== 'directory') throw new ModuleFailure(`${there.path} exists and is not a directory`);
  } else if (kind === 'link') {
    const leads = source.self?.linkTarget ?? '';
    if (there.self?.linkTarget === leads || (there.self && !args.force)) return;
    const link: Script = sh`ln -sfn -- ${leads} ${there.path}`;
    plan.add({ summary: `link ${there.path} to ${leads}` }, scriptStep(link, `could not link ${there.path}`));
  } else if (kind === 'file' && (!there.self || args.force)) {
    if (there.self?.kind === 'file' && there.checksum === source.checksum && !attributesMatter(args)) return;
    const file = hostSource(source);
    // compat: what is new comes with its mode, unless the task says another.
    const wanted = { ...args, mode: args.mode ?? (there.self ? undefined : mode) };
    await planFile(context, plan, withSourceMode(wanted, file), file, look, there);
  }
}

function attributesMatter(args: CopyArgs): boolean {
  return [args.mode, args.owner, args.group, args.attributes].some((value) => value !== undefined);
}
