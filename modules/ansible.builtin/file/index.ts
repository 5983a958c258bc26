// Files, directories, links: makes and removes them, sets owner, group, mode and times.
import {
  alias,
  bool,
  choice,
  defineModule,
  ModuleFailure,
  path,
  str,
  sh,
  textOfBytes,
  z,
  type DiffNote,
  type FileStatus,
  type HostView,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import {
  fileArguments,
  fileReturnFields,
  fileReturns,
  lookAt,
  lookAtOne,
  lookFor,
  requireAttributes,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import type { Look } from '../../_shared/file-look.js';
import { lookAtTree, planTree } from '../../_shared/file-tree.js';
import { pathInfo } from '../../_shared/path-info.js';
import { decide, sourcePath, wantedState, withoutTrailingSlash, type Parent } from './decide.js';
import { wholeDiff } from './diff.js';
import { timesWanted } from './times.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'name').describe('The file, directory or link to manage.'),
  state: choice('absent', 'directory', 'file', 'hard', 'link', 'touch')
    .optional()
    .describe('What the path shall be; default is what it is now, else directory with recurse, else file.'),
  src: path().optional().describe('What a link points to (state link or hard); relative to the directory of the link.'),
  recurse: bool().default(false).describe('Set the attributes on all that is in the directory as well.'),
  force: bool()
    .default(false)
    .describe('Make a link to what does not exist, and replace a file or an empty directory by a link.'),
  follow: bool().default(true).describe('Follow a link at the path and work on what it points to.'),
  access_time: str()
    .optional()
    .describe('Access time to set: preserve, now, or a time in access_time_format; default now with touch.'),
  access_time_format: str().default('%Y%m%d%H%M.%S').describe('How access_time is written, as in strftime.'),
  modification_time: str()
    .optional()
    .describe(
      'Modification time to set: preserve, now, or a time in modification_time_format; default now with touch.',
    ),
  modification_time_format: str().default('%Y%m%d%H%M.%S').describe('How modification_time is written.'),
  ...fileArguments,
});

const returns = z.object({
  path: z.string().optional().describe('The path, for states absent, directory and file.'),
  dest: z.string().optional().describe('The path, for states touch, link and hard.'),
  src: z.string().optional().describe('What a link points to.'),
  ...fileReturnFields,
});

export default defineModule({
  name: 'ansible.builtin.file',
  summary: 'Makes and removes files, directories and links and sets their attributes.',
  args,
  returns,
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.recurse && a.state !== undefined && a.state !== 'directory') {
      broken.push("recurse option requires state to be 'directory'");
    }
    if (a.src !== undefined && a.state !== undefined && a.state !== 'link' && a.state !== 'hard') {
      broken.push("src option requires state to be 'link' or 'hard'");
    }
    if (a.mode?.kind === 'preserve') broken.push("mode 'preserve' has no meaning here: give the mode itself");
    if (a.recurse && a.attributes !== undefined) {
      broken.push('attributes cannot be combined with recurse: use a command task with chattr -R');
    }
    return broken;
  },
  examples: [
    { name: 'A directory', task: "ansible.builtin.file:\n  path: /etc/foo\n  state: directory\n  mode: '0755'" },
    { name: 'A link', task: 'ansible.builtin.file:\n  src: /opt/foo-1.2\n  dest: /opt/foo\n  state: link' },
    { name: 'Nothing there', task: 'ansible.builtin.file:\n  path: /etc/foo\n  state: absent' },
  ],
  run,
});

type Args = z.output<typeof args>;

async function run(context: RunContext<Args>): Promise<Record<string, unknown>> {
  const { host } = context;
  let given = { ...context.args, path: withoutTrailingSlash(context.args.path) };
  const { src: link } = given;
  const lookThere = (): Promise<Look> =>
    lookAt(host, [given.path, ...(link === undefined ? [] : [sourcePath(given.path, link)])], lookFor(given));
  let { paths, ...look } = await lookThere();
  if (given.state === 'hard' && link !== undefined && paths[0]?.target?.kind === 'directory') {
    // `compat:` a hard link is made in a directory, under the name of its source.
    given = { ...given, path: `${given.path === '/' ? '' : given.path}/${link.slice(link.lastIndexOf('/') + 1)}` };
    ({ paths, ...look } = await lookThere());
  }
  const [file, src] = paths;
  if (!file) throw new ModuleFailure(`could not look at ${given.path}`);
  try {
    return await settle(context, given, file, src, look);
  } catch (error) {
    // `compat:` a failure tells what is at the path.
    if (!(error instanceof ModuleFailure)) throw error;
    throw new ModuleFailure(error.message, { path: given.path, ...pathInfo(file.self), ...error.extra });
  }
}

async function settle(
  { host, checkMode, diffMode, change, warn }: RunContext<Args>,
  given: Args,
  file: PathLook,
  src: PathLook | undefined,
  look: HostLook,
): Promise<Record<string, unknown>> {
  const state = wantedState(given, file);
  // Removing needs no owner.
  if (state !== 'absent') requireAttributes(given, look, checkMode, warn);
  const times = await timesWanted(host, given, state);
  const parents = state === 'directory' && !file.self ? await lookAtParents(host, given.path) : [];
  const decision = decide(given, state, { look, file, src, times, parents, checkMode });
  if (state === 'link' && file.self?.kind === 'directory' && decision.steps.length > 0)
    await requireEmpty(host, given.path);
  const lost =
    diffMode && state === 'absent' && file.self?.kind === 'directory' ? await contentOf(host, given.path) : undefined;
  const diff = wholeDiff(given, state, file, decision.steps, lost);
  const steps: {
    readonly summary: string;
    readonly diff?: DiffNote;
    readonly script: Script;
    readonly failure: string;
  }[] = decision.steps.map(({ diff: _, ...step }, i) => (i === 0 && diff ? { ...step, diff } : step));
  if (given.recurse && decision.tree !== undefined) {
    const below = planTree(given, look, decision.tree, await lookAtTree(host, decision.tree, given.follow));
    if (below) {
      steps.push({
        summary: `set attributes of ${below.count} entries below ${given.path}`,
        diff: below.diff,
        script: below.script,
        failure: `could not set owner, group or mode below ${given.path}`,
      });
    }
  }
  for (const message of decision.warnings) warn(message);
  for (const step of steps) {
    await change(step, async (hands) => {
      const { rc, stderr } = await hands.run(step.script);
      if (rc !== 0) throw new ModuleFailure(`${step.failure}: ${stderr.trim()}`, { path: given.path, rc });
    });
  }
  const told = { ...decision.returns, ...(diffMode && steps.length === 0 && diff ? { diff } : {}) };
  if (steps.length === 0 || checkMode)
    return { ...told, ...returnsOf(decision.after, steps.length > 0 || file.target !== null) };
  const { self, target } = (await lookAtOne(host, decision.path)).file;
  return { ...told, ...returnsOf(self, target !== null) };
}

/** `compat:` nothing is told of a link that leads nowhere. */
const returnsOf = (status: FileStatus | null, leads: boolean): Record<string, unknown> =>
  status?.kind === 'link' && !leads ? {} : fileReturns(status);

/** @throws ModuleFailure when there is something in a directory that a link shall replace */
async function requireEmpty(host: HostView, path: string): Promise<void> {
  const { stdout } = await host.probe(sh`ls -A -- ${path}/ 2>/dev/null | head -n 1`);
  if (stdout !== '') throw new ModuleFailure(`the directory ${path} is not empty, refusing to convert it`, { path });
}

/** `compat:` what a directory holds that will be removed, for the difference. */
async function contentOf(host: HostView, path: string): Promise<{ directories: string[]; files: string[] }> {
  const each = 'for p do if [ -d "$p" ]; then printf "d%s\\0" "$p"; else printf "f%s\\0" "$p"; fi; done';
  const { stdoutBytes } = await host.probe(sh`find ${path} -mindepth 1 -exec sh -c ${each} sh {} + 2>/dev/null`);
  const found = textOfBytes(stdoutBytes).split('\0').slice(0, -1).sort();
  const of = (kind: string): string[] => found.filter((line) => line.startsWith(kind)).map((line) => line.slice(1));
  return { directories: of('d'), files: of('f') };
}

/** The directories above a path, outermost first, and what each is. */
async function lookAtParents(host: HostView, path: string): Promise<Parent[]> {
  const parents: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) parents.unshift(path.slice(0, at));
  if (parents.length === 0) return [];
  const { stdout } = await host.probe(
    sh`for d in ${parents}; do
  if [ -d "$d" ]; then echo directory; elif [ -e "$d" ] || [ -L "$d" ]; then echo other; else echo missing; fi
done`,
  );
  const kinds = stdout.split('\n');
  return parents.map((parent, i) => ({ path: parent, kind: kinds[i] as Parent['kind'] }));
}
