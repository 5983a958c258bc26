// The lookups of ansible.utils: its filters, asked by their names in another way.
import { keyText, Tuple, type Value } from '../../value/index.js';
import { ANSIBLE_UTILS_FILTERS } from '../filters/ansible-utils/index.js';
import { fail } from '../python/errors.js';
import type { Lookup, LookupCall } from '../types.js';

const FILTERS = new Map(ANSIBLE_UTILS_FILTERS);

/** @param first what the piped value is called when it is given by name */
function asFilter(name: string, first: string): Lookup {
  const filter = FILTERS.get(`ansible.utils.${name}`)?.run;
  return ({ terms, options, scope, engine, port }: LookupCall): Value[] => {
    const kwargs = new Map([...options].map(([key, v]) => [keyText(key), v] as const));
    const value = terms[0] ?? kwargs.get(first);
    kwargs.delete(first);
    if (!filter || value === undefined) return fail(`the lookup ${name} needs '${first}'`);
    const found = filter({ value, args: terms.slice(1), kwargs, scope, engine, port });
    return Array.isArray(found) && !(found instanceof Tuple) ? found : [found];
  };
}

/** compat: always a list, as the filters give with `wantlist`. */
function listed(lookup: Lookup): Lookup {
  return (call) => lookup({ ...call, options: new Map([...call.options, ['wantlist', true]]) });
}

export const ANSIBLE_UTILS_LOOKUPS: [string, Lookup][] = [
  ['ansible.utils.get_path', listed(asFilter('get_path', 'var'))],
  ['ansible.utils.to_paths', listed(asFilter('to_paths', 'var'))],
  ['ansible.utils.index_of', listed(asFilter('index_of', 'data'))],
  ['ansible.utils.validate', asFilter('validate', 'data')],
];
