// Wires to hosts: the one entrance of this room.
export { isUnreachable } from './failures.js';
export { createWirePool, openWire, poolKey, type WirePool } from './pool.js';
export type * from './types.js';
