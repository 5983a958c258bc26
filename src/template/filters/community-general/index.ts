// The filters of community.general, and the old names that ansible-core redirects to them.
import type { FilterDefinition } from '../../definitions.js';
import { search } from '../../jmespath/evaluate.js';
import { fail } from '../../python/errors.js';
import { typeName } from '../../python/text.js';
import { take, type Table } from '../define.js';
import { inCollection, redirects } from '../named.js';

const table: Table = {
  json_query: (call) => {
    const [expression] = take(call, 'json_query', ['expr'], 1);
    if (typeof expression !== 'string')
      return fail(`json_query takes the query as text, not ${typeName(expression ?? null)}`);
    return search(expression, call.value);
  },
};

export const COMMUNITY_GENERAL_FILTERS: [string, FilterDefinition][] = [
  ...inCollection('community.general', table),
  ...redirects(table, '', ['json_query', 'random_mac']),
];
