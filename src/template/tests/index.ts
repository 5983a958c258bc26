// The table of all built-in tests (`x is y`).
import type { FilterDefinition } from '../engine.js';
import { BASIC_TESTS } from './basic.js';

export const TESTS: ReadonlyMap<string, FilterDefinition> = new Map([...BASIC_TESTS]);
