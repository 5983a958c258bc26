export { colourCode, palette, type Palette } from './colour.js';
export { formatDiagnostics } from './diagnostics.js';
export * from './listing.js';
export { createMinimalReporter } from './minimal.js';
export { createPrettyReporter, type Reporter } from './pretty.js';
export { resultJson } from './result-text.js';
