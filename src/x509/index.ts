// Keys, certificates, requests and revocation lists as bytes and as what they say; no cryptography in here.
export * from './asn1-text.js';
export * from './bytes.js';
export * from './certificate.js';
export * from './crypto-port.js';
export * as der from './der.js';
export * from './errors.js';
export * from './extensions.js';
export * from './general-names.js';
export * from './idn.js';
export * from './info.js';
export * from './ip-address.js';
export * from './names.js';
export * from './oids.js';
export * from './pem.js';
export * from './public-key.js';
export * from './times.js';
