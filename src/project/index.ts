export { HostVariables } from './host-vars.js';
export type { InventorySettings } from './inventory-settings.js';
export { loadInventory } from './inventory-sources.js';
export { candidates, findFile, searchPath, varsRoots } from './search.js';
export { ProjectSource } from './source.js';
