export { loadYaml, loadYamlDocument } from './load.js';
export type * from './types.js';
