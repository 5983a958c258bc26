// What there is: the repository of the host and the refs of the remote that matter, in one round trip.
import { lines, script, sh, type Script } from '../../../src/kit/index.js';
import type { GitArgs } from './args.js';
import { environment } from './environment.js';

export interface Look {
  /** The path of the repository itself; of a clone that is missing where it would be. */
  readonly gitDir: string;
  /** Undefined: there is no clone. */
  readonly clone: Clone | undefined;
  /** Object names by ref, tags as what they point to; undefined when the remote was not asked. */
  readonly refs: ReadonlyMap<string, string> | undefined;
  /** Why the remote could not be asked. */
  readonly remoteError: { readonly rc: number; readonly stderr: string } | undefined;
  /** A `.git` file that leads nowhere. */
  readonly broken: string | undefined;
  /** The client is too old for accept_newhostkey. */
  readonly oldSsh: boolean;
}

export interface Clone {
  readonly head: string;
  /** The branch that is checked out; undefined when none is. */
  readonly branch: string | undefined;
  /** The branch HEAD stands for: the checked out one, else the remote's. */
  readonly headBranch: string;
  readonly modified: boolean;
  readonly url: string;
  readonly submodules: 'none' | 'current' | 'differ';
}

/** The address as git is given it: a path of the host as a file URL. */
export function addressOf(repo: string): string {
  return repo.startsWith('/') ? `file://${repo}` : repo;
}

export function lookScript(a: GitArgs): Script {
  // Without update nobody is asked what is new.
  const asks = a.update ? 'yes' : '';
  const ssh = script(
    a.accept_newhostkey ? 'ssh -o StrictHostKeyChecking=accept-new -V >/dev/null 2>&1 || rec OLDSSH yes' : ':',
  );
  return lines([
    environment(a),
    // Else a look at the status would write the index anew.
    script('export GIT_OPTIONAL_LOCKS=0'),
    script(`rec() { printf '%s %s\\0' "$1" "$2"; }`),
    ssh,
    sh`dest=${a.dest ?? ''} repo=${addressOf(a.repo)} v=${a.version} remote=${a.remote} asks=${asks}`,
    sh`bare=${a.bare ? 'yes' : ''} recursive=${a.recursive ? 'yes' : ''}`,
    script(`if [ -n "$bare" ]; then dir=$dest; else dir=$dest/.git; fi
if [ -f "$dir" ]; then
  to=$(sed -n '1s/^gitdir: //p' "$dir")
  case $to in /*) ;; ?*) to=$dest/$to ;; esac
  if [ -n "$to" ] && [ -d "$to" ]; then dir=$to; else rec BROKEN "$dir"; exit 0; fi
fi
rec DIR "$(cd -- "$dir" 2>/dev/null && pwd -P || echo "$dir")"
if [ -n "$dest" ] && [ -e "$dir/config" ]; then
  cd -- "$dest" || exit
  rec HEAD "$(git rev-parse HEAD 2>/dev/null)"
  branch=$(git symbolic-ref -q --short HEAD)
  rec BRANCH "$branch"
  if [ -z "$branch" ]; then branch=$(git symbolic-ref -q "refs/remotes/$remote/HEAD"); branch=\${branch#"refs/remotes/$remote/"}; fi
  rec HEADBRANCH "$branch"
  [ -n "$bare" ] || rec STATUS "$(git status --porcelain --untracked-files=no 2>/dev/null)"
  rec URL "$(git config "remote.$remote.url" || git ls-remote --get-url "$remote")"
  if [ -n "$recursive" ] && [ -z "$bare" ] && [ -f .gitmodules ]; then rec SUBMODULES "$(git submodule status 2>&1)"; fi
  [ "$v" != HEAD ] || v=$branch
else
  asks=yes
fi
if [ -n "$asks" ]; then
  if refs=$(git ls-remote "$repo" HEAD "refs/heads/$v" "refs/tags/$v" "refs/tags/$v^{}" 2>&3); then rec REFS "$refs"
  else rec REMOTE "$?"; fi
fi 3>&2 </dev/null
:`),
  ]);
}

/** Reads what the look script printed. */
export function parseLook(stdout: string, stderr: string): Look {
  const records = new Map(
    stdout.split('\0').flatMap((record): [string, string][] => {
      const blank = record.indexOf(' ');
      return blank < 0 ? [] : [[record.slice(0, blank), record.slice(blank + 1)]];
    }),
  );
  const head = records.get('HEAD');
  const refs = records.get('REFS');
  const rc = records.get('REMOTE');
  return {
    gitDir: records.get('DIR') ?? '',
    broken: records.get('BROKEN'),
    oldSsh: records.has('OLDSSH'),
    clone:
      head === undefined
        ? undefined
        : {
            head,
            branch: records.get('BRANCH') || undefined,
            headBranch: records.get('HEADBRANCH') ?? '',
            modified: (records.get('STATUS') ?? '') !== '',
            url: records.get('URL') ?? '',
            submodules: submoduleState(records.get('SUBMODULES')),
          },
    refs: refs === undefined ? undefined : parseRefs(refs),
    remoteError: rc === undefined ? undefined : { rc: Number(rc), stderr },
  };
}

/** Lines that begin with anything but a blank: not initialised, another commit, a conflict, or an error. */
function submoduleState(status: string | undefined): Clone['submodules'] {
  if (status === undefined) return 'none';
  return status.split('\n').every((line) => line === '' || line.startsWith(' ')) ? 'current' : 'differ';
}

/** An annotated tag is listed twice, the second time (`^{}`) with the commit it points to. */
function parseRefs(text: string): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [object = '', ref] = line.trim().split(/\s+/);
    if (ref === undefined) continue;
    const name = ref.replace(/\^\{\}$/, '');
    if (name !== ref || !refs.has(name)) refs.set(name, object);
  }
  return refs;
}
