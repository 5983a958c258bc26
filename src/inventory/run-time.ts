// Hosts and groups that tasks add while plays run: add_host and group_by; they outlive a refresh of the inventory.
import { setTextKind, textKindAt, type Value, type ValueMap } from '../value/index.js';
import { hostsOf, type Inventory } from './model.js';

/** What add_host adds. */
export interface AddedHost {
  readonly name: string;
  readonly groups: readonly string[];
  readonly vars: ValueMap;
}

/** What group_by adds. */
export interface AddedGroup {
  readonly host: string;
  readonly group: string;
  readonly parents: readonly string[];
}

const additions = new WeakMap<Inventory, (() => void)[]>();

function remember(inventory: Inventory, again: () => void): void {
  const known = additions.get(inventory);
  if (known) known.push(again);
  else additions.set(inventory, [again]);
}

/** Does all over again what was added before the inventory was read anew. */
export function replayAdditions(inventory: Inventory): void {
  for (const again of additions.get(inventory) ?? []) again();
}

/**
 * Adds a host, its variables and its groups; what there is already is kept.
 * @param sameValue whether two values are equal
 * @returns whether anything changed @throws TsplayError bad-inventory
 */
export function addHostAtRunTime(
  inventory: Inventory,
  added: AddedHost,
  sameValue: (a: Value, b: Value) => boolean,
): boolean {
  remember(inventory, () => putHost(inventory, added, sameValue));
  return putHost(inventory, added, sameValue);
}

function putHost(inventory: Inventory, added: AddedHost, sameValue: (a: Value, b: Value) => boolean): boolean {
  let changed = !inventory.hosts.has(added.name);
  // compat: a new host stands in `all` itself, which puts it before the hosts of the groups.
  const host = inventory.addHost(added.name, changed ? inventory.addGroup('all') : undefined);
  for (const [name, value] of added.vars) {
    const old = host.vars.get(name);
    if (old !== undefined && sameValue(old, value)) continue;
    host.vars.set(name, value);
    const kind = typeof value === 'string' ? textKindAt(added.vars, name, value) : undefined;
    if (kind) setTextKind(host.vars, name, value as string, kind);
    changed = true;
  }
  for (const name of added.groups) {
    if (!inventory.groups.has(name)) changed = true;
    if (inventory.join(host, inventory.addGroup(name))) changed = true;
  }
  if (changed) inventory.reconcile();
  return changed;
}

/** Puts a host into a group below its parents. @returns whether anything changed @throws TsplayError bad-inventory for a circle */
export function addGroupAtRunTime(inventory: Inventory, added: AddedGroup): boolean {
  remember(inventory, () => putGroup(inventory, added));
  return putGroup(inventory, added);
}

function putGroup(inventory: Inventory, { host: name, group: groupName, parents }: AddedGroup): boolean {
  const host = inventory.host(name);
  // The host may be gone since the inventory was read anew.
  if (!host) return false;
  let changed = parents.some((parent) => !inventory.groups.has(parent));
  const group = inventory.addGroup(groupName);
  for (const parent of parents) if (inventory.addChild(inventory.addGroup(parent), group)) changed = true;
  if (!hostsOf(group).includes(host)) changed = inventory.join(host, group);
  if (changed) inventory.reconcile();
  return changed;
}
