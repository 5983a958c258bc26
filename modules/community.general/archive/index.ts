// Packs files and directories of the host into an archive there, or compresses one file.
import { bool, choice, defineModule, list, ModuleFailure, path, z, type RunContext } from '../../../src/kit/index.js';
import {
  applyAttributes,
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookFor,
  planAttributes,
  requireAttributes,
} from '../../_shared/file-attributes.js';
import { fromLatin, toLatin } from '../../_shared/told.js';
import { lookAtArchive, lookAtSources } from './look.js';
import { makeScript, nameList, NO_NEWLINES, NO_PROGRAM, programsOf, removeScript } from './make.js';
import { planArchive, type Plan } from './plan.js';

const args = z.strictObject({
  ...fileArguments,
  path: list(path()).describe('What is packed: files and directories of the host, also by patterns with * and ?.'),
  dest: path()
    .optional()
    .describe('The archive; needed for more than one file. Default: the file with the format added.'),
  format: choice('bz2', 'gz', 'tar', 'xz', 'zip').default('gz').describe('How it is packed and compressed.'),
  exclude_path: list(path()).default([]).describe('Of the paths given those that are left out; patterns too.'),
  exclusion_patterns: list(path()).optional().describe('Names that are left out, wherever they are; patterns.'),
  force_archive: bool().default(false).describe('Make an archive also of a single file.'),
  remove: bool().default(false).describe('Remove what was packed.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.archive',
  summary: 'Packs files and directories of the host into an archive there, or compresses one file.',
  args,
  returns: z.object({
    ...fileReturnFields,
    state: z.string().describe("The path's state, when its attributes were set."),
    dest_state: z.string().describe('archive, compress, incomplete (some paths were not there) or absent.'),
    missing: z.array(z.string()).describe('Paths that were not there.'),
    archived: z.array(z.string()).describe('What was packed.'),
    arcroot: z.string().describe('What the names in the archive begin after.'),
    expanded_paths: z.array(z.string()).describe('The paths with patterns expanded.'),
    expanded_exclude_paths: z.array(z.string()).describe('The excluded paths with patterns expanded.'),
    dest: z.string().describe('The archive.'),
  }),
  requires: ['tar and the packing program; zip for zip'],
  check: 'partial',
  diff: false,
  examples: [
    {
      name: 'A directory without its logs',
      task: 'community.general.archive:\n  path: /srv/app\n  dest: /var/backups/app.tar.gz\n  exclusion_patterns: ["*.log"]',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const seen = await lookAtSources(host, a.path, a.exclude_path);
    const plan = planArchive(
      {
        ...a,
        path: a.path.map(toLatin),
        dest: a.dest === undefined ? undefined : toLatin(a.dest),
        exclusion_patterns: (a.exclusion_patterns ?? []).map(toLatin),
      },
      seen,
    );
    const result = {
      archived: [] as string[],
      dest: fromLatin(plan.dest),
      arcroot: fromLatin(plan.root),
      missing: plan.missing.map(fromLatin),
      expanded_paths: plan.expandedPaths.map(fromLatin),
      expanded_exclude_paths: seen.excluded.map(fromLatin),
    };
    const made = await make(context, plan);
    const attributes = await setAttributes(context, result.dest, made.differs);
    return {
      ...result,
      ...attributes.returns,
      archived: made.archived,
      dest_state: made.state,
      changed: made.differs || attributes.changed,
    };
  },
});

interface Made {
  readonly differs: boolean;
  readonly state: string;
  readonly archived: string[];
}

async function make(context: RunContext<Args>, plan: Plan): Promise<Made> {
  const { args: a, host, change, checkMode } = context;
  const packed = plan.archive || a.format === 'tar' || a.format === 'zip';
  const dest = fromLatin(plan.dest);
  if (plan.sources.length === 0) {
    const there = await lookAtArchive(host, dest, {});
    const kind = /\.(tar|tar\.(gz|bz2|xz)|tgz|tbz2|zip)$/i.test(dest) ? 'archive' : 'compress';
    return { differs: false, state: there.file.target ? kind : 'absent', archived: [] };
  }
  if (checkMode) {
    // compat: what is in an archive is known only once it is made; of one compressed file it is whether there is one.
    const there = plan.archive ? null : (await lookAtArchive(host, dest, {})).file.target;
    if (there === null) await change({ summary: `pack ${dest}` }, () => Promise.resolve());
    return { differs: there === null, state: 'absent', archived: [] };
  }
  const differs = await change({ summary: `pack ${dest}` }, async (hands) => {
    const { rc, stdout, stderr } = await hands.run(makeScript(plan, a.format, packed, a.unsafe_writes), {
      stdin: nameList(plan),
    });
    if (rc === NO_PROGRAM) {
      throw new ModuleFailure(
        `${stdout.trim()} is not on the host, and the format ${a.format} needs ${programsOf(a.format, packed).join(' and ')}: install it there first`,
      );
    }
    if (rc === NO_NEWLINES)
      throw new ModuleFailure('a name with a line feed in it cannot be packed by the programs of this host');
    if (rc !== 0)
      throw new ModuleFailure(`Error when writing ${a.format} archive at ${dest}: ${stderr.trim()}`, { rc });
    if (a.remove) {
      const removed = await hands.run(removeScript(plan));
      if (removed.rc !== 0)
        throw new ModuleFailure(`Error deleting some source files: ${removed.stderr.trim()}`, { dest });
    }
    return stdout.trim() === 'changed';
  });
  const state = !packed ? 'compress' : plan.archive && plan.missing.length > 0 ? 'incomplete' : 'archive';
  return { differs: differs === true, state, archived: plan.members.map(fromLatin) };
}

/** Owner, group and mode of the archive, when there is one: as asked for, and told in any case. */
async function setAttributes(
  context: RunContext<Args>,
  dest: string,
  written: boolean,
): Promise<{ changed: boolean; returns: Record<string, unknown> }> {
  const { args: a, host, change, checkMode, warn } = context;
  const look = await lookAtArchive(host, dest, lookFor(a));
  requireAttributes(a, look, checkMode, warn);
  const { target, flags } = look.file;
  if (!target) return { changed: false, returns: {} };
  const plan = planAttributes(a, look, target, flags);
  if (plan) {
    await change({ summary: `set attributes of ${dest}`, diff: plan.diff }, (hands) =>
      applyAttributes(hands, look.file.realPath, plan),
    );
  }
  return { changed: plan !== undefined && !written, returns: fileReturns(plan?.after ?? target) };
}
