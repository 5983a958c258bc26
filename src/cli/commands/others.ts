// All commands but the playbook run, and what mistakes and versions need, in one piece: a playbook run then loads fewer files.
export * as inventory from './inventory.js';
export * as config from './config.js';
export * as run from './run.js';
export * as vault from './vault.js';
export * as doc from './doc.js';
export * as vars from './vars.js';
export * as completion from './completion.js';
export { showDiagnostics } from '../console.js';
export { loadSettings } from '../settings.js';
