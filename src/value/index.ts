export * from './convert.js';
export * from './dates.js';
export * from './spans.js';
export * from './value.js';
