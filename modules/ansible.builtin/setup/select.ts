// From a host's facts to the `ansible_facts` of the result: prefix and filter.
import { fnmatch } from '../../_shared/fnmatch.js';

/**
 * @param facts names without prefix
 * @param subset as given, told back under `gather_subset`
 * @param filter patterns for names with or without the prefix; empty, `*` or '' take all
 */
export function selectFacts(
  facts: Readonly<Record<string, unknown>>,
  subset: readonly string[],
  filter: readonly string[],
): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) all[`ansible_${name}`] = value;
  // compat: these two have no prefix.
  all['gather_subset'] = subset;
  all['module_setup'] = true;
  if (filter.length === 0 || filter.includes('*') || filter.includes('')) return all;
  const patterns = filter.flatMap((f) => (/^(ansible_|facter|ohai)/.test(f) ? [f] : [f, `ansible_${f}`])).map(fnmatch);
  return Object.fromEntries(Object.entries(all).filter(([name]) => patterns.some((p) => p.test(name))));
}
