// A host as modules see it: its shells, its files, its facts. The one entrance of this room.
export { createHost, type Host, type ViewOptions } from './host.js';
export type * from './types.js';
