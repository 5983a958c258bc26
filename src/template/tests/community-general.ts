// The tests of community.general.
import type { Value } from '../../value/index.js';
import type { FilterDefinition } from '../definitions.js';
import { revealedType } from '../filters/community-general/data.js';
import { take, type Table } from '../filters/define.js';
import { inCollection } from '../filters/named.js';
import { contains } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { typeName } from '../python/text.js';

const table: Table = {
  ansible_type: (call) => {
    const [dtype, alias] = take(call, 'ansible_type', ['dtype', 'alias'], 1);
    const type = revealedType(call.value, alias);
    if (typeof dtype === 'string') return dtype === type;
    return Array.isArray(dtype)
      ? contains(dtype, type)
      : fail(`ansible_type: dtype must be text or a list, not ${typeName(dtype as Value)}`);
  },
  a_module: () =>
    unsupported(
      "the test 'community.general.a_module' is not supported",
      'every module a play names is checked anyway',
    ),
  fqdn_valid: () => unsupported("the test 'community.general.fqdn_valid' is not supported", 'use match with a pattern'),
};

export const COMMUNITY_GENERAL_TESTS: [string, FilterDefinition][] = inCollection('community.general', table);
