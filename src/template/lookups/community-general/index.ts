// The lookups of community.general, and the old names that ansible-core redirects to them.
import type { Value } from '../../../value/index.js';
import { fail, unsupported } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { Lookup } from '../../types.js';
import { checkOptions, option } from '../options.js';
import { dig, dnstxt } from './dig.js';
import { mergeVariables } from './merge-variables.js';
import { passwordstore } from './passwordstore.js';
import { randomString } from './random-string.js';

/** The collections of which something is built in, at the version whose documentation it follows. */
const VERSIONS: Readonly<Record<string, string>> = {
  'ansible.netcommon': '7.2.0',
  'ansible.posix': '1.6.2',
  'ansible.utils': '5.1.2',
  'community.crypto': '2.26.6',
  'community.general': '10.7.6',
};

const collectionVersion: Lookup = (call) => {
  checkOptions(call, 'collection_version', ['result_not_found', 'result_no_version']);
  return call.terms.map((term): Value => {
    const name = str(term);
    if (!/^\w+\.\w+$/.test(name)) fail(`"${name}" is not a FQCN`);
    const known = Object.hasOwn(VERSIONS, name) ? VERSIONS[name] : undefined;
    return known ?? option(call, 'result_not_found') ?? null;
  });
};

function refused(name: string, instead: string): Lookup {
  return () => unsupported(`the lookup 'community.general.${name}' is not supported`, instead);
}

const OWN: Readonly<Record<string, Lookup>> = {
  merge_variables: mergeVariables,
  random_string: randomString,
  passwordstore,
  collection_version: collectionVersion,
  dependent: refused('dependent', 'loop over subelements or product, or include tasks in a loop of their own'),
  dig,
  dnstxt,
};

/** @param shared lookups of the box that the collection has too */
export function communityGeneralLookups(shared: ReadonlyMap<string, Lookup>): [string, Lookup][] {
  const own = Object.entries(OWN);
  for (const name of ['flattened', 'cartesian', 'filetree']) {
    const lookup = shared.get(name);
    if (lookup) own.push([name, lookup]);
  }
  const full = own.map(([name, lookup]): [string, Lookup] => [`community.general.${name}`, lookup]);
  const old = own.filter(([name]) => ['passwordstore', 'dig', 'dnstxt'].includes(name));
  return [...full, ...old];
}
