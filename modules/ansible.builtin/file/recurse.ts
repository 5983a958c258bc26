// `recurse`: what must be set on everything below a directory.
import { lines, script, sh, type FileStatus, type HostView, type Script } from '../../../src/kit/index.js';
import { octal, planAttributes, stateDiff, type HostLook } from '../../_shared/file-attributes.js';
import { FORMAT, parseStatus } from '../../_shared/file-look.js';
import type { FileArgs, Step } from './decide.js';

/** How many paths one command is given. */
const CHUNK = 200;

/**
 * Everything below a directory, itself not included. With `follow` what links lead to is in it as well (under the path
 * of the link), and what is below it.
 */
export async function lookAtTree(host: HostView, root: string, follow: boolean): Promise<FileStatus[]> {
  const list = (find: string, stat: string): Script =>
    script(`find ${find} ${sh`${root}/`.text} -mindepth 1 -exec stat ${stat} -c '${FORMAT}\t%n' -- {} + 2>/dev/null`);
  const { stdout } = await host.probe(
    lines([script('export LC_ALL=C TZ=UTC0'), list('', ''), ...(follow ? [list('-L', '-L')] : []), script(':')]),
  );
  // A name may hold a newline: what does not look like a new record belongs to the name before.
  const records: string[] = [];
  for (const line of stdout.split('\n').slice(0, -1)) {
    if (/^[0-9a-f]+\t\d+\t\d+\t/.test(line)) records.push(line);
    else records.push(`${records.pop() ?? ''}\n${line}`);
  }
  const found = new Map<string, FileStatus>();
  for (const record of records) {
    const fields = record.split('\t');
    const path = fields.slice(19).join('\t').replace(/\/\/+/g, '/');
    const status = parseStatus(path, fields.slice(0, 19).join('\t'), '');
    found.set(`${status.kind} ${path}`, status);
  }
  return [...found.values()];
}

/** One step for all entries that differ, or none. */
export function recurseSteps(args: FileArgs, look: HostLook, tree: readonly FileStatus[]): Step[] {
  const commands = new Map<string, string[]>();
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const add = (command: string, path: string): void => {
    commands.set(command, [...(commands.get(command) ?? []), path]);
  };
  for (const status of tree) {
    const plan = planAttributes(args, look, status);
    if (!plan) continue;
    const { owner, group, mode } = plan.attributes;
    // What is seen through a link is followed; the link itself stands in the tree as a link.
    const through = status.kind === 'link' ? '-h ' : '';
    if (owner !== undefined) add(`chown ${through}${sh`-- ${owner}`.text}`, status.path);
    if (group !== undefined) add(`chgrp ${through}${sh`-- ${group}`.text}`, status.path);
    if (mode !== undefined) add(`chmod -- ${octal(mode).padStart(5, '0')}`, status.path);
    before[status.path] = { mode: octal(status.mode), owner: status.uid, group: status.gid };
    after[status.path] = { mode: octal(plan.after.mode), owner: plan.after.uid, group: plan.after.gid };
  }
  if (Object.keys(after).length === 0) return [];
  const scripts = [...commands].flatMap(([command, paths]) => {
    const chunks: Script[] = [];
    for (let i = 0; i < paths.length; i += CHUNK)
      chunks.push(sh`${script(command)} ${paths.slice(i, i + CHUNK)} || exit`);
    return chunks;
  });
  return [
    {
      summary: `set attributes of ${Object.keys(after).length} entries below ${args.path}`,
      diff: stateDiff(args.path, before, after),
      script: lines(scripts),
      failure: `could not set owner, group or mode below ${args.path}`,
    },
  ];
}
