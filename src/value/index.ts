export * from './convert.js';
export * from './dates.js';
export * from './literal.js';
export * from './spans.js';
export * from './text-kinds.js';
export * from './value.js';
