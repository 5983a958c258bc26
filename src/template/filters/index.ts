// The table of all built-in filters.
import type { FilterDefinition } from '../definitions.js';
import { ANSIBLE_UTILS_FILTERS } from './ansible-utils/index.js';
import { BASIC_FILTERS } from './basic.js';
import { COLLECTION_FILTERS } from './collections.js';
import { COMMUNITY_CRYPTO_FILTERS } from './community-crypto.js';
import { COMMUNITY_GENERAL_FILTERS } from './community-general/index.js';
import { FORMAT_FILTERS } from './formats.js';
import { MATH_FILTERS } from './math.js';
import { PATH_FILTERS } from './paths.js';
import { SECRET_FILTERS } from './secrets.js';
import { SEQUENCE_FILTERS } from './sequence.js';
import { TEXT_FILTERS } from './text.js';
import { TIME_FILTERS } from './time.js';

export const FILTERS: ReadonlyMap<string, FilterDefinition> = new Map([
  ...BASIC_FILTERS,
  ...SEQUENCE_FILTERS,
  ...FORMAT_FILTERS,
  ...COLLECTION_FILTERS,
  ...TEXT_FILTERS,
  ...PATH_FILTERS,
  ...MATH_FILTERS,
  ...TIME_FILTERS,
  ...SECRET_FILTERS,
  ...ANSIBLE_UTILS_FILTERS,
  ...COMMUNITY_GENERAL_FILTERS,
  ...COMMUNITY_CRYPTO_FILTERS,
]);
