export { preflight } from './preflight.js';
export { createReacher, type ReacherOptions } from './reacher.js';
export { runPlaybooks, type Plan, type RunSummary } from './run.js';
export { isSelected, type TagChoice } from './tags.js';
export type * from './types.js';
