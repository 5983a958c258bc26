// Where a task file that is included or imported is looked for, in the order of ansible-core 2.18.
import { isAbsolute, join, normalize } from 'node:path';
import type { Including } from '../playbook/index.js';

/** What of the including task matters: where its role is and what brought it there. */
export interface Includer {
  /** The directory of its role. */
  readonly role: string | undefined;
  readonly handlers: boolean;
  /** What brought the task here, outermost first. */
  readonly includes: readonly Including[];
  readonly playbookDir: string;
}

/** All paths that `name` may have, nearest first, each once. */
export function taskPlaces(name: string, how: 'import' | 'include', from: Includer): string[] {
  if (isAbsolute(name)) return [normalize(name)];
  const { role, playbookDir } = from;
  const kind = from.handlers ? 'handlers' : 'tasks';
  const inRole = role === undefined ? [] : around(role, kind, name, true, playbookDir);
  const places: string[] = [];
  const searched = how === 'include' ? from.includes : sinceRole(from.includes);
  let path: string | undefined;
  for (const { directory } of searched.toReversed()) {
    path = path === undefined || isAbsolute(path) ? directory : below(directory, path);
    if (role === undefined) places.push(...around(playbookDir, path, name, false, playbookDir));
    else {
      // `compat:` an include looks in the role and beside the playbook before it looks beside its own file, an import does not.
      if (how === 'include') places.push(...inRole);
      places.push(...around(below(join(role, kind), path), kind, name, true, playbookDir));
    }
  }
  // `compat:` where an import finds nothing beside those that brought it, it looks as if nothing had.
  if (how === 'import' || searched.length === 0) {
    places.push(...(role === undefined ? [join(playbookDir, name)] : inRole));
  }
  return [...new Set(places)];
}

/** `compat:` an import sees the files that brought it within its role only. */
function sinceRole(includes: readonly Including[]): readonly Including[] {
  return includes.slice(includes.findLastIndex((including) => including.isRole) + 1);
}

function around(directory: string, kind: string, name: string, isRole: boolean, playbookDir: string): string[] {
  return [
    below(directory, kind, name),
    ...(isRole ? [join(directory, 'tasks', name)] : []),
    join(directory, name),
    below(playbookDir, kind, name),
    join(playbookDir, name),
  ];
}

/** Joined like Python's paths: one that is absolute begins anew. */
function below(...parts: readonly string[]): string {
  return join(
    ...parts.slice(
      Math.max(
        0,
        parts.findLastIndex((part) => isAbsolute(part)),
      ),
    ),
  );
}
