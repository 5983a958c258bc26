// Where a task's files are looked for on the controller, in Ansible's order.
import { dirname, isAbsolute, join } from 'node:path';
import type { RoleInstance } from '../playbook/index.js';
import { expandHome, type Files } from '../controller/index.js';
import { TsplayError } from '../ground/index.js';

/** The directories of a task's search path, nearest first: its role, the roles that use it, its own file, the playbook. */
export function searchPath(role: RoleInstance | undefined, file: string, playbookDir: string): string[] {
  const roles = role ? [role, ...[...role.parents].reverse()].map((r) => r.path) : [];
  return [...new Set([...roles, dirname(file), playbookDir])];
}

/**
 * The directories in which a task finds the playbook's group_vars and host_vars; undefined: beside the playbook.
 * @param root PLAYBOOK_VARS_ROOT
 */
export function varsRoots(root: string, role: RoleInstance | undefined, file: string): string[] | undefined {
  if (root === 'top') return undefined;
  const roles = role ? [role, ...[...role.parents].reverse()].map((r) => r.path) : [];
  const all = [...new Set([...roles, dirname(file)])];
  return root === 'all' ? all : all.slice(0, 1);
}

/** All paths `name` may have for a task, nearest first. */
export function candidates(kind: string, name: string, directories: readonly string[]): string[] {
  const wanted = expandHome(name);
  if (isAbsolute(wanted)) return [wanted];
  return directories.flatMap((dir) => [join(dir, kind, wanted), join(dir, wanted)]);
}

/** @throws TsplayError file-missing that lists the places searched */
export function findFile(files: Files, kind: string, name: string, directories: readonly string[]): string {
  const places = candidates(kind, name, directories);
  const found = places.find((path) => files.exists(path) !== undefined);
  if (found !== undefined) return found;
  throw new TsplayError('file-missing', `Could not find or access '${name}'`, {
    hint: `searched in: ${places.join(', ')}`,
  });
}
