// From the names tasks use to modules: full names, short names of builtins, and Ansible's redirects.
import { registry } from '../../modules/registry.generated.js';
import { once } from '../ground/index.js';
import type { AnyModule } from '../kit/index.js';
import { statementOf } from '../playbook/index.js';

const collectionOf = (full: string): string => full.slice(0, full.lastIndexOf('.'));

/** The collections we have modules of: a short name is looked for in ansible.builtin first. */
const COLLECTIONS = ['ansible.builtin', ...new Set(Object.keys(registry).map(collectionOf))];

/** Collections that modules moved out of: their old full names go on working, as by the redirects of those collections. */
const LEFT = /^(?:ansible\.(?:builtin|legacy|posix)|community\.(?:general|kubernetes|network))\./;

/** The registered full name of an action, or undefined. */
function fullName(action: string): string | undefined {
  const name = action.replace(/^ansible\.legacy\./, 'ansible.builtin.');
  if (Object.hasOwn(registry, name)) return name;
  const short = name.replace(LEFT, '');
  if (short.includes('.')) return undefined;
  return COLLECTIONS.map((c) => `${c}.${short}`).find((full) => Object.hasOwn(registry, full));
}

const loaded = new Map<string, Promise<AnyModule>>();

export function loadModule(action: string): Promise<AnyModule> | undefined {
  const name = fullName(action);
  if (name === undefined) return undefined;
  let module = loaded.get(name);
  if (!module) {
    const load = registry[name];
    if (!load) return undefined;
    loaded.set(name, (module = load().then((m) => m.default)));
  }
  return module;
}

export function isAction(name: string): boolean {
  return statementOf(name) !== undefined || fullName(name) !== undefined;
}

export const actionNames = once((): readonly string[] => {
  const statements = [
    'include_tasks',
    'include_role',
    'include_vars',
    'add_host',
    'group_by',
    'import_tasks',
    'import_role',
    'import_playbook',
    'meta',
  ];
  return [
    ...Object.keys(registry),
    ...Object.keys(registry).map((n) => n.slice(n.lastIndexOf('.') + 1)),
    ...statements,
  ];
});
