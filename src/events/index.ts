export * from './stats.js';
export * from './types.js';
