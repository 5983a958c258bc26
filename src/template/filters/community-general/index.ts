// The filters of community.general, and the old names that ansible-core redirects to them.
import type { FilterDefinition } from '../../definitions.js';
import { search } from '../../jmespath/evaluate.js';
import { fail, unsupported } from '../../python/errors.js';
import { typeName } from '../../python/text.js';
import type { Filter } from '../../types.js';
import { take, type Table } from '../define.js';
import { inCollection, redirects } from '../named.js';
import { PATH_FILTERS } from '../paths.js';
import { fromCsv } from './csv.js';
import { DATA_FILTERS } from './data.js';
import { hashidsDecode, hashidsEncode } from './hashids.js';
import { fromIni, toIni } from './ini.js';
import { LIST_FILTERS } from './lists.js';
import { TIME_FILTERS } from './time.js';

function refused(name: string, instead: string): Filter {
  return () => unsupported(`the filter 'community.general.${name}' is not supported`, instead);
}

const table: Table = {
  json_query: (call) => {
    const [expression] = take(call, 'json_query', ['expr'], 1);
    if (typeof expression !== 'string')
      return fail(`json_query takes the query as text, not ${typeName(expression ?? null)}`);
    return search(expression, call.value);
  },
  ...DATA_FILTERS,
  ...LIST_FILTERS,
  ...TIME_FILTERS,
  from_csv: fromCsv,
  from_ini: fromIni,
  to_ini: toIni,
  hashids_encode: hashidsEncode,
  hashids_decode: hashidsDecode,
  jc: refused('jc', 'ask the command for JSON where it can, or take its output apart with regex_findall and split'),
  json_diff: refused('json_diff', 'compare the values with == or difference'),
  json_patch: refused('json_patch', 'combine(recursive=true) sets values in a copy'),
  json_patch_recipe: refused('json_patch_recipe', 'combine(recursive=true) sets values in a copy'),
  to_prettytable: refused('to_prettytable', 'format lines with a template and ljust()'),
};

export const COMMUNITY_GENERAL_FILTERS: [string, FilterDefinition][] = [
  ...inCollection('community.general', table),
  ...redirects(table, '', ['json_query', 'random_mac']),
  ...PATH_FILTERS.filter(([name]) => name === 'path_join').map(([name, definition]): [string, FilterDefinition] => [
    `community.general.${name}`,
    definition,
  ]),
];
