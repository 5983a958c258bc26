// The table of all built-in filters.
import type { FilterDefinition } from '../definitions.js';
import { ANSIBLE_UTILS_FILTERS } from './ansible-utils/index.js';
import { BASIC_FILTERS } from './basic.js';
import { COLLECTION_FILTERS } from './collections.js';
import { COMMUNITY_CRYPTO_FILTERS } from './community-crypto.js';
import { COMMUNITY_GENERAL_FILTERS } from './community-general/index.js';
import { FORMAT_FILTERS } from './formats.js';
import { ENCODING_FILTERS } from './encodings.js';
import { HTML_FILTERS } from './html.js';
import { NUMBER_FILTERS } from './numbers.js';
import { REGEX_FILTERS } from './regex.js';
import { SIZE_FILTERS } from './sizes.js';
import { URL_FILTERS } from './urls.js';
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
  ...NUMBER_FILTERS,
  ...ENCODING_FILTERS,
  ...HTML_FILTERS,
  ...REGEX_FILTERS,
  ...SIZE_FILTERS,
  ...URL_FILTERS,
  ...TIME_FILTERS,
  ...SECRET_FILTERS,
  ...ANSIBLE_UTILS_FILTERS,
  ...COMMUNITY_GENERAL_FILTERS,
  ...COMMUNITY_CRYPTO_FILTERS,
]);
