// Keys that exist: read, made, written, signing and verifying, by OpenSSL of Node.
export * from './crypto.js';
export * from './make-key.js';
export * from './read-key.js';
export * from './signatures.js';
