export { env } from './env.js';
export { execSync, runProgram, type ExecResult } from './exec.js';
export { jsonFileFacts, memoryFacts, type FactStore } from './fact-cache.js';
export { nodeFiles, type Files } from './files.js';
export { runPager } from './pager.js';
export { ask, type Terminal } from './prompt.js';
export { createTemplatePort, expandHome } from './template-port.js';
export { createPerson } from './person.js';
export { appendText, writeFileAtomic } from './write.js';
