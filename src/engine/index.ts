export { runPlaybooks, type RunSummary } from './run.js';
export { isSelected, type TagChoice } from './tags.js';
export type * from './types.js';
