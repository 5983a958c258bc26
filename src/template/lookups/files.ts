// Lookups that read the controller: file, template, fileglob, first_found, pipe, lines.
import type { Lookup } from '../types.js';
export const FILE_LOOKUPS: [string, Lookup][] = [];
