export * from './context.js';
export { insteadOf } from './inherit.js';
export * from './key-value.js';
export * from './keywords.js';
export * from './model.js';
export * from './playbook.js';
export * from './roles.js';
export * from './tasks.js';
