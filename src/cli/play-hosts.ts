// Which hosts a play works on, and which groups a host is in.
import { hostPatterns, type RunOptions } from '../engine/index.js';
import type { Diagnostic, Span } from '../ground/index.js';
import { groupsOf, type Inventory } from '../inventory/index.js';
import type { Scope, TemplateEngine } from '../template/index.js';
import { keyText, type Value } from '../value/index.js';
import type { OpenedInventory } from './inventory.js';

/** The groups of a host but `all`, sorted. */
export function groupNames(inventory: Inventory, name: string): Value[] {
  const host = inventory.host(name);
  if (!host) return [];
  const names = groupsOf(inventory, host)
    .map((g) => g.name)
    .filter((n) => n !== 'all');
  return names.sort();
}

/** The hosts of a play's `hosts`, whose templates see extra vars only. @throws TsplayError host-pattern */
export function playHosts(
  opened: OpenedInventory,
  template: TemplateEngine,
  options: RunOptions,
  pattern: Value,
  span: Span | undefined,
): { names: string[]; warnings: readonly Diagnostic[] } {
  const scope: Scope = {
    lookup: (n) => options.extraVars.get(n),
    names: () => [...options.extraVars.keys()].map((k) => keyText(k)),
  };
  const resolved = template.resolve(pattern, scope);
  const { hosts, diagnostics } = opened.match(hostPatterns(resolved, span), span);
  return { names: hosts.map((h) => h.name), warnings: diagnostics };
}
