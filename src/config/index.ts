// Settings: which there are, and what ansible.cfg and the environment make them.
export { allDefinitions, unknownKeys, unknownVariables, unusedLine } from './check.js';
export { Configuration } from './configuration.js';
export { findConfig, readConfigFile } from './find.js';
export { settingsOf, type DisplaySettings, type Settings } from './settings.js';
export { baseDefinitions, pluginDefinitions } from './table.js';
export { originText, UNUSED, type Definition, type Origin, type Resolved } from './types.js';
