export { explain, type Definition, type Explained, type Place } from './explain.js';
export { preflight } from './preflight.js';
export { createReacher } from './reacher.js';
export { runPlaybooks, type Plan } from './run.js';
export { isSelected } from './tags.js';
export type * from './types.js';
export { hostsOfPlay } from './vars-prompt.js';
export { versionDict } from './magic-vars.js';
export { redacting } from './redact-events.js';
