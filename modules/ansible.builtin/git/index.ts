// A clone of a git repository on the host, at the wanted version.
import { defineModule, ModuleFailure, script, sh, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { args, returns, rules, type GitArgs } from './args.js';
import { isCurrent, remoteHead, urlDiffers } from './decide.js';
import { environment } from './environment.js';
import { lookScript, parseLook, type Look } from './look.js';
import {
  archiveSteps,
  cloneSteps,
  lastStep,
  moveSteps,
  stepsScript,
  submoduleSteps,
  switchSteps,
  updateSteps,
  verifySteps,
  type Step,
} from './steps.js';

export default defineModule({
  name: 'ansible.builtin.git',
  summary: 'Clones a git repository on the host and keeps it at a version; needs git there.',
  args,
  returns,
  requires: ['git'],
  check: 'full',
  diff: true,
  rules,
  examples: [
    {
      name: 'A branch',
      task: 'ansible.builtin.git:\n  repo: https://example.com/app.git\n  dest: /srv/app\n  version: main',
    },
    {
      name: 'By SSH, with a key of the host',
      task: 'ansible.builtin.git:\n  repo: git@example.com:app.git\n  dest: /srv/app\n  key_file: /root/.ssh/deploy\n  accept_newhostkey: true',
    },
  ],
  async run(context) {
    const { args: a, host, warn } = context;
    const { rc, stdout, stderr } = await host.probe(lookScript(a));
    if (rc === 127) throw new ModuleFailure(noGit(a));
    if (rc !== 0) throw new ModuleFailure(`could not look at ${a.dest ?? a.repo}: ${stderr.trim()}`, { rc });
    const look = parseLook(stdout, stderr);
    if (look.broken !== undefined) {
      throw new ModuleFailure(
        'Current repo does not have a valid reference to a separate Git dir or it refers to the invalid path',
        { details: `${look.broken} leads nowhere` },
      );
    }
    if (look.oldSsh) {
      warn('Your ssh client does not support accept_newhostkey option, therefore it cannot be used.');
    }
    if (a.dest === undefined || !look.clone) return startClone(context, look);
    return look.clone && !a.update ? keep(context, look, a.dest) : update(context, look, a.dest);
  },
});

const noGit = (a: GitArgs): string =>
  a.executable === undefined
    ? 'Failed to find required executable "git" in paths: install git on the host'
    : `Failed to find required executable "${a.executable}"`;

async function startClone(context: RunContext<GitArgs>, look: Look): Promise<ModuleReturn> {
  const { args: a, checkMode, diffMode, warn } = context;
  if (look.remoteError) {
    throw new ModuleFailure(look.remoteError.stderr.trim(), { changed: false, stdout: '', ...look.remoteError });
  }
  if (checkMode || !a.clone || a.dest === undefined) {
    const after = remoteHead(a.version, look);
    return { changed: true, before: null, after, ...diffOf(diffMode, null, after ?? '') };
  }
  const { dest } = a;
  const steps = [
    ...cloneSteps(a, dest, look, warn),
    ...(a.bare ? [] : [...switchSteps(a, look), ...verifySteps(a), ...(a.recursive ? submoduleSteps(a) : [])]),
    ...(a.bare ? verifySteps(a) : []),
    ...ending,
    ...archiveSteps(a, dest),
  ];
  const done = await carryOut(context, `clone ${a.repo} to ${dest}`, steps);
  const submodules = done.submodules ? { submodules_changed: true } : {};
  return { changed: true, before: null, after: done.after, ...submodules, ...diffOf(diffMode, null, done.after) };
}

/** `update: false`: only an archive is made of what there is. */
async function keep(context: RunContext<GitArgs>, look: Look, dest: string): Promise<ModuleReturn> {
  const { args: a, checkMode } = context;
  const before = look.clone?.head ?? '';
  const moved = moves(a, look);
  const steps = [...(moved ? moveSteps(dest, moved.git_dir_before, moved.git_dir_now) : []), ...archiveSteps(a, dest)];
  const result = { before, after: before, ...(checkMode ? {} : moved) };
  if (steps.length === 0) return { changed: false, ...result };
  const { archive } = await carryOut(context, `pack ${dest}`, steps);
  return { changed: checkMode || archive || moved !== undefined, ...result };
}

async function update(context: RunContext<GitArgs>, look: Look, dest: string): Promise<ModuleReturn> {
  const { args: a, checkMode, diffMode } = context;
  const { clone } = look;
  if (!clone) throw new ModuleFailure(`there is no repository in ${dest}`);
  const before = clone.head;
  if (clone.modified && !a.force) {
    throw new ModuleFailure(`Local modifications exist in the destination: ${dest} (force=no).`, {
      changed: false,
      before,
    });
  }
  if (look.remoteError) {
    throw new ModuleFailure(`Failed to download remote objects and refs:  ${look.remoteError.stderr}`, {
      changed: false,
    });
  }
  const url = urlDiffers(clone.url, a.repo);
  const moved = moves(a, look);
  const told = { before, remote_url_changed: url };
  if (checkMode) {
    const after = remoteHead(a.version, look);
    const changed = before !== after || url || moved !== undefined || clone.modified || a.archive !== undefined;
    if (changed) await context.change({ summary: `update ${dest}` }, async () => undefined);
    const diff =
      after !== undefined && before !== after && diffMode ? await diffText(context, dest, before, after) : {};
    return { changed, ...told, after, ...diff };
  }
  const current = isCurrent(a, look, clone);
  if (current && !moved && a.archive === undefined) return { changed: false, ...told, after: before };
  const steps = [
    ...(moved ? moveSteps(dest, moved.git_dir_before, moved.git_dir_now) : []),
    ...(current ? [] : updateSteps(a, dest, look, { reset: clone.modified, url })),
    ...(current || a.bare ? [] : [...switchSteps(a, look), ...verifySteps(a)]),
    ...(current || a.bare || !a.recursive ? [] : submoduleSteps(a)),
    { run: sh`cd -- ${dest}`, failure: '%' },
    ...ending,
    ...archiveSteps(a, dest),
  ];
  const { after, submodules, archive } = await carryOut(context, `update ${dest}`, steps);
  const differs = before !== after || clone.modified || submodules || url;
  return {
    // compat: an archive that is as it was says that nothing changed, whatever else did.
    changed: a.archive === undefined ? differs || moved !== undefined : archive,
    ...told,
    after,
    ...moved,
    ...(clone.modified ? { msg: `Local modifications exist in the destination: ${dest}` } : {}),
    ...(submodules ? { submodules_changed: true } : {}),
    ...(differs && before !== after && diffMode ? await diffText(context, dest, before, after) : {}),
  };
}

/** The repository's move to `separate_git_dir`, where it is elsewhere. */
function moves(a: GitArgs, look: Look): { git_dir_before: string; git_dir_now: string } | undefined {
  const now = a.separate_git_dir?.replace(/(?<=.)\/+$/, '');
  return now === undefined || now === look.gitDir ? undefined : { git_dir_before: look.gitDir, git_dir_now: now };
}

/** Prints the commit that is checked out at the end. */
const ending: readonly Step[] = [{ run: script(`echo "@tsplay-after $(git rev-parse HEAD)"`), failure: '%' }];

interface Done {
  readonly after: string;
  readonly submodules: boolean;
  readonly archive: boolean;
}

/** @throws ModuleFailure in the words of the step that failed */
async function carryOut(context: RunContext<GitArgs>, summary: string, steps: readonly Step[]): Promise<Done> {
  const { args: a, change } = context;
  const done = await change({ summary }, (hands) => hands.run(stepsScript(a, steps)));
  if (!done) return { after: '', submodules: false, archive: false };
  if (done.rc === 127 && lastStep(done.stdout).index < 0) throw new ModuleFailure(noGit(a));
  if (done.rc !== 0) {
    const out = lastStep(done.stdout);
    const err = lastStep(done.stderr).said;
    const said = `${out.said.trim()} ${err.trim()}`;
    const words = steps[out.index]?.failure ?? '%';
    const msg = words.replace('%', () => (words === '%' ? err.trim() : words.includes('"%"') ? err.trim() : said));
    throw new ModuleFailure(msg, { changed: false, rc: done.rc, stdout: out.said, stderr: err });
  }
  const [, after = ''] = /^@tsplay-after (.*)$/m.exec(done.stdout) ?? [];
  const marked = (mark: string): boolean => new RegExp(`^@tsplay-${mark}$`, 'm').test(done.stdout);
  return { after, submodules: marked('submodules'), archive: marked('archive') };
}

function diffOf(diffMode: boolean, before: null, after: string): { diff?: { prepared: string } } {
  return diffMode && before === null ? { diff: { prepared: `>> Newly checked out ${after}` } } : {};
}

async function diffText(
  { args: a, host }: RunContext<GitArgs>,
  dest: string,
  before: string,
  after: string,
): Promise<{ diff: { prepared: string } }> {
  const { rc, stdout, stderr } = await host.probe(
    sh`${environment(a)}
cd -- ${dest} && git diff ${before} ${after}`,
  );
  if (rc !== 0) {
    const said = stderr === '' ? '' : `:\n>> ${stderr}`;
    return { diff: { prepared: `>> Failed to get proper diff between ${before} and ${after}${said}` } };
  }
  return { diff: { prepared: stdout || `>> No visual differences between ${before} and ${after}` } };
}
