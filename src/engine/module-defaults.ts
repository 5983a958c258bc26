// What `module_defaults` says of a module, and which of its names mean nothing.
import { didYouMean, type Diagnostic } from '../ground/index.js';
import type { AnyModule } from '../kit/index.js';
import { keySpan, keyText, type Value, type ValueMap } from '../value/index.js';
import type { Frame } from './types.js';

/** Groups of modules that may be named as `group/…`, to what the names of all modules in it begin with. */
const GROUPS: Readonly<Record<string, string>> = {
  'group/k8s': 'kubernetes.core.',
  'group/kubernetes.core.k8s': 'kubernetes.core.',
  'group/docker': 'community.docker.',
  'group/community.docker.docker': 'community.docker.',
  'group/acme': 'community.crypto.acme_',
  'group/community.crypto.acme': 'community.crypto.acme_',
};

/** The defaults of a module, lowest first: of its groups, then its own. `compat:` of each name the innermost counts, whole. */
export function defaultsFor(frame: Frame, module: AnyModule): ValueMap[] {
  const innermost = new Map<string, Value>();
  for (const [name, value] of entries(frame.task.inherited.moduleDefaults)) {
    const group = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined;
    if (group !== undefined && module.name.startsWith(group)) innermost.set(group, value);
    else if (names(module, name)) innermost.set(module.name, value);
  }
  const own = innermost.get(module.name);
  innermost.delete(module.name);
  return [...innermost.values(), own].flatMap((value) => {
    const settled = value === undefined ? null : frame.run.ports.template.resolve(value, frame.scope);
    return settled instanceof Map ? [settled] : [];
  });
}

/** A warning for each name that is neither a module nor a group tsplay has: its defaults would be for nothing. */
export function unknownDefaults(written: readonly Value[], actions: () => Iterable<string>): Diagnostic[] {
  // Most tasks have none, and all tasks of a load are asked.
  if (written.length === 0) return [];
  const known = new Set([...actions(), ...Object.keys(GROUPS)]);
  const isKnown = (name: string): boolean =>
    known.has(name) || known.has(name.replace(/^ansible\.(?:builtin|legacy)\./, ''));
  return [...entries(written)].flatMap(([name, , map]) =>
    isKnown(name)
      ? []
      : {
          code: 'unknown-module' as const,
          severity: 'warning' as const,
          message: `module_defaults names '${name}', which tsplay does not have`,
          span: keySpan(map, name),
          hint: didYouMean(name, known) || 'its defaults are for nothing',
        },
  );
}

/** Outermost first, with the mapping each stands in. */
function* entries(written: readonly Value[]): Generator<[string, Value, ValueMap]> {
  for (const part of written.flatMap((w) => (Array.isArray(w) ? w : [w])))
    if (part instanceof Map) for (const [key, value] of part) yield [keyText(key), value, part];
}

function names(module: AnyModule, name: string): boolean {
  const full = name.replace(/^ansible\.legacy\./, 'ansible.builtin.');
  return full === module.name || module.aliases?.includes(full) === true || `ansible.builtin.${full}` === module.name;
}
