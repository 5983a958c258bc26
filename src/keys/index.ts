// Keys that exist: read, made, written, signing and verifying, by OpenSSL of Node.
export * from './crypto.js';
export * from './make-key.js';
export * from './dh-parameters.js';
export * from './openssh-private.js';
export * from './openssh.js';
export * from './read-key.js';
export * from './signatures.js';
export * from './java-keystore.js';
export * from './pkcs12.js';
