// Many paths of a host at once: their status in one round trip, their attributes set in few commands.
import { randomBytes } from 'node:crypto';
import { lines, script, sh, type DiffNote, type FileStatus, type HostView, type Script } from '../../src/kit/index.js';
import { octal, planAttributes, stateDiff, type FileArguments, type HostLook } from './file-attributes.js';
import { FORMAT, parseStatus } from './file-look.js';

/** Begins each record: a name with line feeds and tabs in it cannot look like a record, because it cannot know this. */
export const newMark = (): string => `#${randomBytes(9).toString('hex')}`;

/** What `stat -c` is asked of a path of many. */
export const statusFormat = (mark: string): string => `${mark}\t${FORMAT}\t%n`;

/** How many paths one command is given. */
const CHUNK = 200;

function chunks<T>(items: readonly T[]): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < items.length; i += CHUNK) out.push(items.slice(i, i + CHUNK));
  return out;
}

/** The status of each path that exists, links not followed. */
export async function statMany(host: HostView, paths: readonly string[]): Promise<FileStatus[]> {
  if (paths.length === 0) return [];
  const mark = newMark();
  const { stdout } = await host.probe(
    lines([
      script('export LC_ALL=C TZ=UTC0'),
      ...chunks(paths).map((some) => sh`stat -c ${statusFormat(mark)} -- ${some} 2>/dev/null`),
      script(':'),
    ]),
  );
  return parseMany(stdout, mark);
}

/**
 * Everything below a directory, itself not included. With `follow` what links lead to is in it as well (under the path
 * of the link), and what is below it.
 */
export async function lookAtTree(host: HostView, root: string, follow: boolean): Promise<FileStatus[]> {
  const mark = newMark();
  const list = (option: string): Script =>
    script(
      `find ${option} ${sh`${`${root}/`}`.text} -mindepth 1 -exec stat ${option} -c '${statusFormat(mark)}' -- {} + 2>/dev/null`,
    );
  const { stdout } = await host.probe(
    lines([script('export LC_ALL=C TZ=UTC0'), list(''), ...(follow ? [list('-L')] : []), script(':')]),
  );
  return parseMany(stdout, mark);
}

/** Reads what `stat` said of many paths, asked with `statusFormat`. */
export function parseMany(stdout: string, mark: string): FileStatus[] {
  const found = new Map<string, FileStatus>();
  for (const record of stdout.split(`${mark}\t`).slice(1)) {
    const fields = record.replace(/\n$/, '').split('\t');
    const path = fields.slice(19).join('\t').replace(/\/\/+/g, '/');
    const status = parseStatus(path, fields.slice(0, 19).join('\t'), '');
    found.set(`${status.kind} ${path}`, status);
  }
  return [...found.values()];
}

export interface TreeChange {
  readonly count: number;
  readonly diff: DiffNote;
  /** Ends with the code of the first command that fails. */
  readonly script: Script;
}

/** What must be set so that every entry has the wanted owner, group and mode; undefined when all have. */
export function planTree(
  args: FileArguments,
  look: HostLook,
  root: string,
  tree: readonly FileStatus[],
): TreeChange | undefined {
  const commands = new Map<string, string[]>();
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const add = (command: string, path: string): void => {
    commands.set(command, [...(commands.get(command) ?? []), path]);
  };
  for (const status of tree) {
    const plan = planAttributes({ ...args, attributes: undefined }, look, status);
    if (!plan) continue;
    const { owner, group, mode } = plan.attributes;
    // What was seen through a link is followed; the link itself stands in the tree as a link.
    const itself = status.kind === 'link' ? '-h ' : '';
    if (owner !== undefined) add(`chown ${itself}${sh`-- ${owner}`.text}`, status.path);
    if (group !== undefined) add(`chgrp ${itself}${sh`-- ${group}`.text}`, status.path);
    if (mode !== undefined) add(`chmod -- ${octal(mode).padStart(5, '0')}`, status.path);
    before[status.path] = { mode: octal(status.mode), owner: status.uid, group: status.gid };
    after[status.path] = { mode: octal(plan.after.mode), owner: plan.after.uid, group: plan.after.gid };
  }
  const count = Object.keys(after).length;
  if (count === 0) return undefined;
  const scripts = [...commands].flatMap(([command, paths]) =>
    chunks(paths).map((some) => sh`${script(command)} ${some} || exit`),
  );
  return { count, diff: stateDiff(root, before, after), script: lines(scripts) };
}
