// The git commands that clone, fetch, check out and pack, each a step of one script.
import { lines, script, sh, type Script } from '../../../src/kit/index.js';
import { archiveFormat, type GitArgs } from './args.js';
import { kindOf } from './decide.js';
import { environment } from './environment.js';
import { addressOf, type Look } from './look.js';

export interface Step {
  readonly run: Script;
  /** What is said when it fails; `%` stands for what git printed. */
  readonly failure: string;
}

const depthOf = (a: GitArgs): string[] => (a.depth === undefined || a.depth < 1 ? [] : ['--depth', String(a.depth)]);

/** @param warn told when the depth cannot be kept to */
export function cloneSteps(a: GitArgs, dest: string, look: Look, warn: (message: string) => void): Step[] {
  const kind = kindOf(a.version, look.refs);
  const named = kind === 'branch' || kind === 'tag';
  const words = a.bare ? ['--bare'] : ['--origin', a.remote];
  if (depthOf(a).length > 0) {
    if (kind === 'head' || a.refspec !== undefined) words.push(...depthOf(a));
    else if (named) words.push(...depthOf(a), '--branch', a.version);
    else {
      warn(
        'Ignoring depth argument. Shallow clones are only available for HEAD, branches, tags or in combination with refspec.',
      );
    }
  }
  if (a.reference !== undefined) words.push('--reference', a.reference);
  if (a.single_branch) words.push('--single-branch', ...(named ? ['--branch', a.version] : []));
  if (a.separate_git_dir !== undefined) words.push(`--separate-git-dir=${a.separate_git_dir}`);
  const steps: Step[] = [
    {
      run: sh`mkdir -p -- ${parentOf(dest)} && cd -- ${parentOf(dest)} && git clone ${words} -- ${addressOf(a.repo)} ${dest}`,
      failure: '%',
    },
    { run: sh`cd -- ${dest}`, failure: '%' },
  ];
  if (a.bare && a.remote !== 'origin') {
    steps.push({ run: sh`git remote add ${a.remote} ${addressOf(a.repo)}`, failure: '%' });
  }
  if (a.refspec !== undefined) {
    steps.push({ run: sh`git fetch ${depthOf(a)} ${a.remote} ${a.refspec}`, failure: '%' });
  }
  return steps;
}

const parentOf = (path: string): string => path.replace(/\/+[^/]*\/*$/, '') || '/';

/** @param old where the repository is now; it is left there when it cannot be moved */
export function moveSteps(dest: string, old: string, now: string): Step[] {
  return [
    { run: sh`! [ -e ${now} ]`, failure: `Separate-git-dir path ${now} already exists.` },
    {
      run: sh`mv -- ${old} ${now} && { printf 'gitdir: %s' ${now} > ${`${dest}/.git`} || { mv -- ${now} ${old}; false; }; }`,
      failure: 'Unable to move git dir. %',
    },
  ];
}

export function updateSteps(a: GitArgs, dest: string, look: Look, changes: { reset: boolean; url: boolean }): Step[] {
  const steps: Step[] = [{ run: sh`cd -- ${dest}`, failure: '%' }];
  if (changes.reset) steps.push({ run: sh`git reset --hard HEAD`, failure: '%' });
  if (changes.url) {
    steps.push({
      run: sh`git remote set-url ${a.remote} ${addressOf(a.repo)}`,
      failure: `Failed to set a new url ${addressOf(a.repo)} for ${a.remote}: %`,
    });
  }
  steps.push({ run: fetchCommand(a, look), failure: 'Failed to download remote objects and refs: %' });
  return steps;
}

function fetchCommand(a: GitArgs, look: Look): Script {
  const { version: v, remote } = a;
  const kind = kindOf(v, look.refs);
  const current = look.clone?.headBranch ?? '';
  let refspecs: string[] = [];
  const words: string[] = [];
  if (depthOf(a).length > 0) {
    if (a.refspec !== undefined) refspecs = [a.refspec];
    else if (kind === 'head') refspecs = [current];
    else if (kind === 'branch') {
      refspecs = [
        ...(current === v ? [] : [`+refs/heads/${v}:refs/heads/${v}`]),
        `+refs/heads/${v}:refs/remotes/${remote}/${v}`,
      ];
    } else if (kind === 'tag') refspecs = [`+refs/tags/${v}:refs/tags/${v}`];
    if (refspecs.length > 0) words.push(...depthOf(a));
  }
  if (refspecs.length === 0) {
    if (a.bare) refspecs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
    else words.push('--tags');
    if (a.refspec !== undefined) refspecs.push(a.refspec);
  }
  if (a.force) words.push('--force');
  return sh`git fetch ${words} ${remote} ${refspecs}`;
}

/** Brings the working tree to the wanted version. */
export function switchSteps(a: GitArgs, look: Look): Step[] {
  const { version: v, remote } = a;
  const kind = kindOf(v, look.refs);
  if (kind === 'head') {
    return [
      {
        run: script(`${sh`remote=${remote}`.text}
branch=$(git symbolic-ref -q --short HEAD) || { branch=$(git symbolic-ref -q "refs/remotes/$remote/HEAD"); branch=\${branch#"refs/remotes/$remote/"}; }
git checkout --force "$branch" && git reset --hard "$remote/$branch" --`),
        failure: 'Failed to checkout branch: %',
      },
    ];
  }
  const failure = `Failed to checkout ${kind === 'branch' ? 'branch ' : ''}${v}`;
  if (kind !== 'branch') return [{ run: sh`git checkout --force ${v} --`, failure: `Failed to checkout ${v}` }];
  const local = `refs/heads/${v}`;
  const steps: Step[] = [];
  if (depthOf(a).length > 0) {
    const refspecs = [`+${local}:${local}`, `+${local}:refs/remotes/${remote}/${v}`];
    steps.push({
      run: sh`git show-ref --verify --quiet ${local} || git fetch ${depthOf(a)} ${remote} ${refspecs}`,
      failure: `Failed to fetch branch from remote: ${v}`,
    });
  }
  steps.push({
    run: sh`if git show-ref --verify --quiet ${local}; then git checkout --force ${v} -- && git reset --hard ${`${remote}/${v}`} --
else git checkout --track -b ${v} ${`${remote}/${v}`}; fi`,
    failure,
  });
  return steps;
}

/** Prints whether submodules were changed; does nothing where there are none. */
export function submoduleSteps(a: GitArgs): Step[] {
  const update = [
    '--init',
    '--recursive',
    ...(a.track_submodules ? ['--remote'] : []),
    ...(a.force ? ['--force'] : []),
  ];
  // compat: a branch that .gitmodules does not name is master, where the remote has no idea of its own.
  const follows = `b=$(git config -f "$toplevel/.gitmodules" "submodule.$name.branch" || git symbolic-ref -q --short refs/remotes/origin/HEAD | sed "s,^origin/,," | grep . || echo master)
[ "$(git rev-parse HEAD)" = "$(git rev-parse "origin/$b" 2>/dev/null)" ] || echo differs`;
  return [
    {
      run: script(`differ=
if [ -f .gitmodules ]; then
  differ=$(sed -n 's/^[[:space:]]*path[^=]*=[[:space:]]*//p' .gitmodules | while IFS= read -r p; do [ -e "$p/.git" ] || echo differs; done)
  if [ -z "$differ" ]; then
    git submodule foreach git fetch || exit
    ${a.track_submodules ? sh`differ=$(git submodule --quiet foreach ${follows}) || exit`.text : `differ=$(git submodule status | grep '^[^ ]')`}
  fi
fi
true`),
      failure: 'Failed to fetch submodules: %',
    },
    {
      run: sh`if [ -n "$differ" ]; then echo '@tsplay-submodules'; git submodule sync && git submodule update ${update}; fi`,
      failure: 'Failed to init/update submodules: %',
    },
  ];
}

/** @returns the step that fails unless what is checked out is signed, by one of the allowed keys where some are named */
export function verifySteps(a: GitArgs): Step[] {
  if (!a.verify_commit) return [];
  const verify = a.gpg_allowlist.length > 0 ? ['--raw'] : [];
  const steps: Step[] = [
    {
      run: sh`if [ "$(git cat-file -t ${`refs/tags/${a.version}`} 2>/dev/null)" = tag ]; then verb=verify-tag; else verb=verify-commit; fi
signed=$(git $verb ${verify} ${a.version} 2>&1) || { printf '%s\n' "$signed" >&2; false; }`,
      failure: `Failed to verify GPG signature of commit/tag "${a.version}"`,
    },
  ];
  if (a.gpg_allowlist.length > 0) {
    // The fingerprint of the primary key stands last, of a key that has no other third (doc/DETAILS of GnuPG).
    steps.push({
      run: sh`key=$(printf '%s\n' "$signed" | awk '$2 == "VALIDSIG" { print (NF >= 12 ? $12 : $3); exit }')
case ${` ${a.gpg_allowlist.join(' ')} `} in *" $key "*) [ -n "$key" ] ;; *) echo "$key" >&2; false ;; esac`,
      failure: 'The gpg_allowlist does not include the public key "%" for this commit',
    });
  }
  return steps;
}

/** Prints `@tsplay-archive` when the archive was made or differs from the one that was there. */
export function archiveSteps(a: GitArgs, dest: string): Step[] {
  if (a.archive === undefined) return [];
  const format = archiveFormat(a.archive) ?? 'tar';
  const prefix = a.archive_prefix === undefined ? [] : ['--prefix', a.archive_prefix];
  return [
    {
      run: sh`cd -- ${dest} && packed=$(mktemp -d) && git archive --format ${format} --output "$packed/a" ${prefix} ${a.version}`,
      failure: 'Failed to perform archive operation: %',
    },
    {
      run: sh`if cmp -s "$packed/a" ${a.archive}; then rm -rf "$packed"
else cat "$packed/a" > ${a.archive} && rm -rf "$packed" && echo '@tsplay-archive'; fi`,
      failure: `Failed to move the archive to ${a.archive}: %`,
    },
  ];
}

/** All steps in one script; what each prints stands behind a mark with its number. */
export function stepsScript(a: GitArgs, steps: readonly Step[]): Script {
  return lines([
    environment(a),
    ...steps.map(({ run }, i) =>
      script(`echo '@tsplay-step ${i}'; echo '@tsplay-step ${i}' >&2
{ ${run.text}
} </dev/null || exit`),
    ),
  ]);
}

/** What the last step printed, and its number. */
export function lastStep(text: string): { readonly index: number; readonly said: string } {
  const [last] = [...text.matchAll(/^@tsplay-step (\d+)\n/gm)].slice(-1);
  return last ? { index: Number(last[1]), said: text.slice(last.index + last[0].length) } : { index: -1, said: text };
}
