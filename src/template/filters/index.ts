// The table of all built-in filters.
import type { FilterDefinition } from '../engine.js';
import { BASIC_FILTERS } from './basic.js';
import { SEQUENCE_FILTERS } from './sequence.js';

export const FILTERS: ReadonlyMap<string, FilterDefinition> = new Map([...BASIC_FILTERS, ...SEQUENCE_FILTERS]);
