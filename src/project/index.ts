export { HostVariables, type RankedVars, type VarsSource } from './host-vars.js';
export type { InventorySettings, VarsStage } from './inventory-settings.js';
export { loadInventory, type InventoryRequest, type LoadedInventory } from './inventory-sources.js';
export { candidates, findFile, searchPath } from './search.js';
export { ProjectSource } from './source.js';
