// From the names tasks use to modules: full names, short names of builtins, and Ansible's redirects.
import { registry } from '../../modules/registry.generated.js';
import type { AnyModule } from '../kit/index.js';
import { statementOf } from '../playbook/index.js';

/** Short names Ansible itself redirects to a collection. */
const COLLECTIONS = ['ansible.builtin', 'kubernetes.core', 'ansible.posix', 'community.general'];

/** The registered full name of an action, or undefined. */
function fullName(action: string): string | undefined {
  const name = action.replace(/^ansible\.legacy\./, 'ansible.builtin.');
  if (Object.hasOwn(registry, name)) return name;
  // compat: what once was Ansible's own is found by its old full name too.
  const short = name.replace(/^ansible\.builtin\./, '');
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

export function actionNames(): string[] {
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
}
