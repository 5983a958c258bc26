export * from './model.js';
export { limitPatterns, matchHosts, splitPatterns, type Matched } from './patterns.js';
export { readHostList, readInventoryText } from './sources.js';
