export * from './clock.js';
export * from './commands.js';
export * from './error-codes.js';
export * from './errors.js';
export * from './once.js';
export * from './secrets.js';
export * from './span.js';
export * from './suggest.js';
