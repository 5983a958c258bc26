// Copies a directory of the controller: one look at everything, then what is missing or differs.
import { ModuleFailure, lines, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import {
  attributesScript,
  fileReturns,
  lookAt,
  lookFor,
  newAttributes,
  octal,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags,
  stateDiff,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { sha1, withSourceMode } from '../../_shared/put-file.js';
import { contentDiff } from '../../_shared/text-diff.js';
import type { CopyArgs } from './args.js';

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
  if (!args.local_follow) {
    throw new ModuleFailure(
      'local_follow: false is not supported for directories: tsplay follows links in the source; make links with the file module (state: link)',
    );
  }
  const root = source.replace(/(?<=.)\/+$/, '');
  const base = args.dest.replace(/(?<=.)\/+$/, '');
  const top = contentsOnly ? base : `${base === '/' ? '' : base}/${root.slice(root.lastIndexOf('/') + 1)}`;
  const entries = task.files.walk(root);
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
  await putDirectories(context, look, directories);
  for (const entry of work) {
    if (entry.kind === 'file') await putEntry(context, look, `${root}/${entry.path}`, entry.mode, entry.at);
  }
  const status = topLook?.target ?? null;
  // `compat:` a directory is told with a slash.
  return { dest: base === '/' ? base : `${base}/`, src: source, ...(status ? fileReturns(status) : {}) };
}

async function putDirectories(
  { args, change }: RunContext<CopyArgs>,
  look: HostLook,
  directories: readonly { readonly at: PathLook; readonly isRoot: boolean }[],
): Promise<void> {
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
      const plan = planAttributes({ owner: args.owner, group: args.group }, look, at.target);
      if (!plan) continue;
      made.push(at.path);
      scripts.push(attributesScript(at.target.path, plan));
    }
  }
  if (made.length === 0) return;
  const diff = stateDiff(args.dest, {}, { directories: made });
  await change({ summary: `make ${made.length} directories`, diff }, async (hands) => {
    const { rc, stderr } = await hands.run(lines(scripts));
    if (rc !== 0) throw new ModuleFailure(`could not make the directories of ${args.dest}: ${stderr.trim()}`, { rc });
  });
}

async function putEntry(
  context: RunContext<CopyArgs>,
  look: HostLook,
  source: string,
  sourceMode: number,
  at: PathLook,
): Promise<void> {
  const { change, host, task, diffMode } = context;
  const args = withSourceMode(context.args, { mode: sourceMode });
  if (at.target?.kind === 'directory') throw new ModuleFailure(`${at.path} is a directory, ${source} a file`);
  if (!args.force && at.self) return;
  const content = task.files.read(source, { decrypt: args.decrypt });
  const link = at.self?.kind === 'link';
  const path = link && args.follow ? at.realPath : at.path;
  const present = link && !args.follow ? null : at.target;
  if (present && at.checksum === sha1(content)) {
    const plan = planAttributes(args, look, { ...present, path }, at.flags);
    if (!plan) return;
    await change({ summary: `set attributes of ${path}`, diff: plan.diff }, async (hands) => {
      const { rc, stderr } = await hands.run(attributesScript(path, plan));
      if (rc !== 0)
        throw new ModuleFailure(`could not set mode ${octal(plan.after.mode)} of ${path}: ${stderr.trim()}`);
    });
    return;
  }
  const old = diffMode && present?.kind === 'file' ? await host.read(path) : null;
  const diff = contentDiff({ content: old, header: path }, { content, header: source });
  const flags = args.attributes === undefined ? undefined : planFlags(args.attributes, present ? (at.flags ?? '') : '');
  await change({ summary: `write ${path}`, diff }, async (hands) => {
    await hands.write(path, content, {
      ...newAttributes(args, look, present, 'file'),
      validate: args.validate,
      backup: args.backup,
      unsafeWrites: args.unsafe_writes,
    });
    if (flags !== undefined) await setFlags(hands, path, flags);
  });
}
