// What a project brings along: its own modules, filters, tests and lookups.
export { createLibrary, type Library } from './library.js';
