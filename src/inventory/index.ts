export { safeGroupName, type GroupNames } from './group-names.js';
export { readHostList } from './host-list.js';
export { readIniInventory } from './ini.js';
export * from './model.js';
export { limitPatterns, matchHosts, splitPatterns, type Matched, type MatchOptions } from './patterns.js';
export { addGroupAtRunTime, addHostAtRunTime, replayAdditions } from './run-time.js';
export { parseAddress } from './ranges.js';
export { readScriptInventory } from './script-inventory.js';
export { readYamlInventory } from './yaml-inventory.js';
