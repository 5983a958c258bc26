export { helpText, spellings, usageText } from './help.js';
export { parseArgv, type ParsedLine } from './parse.js';
export * from './table.js';
