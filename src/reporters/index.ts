export { formatDiagnostics, type DiagnosticOptions } from './diagnostics.js';
export type { ReadSource } from './excerpt.js';
export { createJsonlReporter, type JsonlOptions } from './jsonl.js';
export * from './listing.js';
export { createPrettyReporter, type PrettyOptions, type Reporter } from './pretty.js';
