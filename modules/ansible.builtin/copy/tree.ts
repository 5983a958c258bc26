// Copies a directory of the controller: one look at everything, then what is missing or differs, all at once.
import { lines, ModuleFailure, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import { ChangePlan, scriptStep } from '../../_shared/change-plan.js';
import {
  attributesScript,
  lookAt,
  lookFor,
  newAttributes,
  planAttributes,
  requireAttributes,
  stateDiff,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { fileSource, planFile, putFile, withSourceMode } from '../../_shared/put-file.js';
import type { CopyArgs } from './args.js';

/** Of a tree there may be many files: only small ones are held until all are sent, in bytes. */
const HELD = 4096;

/**
 * @param source the directory on the controller
 * @param contentsOnly `src` had a trailing slash: what is in the directory is copied, not the directory itself
 */
export async function copyDirectory(
  context: RunContext<CopyArgs>,
  source: string,
  contentsOnly: boolean,
): Promise<Record<string, unknown>> {
  const { args, task, host } = context;
  const root = source.replace(/(?<=.)\/+$/, '');
  const base = args.dest.replace(/(?<=.)\/+$/, '');
  const top = contentsOnly ? base : `${base === '/' ? '' : base}/${root.slice(root.lastIndexOf('/') + 1)}`;
  const entries = task.files.walk(root, { follow: args.local_follow });
  const [only] = entries;
  // `compat:` a directory with nothing but one file is told as that.
  if (only?.kind === 'file' && entries.length === 1) {
    const path = `${root}/${only.path}`;
    return {
      src: path,
      ...(await putFile(context, { ...args, dest: `${top}/` }, await fileSource(task, path, args.decrypt))),
    };
  }
  const paths = [top, ...entries.map((entry) => `${top === '/' ? '' : top}/${entry.path}`)];
  const { paths: looks, ...look } = await lookAt(host, [base, ...paths], { ...lookFor(args), checksum: 'sha1' });
  requireAttributes(args, look, context.checkMode, context.warn);
  const [baseLook, topLook, ...rest] = looks;
  if (baseLook?.target && baseLook.target.kind !== 'directory') {
    throw new ModuleFailure(`dest '${args.dest}' must be a directory because src is one`, { dest: args.dest });
  }
  const work = entries.map((entry, i) => ({ ...entry, at: rest[i] as PathLook }));
  // Directories without anything in them are copied too; `dest` itself only comes with the first of its content.
  const directories = [
    ...(topLook && (entries.length > 0 || !contentsOnly) ? [{ at: topLook, isRoot: contentsOnly }] : []),
    ...work.filter((entry) => entry.kind === 'directory').map(({ at }) => ({ at, isRoot: false })),
  ];
  const plan = new ChangePlan();
  planTree(plan, args, look, directories);
  for (const { kind, path, mode, target, at } of work) {
    if (kind === 'link') planLink(plan, at, target ?? '');
    if (kind !== 'file') continue;
    if (at.target?.kind === 'directory') {
      throw new ModuleFailure(`${at.path} is a directory, ${root}/${path} a file`);
    }
    if (at.self && !args.force) continue;
    const file = await fileSource(task, `${root}/${path}`, args.decrypt, HELD);
    await planFile(context, plan, withSourceMode(args, { mode }), file, look, at);
  }
  await plan.carryOut(context.change);
  // `compat:` a directory is told with a slash, and nothing but its name.
  return { dest: base === '/' ? base : `${base}/`, src: source };
}

function planTree(
  plan: ChangePlan,
  args: CopyArgs,
  look: HostLook,
  directories: readonly { readonly at: PathLook; readonly isRoot: boolean }[],
): void {
  const attributes = newAttributes({ ...args, mode: args.directory_mode }, look, null, 'directory');
  const scripts: Script[] = [];
  const made: string[] = [];
  for (const { at, isRoot } of directories) {
    if (!at.target) {
      if (at.self) throw new ModuleFailure(`${at.path} is a dangling link, a directory is needed there`);
      made.push(at.path);
      scripts.push(sh`mkdir -p -- ${at.path} || exit`, attributesScript(at.path, { attributes }));
    } else if (at.target.kind !== 'directory') {
      throw new ModuleFailure(`${at.path} exists and is not a directory`, { dest: at.path });
    } else if (!isRoot) {
      // The mode of a directory that is there stays; owner and group are set.
      const wanted = planAttributes({ owner: args.owner, group: args.group }, look, at.target);
      if (!wanted) continue;
      made.push(at.path);
      scripts.push(attributesScript(at.target.path, wanted));
    }
  }
  if (made.length === 0) return;
  const diff = stateDiff(args.dest, {}, { directories: made });
  plan.add(
    { summary: `make ${made.length} directories`, diff },
    scriptStep(lines(scripts), `could not make the directories of ${args.dest}`),
  );
}

/** `compat:` a link replaces what stands in its place, as `file` does with `state: link` and `force`. */
function planLink(plan: ChangePlan, { path, self }: PathLook, leads: string): void {
  if (self?.linkTarget === leads) return;
  const space = self?.kind === 'directory' ? sh`rmdir -- ${path} || exit` : sh`:`;
  const link = sh`ln -sfn -- ${leads} ${path}`;
  const diff = stateDiff(path, { src: self?.linkTarget ?? null }, { src: leads });
  plan.add(
    { summary: `link ${path} to ${leads}`, diff },
    scriptStep(lines([space, link]), `could not link ${path}`, { path }),
  );
}
