export { formatDiagnostics } from './diagnostics.js';
export * from './listing.js';
export { createPrettyReporter, type Reporter } from './pretty.js';
