export { env } from './env.js';
export { execSync } from './exec.js';
export { nodeFiles, type Files } from './files.js';
export { runPager } from './pager.js';
export { ask, type Terminal } from './prompt.js';
export { createTemplatePort, expandHome } from './template-port.js';
export { writeFileAtomic } from './write.js';
