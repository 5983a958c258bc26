// What a task may name in one project: its own modules, those of the box, and statements.
import type { Diagnostic } from '../ground/index.js';
import type { AnyModule } from '../kit/index.js';
import type { Library } from '../library/index.js';
import { actionNames, isAction, loadModule } from './modules.js';

export interface Actions {
  isAction(this: void, name: string): boolean;
  /** For did-you-mean. */
  names(this: void): string[];
  /** @throws (as a rejection) TsplayError unsupported-plugin, plugin-broken for what the project brings and cannot be used */
  load(this: void, name: string): Promise<AnyModule> | undefined;
}

/** @param warn told once of each of the project's modules that one of the box stands in for */
export function createActions(library: Library, warn: (diagnostic: Diagnostic) => void): Actions {
  const warned = new Set<string>();

  /** compat: a project's module comes before one of the box, but for a full name of the box. */
  function own(action: string): Promise<AnyModule> | undefined {
    if (action.startsWith('ansible.builtin.')) return undefined;
    const name = libraryName(action);
    const refusal = library.refusal(name);
    if (!refusal || !isAction(name)) return library.load(name);
    if (!warned.has(name)) {
      warned.add(name);
      const message = `${refusal.message}: tsplay's own is used instead`;
      warn({
        code: refusal.code,
        severity: 'warning',
        message,
        hint: 'nothing is to be done when the two mean the same',
      });
    }
    return undefined;
  }

  return {
    load: (action) => own(action) ?? loadModule(action),
    isAction: (name) => isAction(name) || library.has(libraryName(name)),
    names: () => [...library.names(), ...actionNames()],
  };
}

const libraryName = (action: string): string => action.replace(/^ansible\.legacy\./, '');
