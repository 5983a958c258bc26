export { env } from './env.js';
export { execSync } from './exec.js';
export { nodeFiles, type Files } from './files.js';
export { ask, type Terminal } from './prompt.js';
export { createTemplatePort, expandHome } from './template-port.js';
export { decryptingFiles } from './vaulted-files.js';
export { readVaultSecrets, type VaultSources } from './vault-secrets.js';
export { writeFileAtomic } from './write.js';
