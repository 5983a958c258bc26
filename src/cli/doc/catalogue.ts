// What there is to look up, by type: modules, filters, tests, lookups, keywords.
import { registry } from '../../../modules/registry.generated.js';
import { KEYWORDS } from '../../playbook/index.js';
import { FILTERS } from '../../template/filters/index.js';
import { LOOKUPS } from '../../template/lookups/index.js';
import { TESTS } from '../../template/tests/index.js';
import { loadModule } from '../modules.js';

/** The types of which tsplay has something to list. */
export const TYPES = ['module', 'filter', 'test', 'lookup', 'keyword'] as const;
export type DocType = (typeof TYPES)[number];

/** Names with their summaries, sorted; those that begin with one of `prefixes`, or all. */
export async function catalogue(
  type: DocType,
  prefixes: readonly string[],
): Promise<[name: string, summary: string][]> {
  const all = type === 'module' ? await modules() : named(type);
  const wanted = all.filter(
    ([name]) => prefixes.length === 0 || prefixes.some((p) => name === p || name.startsWith(`${p}.`)),
  );
  return wanted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

async function modules(): Promise<[string, string][]> {
  const loaded = await Promise.all(
    Object.keys(registry).map(async (name): Promise<[string, string]> => [
      name,
      (await loadModule(name))?.summary ?? '',
    ]),
  );
  return loaded;
}

function named(type: Exclude<DocType, 'module'>): [string, string][] {
  if (type === 'keyword')
    return Object.entries(KEYWORDS).map(([name, k]) => [
      name,
      k.refused === undefined ? `in: ${k.places.join(', ')}` : `not supported: ${k.refused}`,
    ]);
  const names = { filter: FILTERS, test: TESTS, lookup: LOOKUPS }[type].keys();
  return [...new Set([...names].map((name) => (name.includes('.') ? name : `ansible.builtin.${name}`)))].map((name) => [
    name,
    '',
  ]);
}
