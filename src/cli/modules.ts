// From the names tasks use to modules: the project's own, full names, short names of builtins, and Ansible's redirects.
import { registry } from '../../modules/registry.generated.js';
import type { Diagnostic } from '../ground/index.js';
import type { AnyModule } from '../kit/index.js';
import type { Library } from '../library/index.js';
import { statementOf } from '../playbook/index.js';

/** Short names Ansible itself redirects to a collection. */
const COLLECTIONS = ['ansible.builtin', 'kubernetes.core', 'ansible.posix', 'community.general'];

const STATEMENTS = [
  'include_tasks',
  'include_role',
  'include_vars',
  'import_tasks',
  'import_role',
  'import_playbook',
  'meta',
];

/** What actions there are for one project. */
export interface Actions {
  isAction(this: void, name: string): boolean;
  /** For did-you-mean. */
  names(this: void): string[];
  /** @throws (as a rejection) TsplayError unsupported-plugin, plugin-broken for what the project brings and cannot be used */
  load(this: void, name: string): Promise<AnyModule> | undefined;
}

/**
 * @param warn told once of each of the project's modules that one of the box stands in for
 */
export function createActions(library: Library, warn: (diagnostic: Diagnostic) => void): Actions {
  const loaded = new Map<string, Promise<AnyModule>>();
  const warned = new Set<string>();

  /** compat: a project's module comes before one of the box, but for a full name of the box. */
  function own(action: string): Promise<AnyModule> | undefined {
    if (action.startsWith('ansible.builtin.')) return undefined;
    const name = action.replace(/^ansible\.legacy\./, '');
    const refusal = library.refusal(name);
    if (!refusal || fullName(name) === undefined) return library.load(name);
    if (!warned.has(name)) {
      warned.add(name);
      const hint = 'nothing is to be done when the two mean the same';
      warn({
        code: refusal.code,
        severity: 'warning',
        message: `${refusal.message}: tsplay's own is used instead`,
        hint,
      });
    }
    return undefined;
  }

  function load(action: string): Promise<AnyModule> | undefined {
    const theirs = own(action);
    if (theirs) return theirs;
    const name = fullName(action);
    if (name === undefined) return undefined;
    let module = loaded.get(name);
    const loader = registry[name];
    if (!module && loader) loaded.set(name, (module = loader().then((m) => m.default)));
    return module;
  }

  return {
    load,
    isAction: (name) =>
      statementOf(name) !== undefined ||
      fullName(name) !== undefined ||
      library.has(name.replace(/^ansible\.legacy\./, '')),
    names: () => [
      ...library.names(),
      ...Object.keys(registry),
      ...Object.keys(registry).map((n) => n.slice(n.lastIndexOf('.') + 1)),
      ...STATEMENTS,
    ],
  };
}

/** The registered full name of an action, or undefined. */
function fullName(action: string): string | undefined {
  const name = action.replace(/^ansible\.legacy\./, 'ansible.builtin.');
  if (name.includes('.')) return Object.hasOwn(registry, name) ? name : undefined;
  return COLLECTIONS.map((c) => `${c}.${name}`).find((full) => Object.hasOwn(registry, full));
}
