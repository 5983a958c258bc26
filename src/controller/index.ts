export { env } from './env.js';
export { execSync, type ExecResult } from './exec.js';
export { nodeFiles, type FileKind, type Files, type FileStat } from './files.js';
export { ask, type Terminal } from './prompt.js';
export { createTemplatePort, expandHome, type TemplatePortOptions } from './template-port.js';
export { writeFileAtomic } from './write.js';
