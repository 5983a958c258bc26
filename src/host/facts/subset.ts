// Which collectors a `gather_subset` chooses; specified by the ansible.builtin.setup documentation and measured on 2.18.
import { TsplayError } from '../../ground/index.js';
import type { Collector } from './collector.js';

/** Known to gather_subset, but gathered by programs that a host rarely has: absent, as where they are not installed. */
const ABSENT = ['facter', 'ohai'];

/** Collectors that others read from, and that are gathered with them even under `!min`. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  hardware: ['platform'],
  network: ['platform', 'distribution'],
  pkg_mgr: ['distribution'],
  service_mgr: ['platform', 'distribution'],
};

/**
 * Names are added (the minimum always first), then taken away, but for those that were asked for by name.
 *
 * `compat:` since the minimum is always there, a list of exclusions alone (`['!hardware']`) leaves the minimum, not
 * everything else: for that it is `['all', '!hardware']`. Excluding an unknown name is no error, asking for one is.
 * @throws TsplayError facts-failed for an unknown name
 */
export function chooseCollectors(all: readonly Collector[], subset: readonly string[]): Collector[] {
  const valid = new Set([...ABSENT, ...all.flatMap((c) => [c.name, ...c.aliases])]);
  const minimum = all.filter((c) => c.minimal).map((c) => c.name);
  const aliases = new Map(all.map((c) => [c.name, c.aliases]));
  const added = new Set(minimum);
  const asked = new Set<string>();
  const excluded = new Set<string>();
  for (const entry of subset.length === 0 ? ['all'] : subset) {
    if (entry === 'min') continue;
    if (entry === 'all') for (const name of valid) added.add(name);
    else if (entry === '!min') for (const name of minimum) excluded.add(name);
    else if (entry === '!all') {
      for (const name of valid) if (!minimum.includes(name)) excluded.add(name);
    } else if (entry.startsWith('!')) {
      const name = entry.slice(1);
      for (const one of [name, ...(aliases.get(name) ?? [])]) excluded.add(one);
    } else if (valid.has(entry)) {
      added.add(entry);
      asked.add(entry);
    } else {
      throw new TsplayError(
        'facts-failed',
        `Bad subset '${entry}' given to Ansible. gather_subset options allowed: all, ${[...valid].sort().join(', ')}`,
      );
    }
  }
  const left = new Set([...added].filter((name) => asked.has(name) || !excluded.has(name)));
  const chosen = all.filter((c) => [c.name, ...c.aliases].some((name) => left.has(name)));
  const needed = new Set(chosen.flatMap((c) => REQUIRED[c.name] ?? []));
  return all.filter((c) => chosen.includes(c) || needed.has(c.name));
}
