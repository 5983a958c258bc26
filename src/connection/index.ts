// Wires to hosts and what they are made from: the one entrance of this room.
export { isUnreachable } from './failures.js';
export { createWirePool, openWire, poolKey, type WirePool } from './pool.js';
export { rememberSettings } from './remembered-settings.js';
export type { ConnectionFlags } from './settings.js';
export { createSshConfigReader, thisController } from './ssh-config-files.js';
export type * from './types.js';
