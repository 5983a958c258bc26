export * from './lazy-map.js';
export * from './ranks.js';
export * from './scope.js';
