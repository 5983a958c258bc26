export { DEFAULT_ID, isVaulted, parseEnvelope } from './envelope.js';
export * from './vault.js';
