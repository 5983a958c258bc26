export { loadYaml, loadYamlDocument } from './load.js';
export { parsePlainScalar } from './scalars.js';
export type * from './types.js';
