// What the configuration says about inventories, as the room that reads them wants it.
import type { Settings } from '../config/index.js';
import type { InventorySettings } from '../project/index.js';
import type { Value, ValueMap } from '../value/index.js';

/** @param settings those of the whole run */
export function inventorySettings({ inventory, run }: Settings): InventorySettings {
  const { runVarsPlugins, varsStage, varsPlugins, patternMismatch: _, export: __, ...same } = inventory;
  return {
    ...same,
    // compat: what host_group_vars itself is told comes before what all such plugins are told.
    varsStage: varsStage ?? (runVarsPlugins === 'start' ? 'inventory' : 'task'),
    hostGroupVars: varsPlugins.some((name) => name.replace(/^ansible\.(?:builtin|legacy)\./, '') === 'host_group_vars'),
    mergeMappings: run.hashBehaviour === 'merge' ? mergeMappings : undefined,
  };
}

/** `hash_behaviour = merge`: mappings within mappings are merged too, lists are replaced. */
function mergeMappings(old: ValueMap, added: ValueMap): ValueMap {
  const merged: ValueMap = new Map(old);
  for (const [key, value] of added) {
    const before: Value | undefined = merged.get(key);
    merged.set(key, before instanceof Map && value instanceof Map ? mergeMappings(before, value) : value);
  }
  return merged;
}
