// The table of all built-in tests (`x is y`).
import type { FilterDefinition } from '../definitions.js';
import { ANSIBLE_TESTS } from './ansible.js';
import { ANSIBLE_UTILS_TESTS } from './ansible-utils.js';
import { BASIC_TESTS } from './basic.js';
import { COMMUNITY_GENERAL_TESTS } from './community-general.js';
import { RESULT_TESTS } from './results.js';

export const TESTS: ReadonlyMap<string, FilterDefinition> = new Map([
  ...BASIC_TESTS,
  ...ANSIBLE_TESTS,
  ...RESULT_TESTS,
  ...ANSIBLE_UTILS_TESTS,
  ...COMMUNITY_GENERAL_TESTS,
]);
