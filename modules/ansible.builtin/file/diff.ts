// What `--diff` shows of a path: Ansible's one difference of all that a task changes about it. Pure.
import type { DiffNote } from '../../../src/kit/index.js';
import {
  newStatus,
  planAttributes,
  stateOf,
  type AttributePlan,
  type PathLook,
} from '../../_shared/file-attributes.js';
import type { FileArgs, Situation, State, Step } from './decide.js';

/** `compat:` what is new is told of as made with the host's defaults, then changed; a dry run does not tell the second. */
export function madeDiff(
  args: FileArgs,
  { look, checkMode }: Situation,
  kind: 'file' | 'directory',
  mode: number,
): Step['diff'] {
  const plain = newStatus(
    {},
    { ...look, uid: undefined, gid: undefined },
    { path: args.path, kind, mode: mode & ~look.umask, size: 0 },
  );
  const plan = checkMode ? undefined : planAttributes(args, look, plain);
  return plan && properties(plan);
}

/** The properties that differ, without the path. */
export function properties({ diff }: AttributePlan): Step['diff'] {
  const without = ({ path: _, ...others }: Record<string, unknown>): Record<string, unknown> => others;
  return { before: without({ ...(diff.before as object) }), after: without({ ...(diff.after as object) }) };
}

/**
 * The difference of all steps together. `compat:` `touch` is a state that nothing has, so it always differs.
 * @returns undefined when nothing differs
 */
export function wholeDiff(
  args: FileArgs,
  state: State,
  file: PathLook,
  steps: readonly Step[],
  content?: { readonly directories: readonly string[]; readonly files: readonly string[] },
): DiffNote | undefined {
  const follows = args.follow && (state === 'file' || state === 'directory') && file.target !== null;
  const present = follows ? file.target : file.self;
  const path = follows ? file.realPath : args.path;
  const now = stateOf(present);
  const before: Record<string, unknown> = { path };
  const after: Record<string, unknown> = { path };
  if (now !== state) {
    before['state'] = now;
    after['state'] = state;
    if (content) before['path_content'] = content;
  }
  for (const { diff } of steps) {
    Object.assign(before, diff?.before);
    Object.assign(after, diff?.after);
  }
  return now === state && steps.length === 0 ? undefined : { before, after };
}
