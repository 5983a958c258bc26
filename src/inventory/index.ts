export * from './model.js';
export { limitPatterns, matchHosts, splitPatterns } from './patterns.js';
export { readHostList, readInventoryText } from './sources.js';
