// How each option is compared: its own way, or what the parameter `comparisons` says.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { Comparison } from '../../_shared/docker-compare.js';
import type { ContainerArgs } from './args.js';
import { GROUPS } from './groups.js';
import type { Option } from './options.js';

const OPTIONS: readonly Option[] = GROUPS.flatMap((group) => group.options);

const isComparison = (text: string): text is Comparison =>
  text === 'strict' || text === 'ignore' || text === 'allow_more_present';

/** @throws ModuleFailure in the words of the collection */
export function comparisonsOf({ comparisons = {}, networks }: ContainerArgs): (option: string) => Comparison {
  const chosen = new Map<string, Comparison>();
  for (const { name, kind, comparison } of OPTIONS) {
    chosen.set(name, comparison ?? (kind === 'list' || kind === 'value' ? 'strict' : 'allow_more_present'));
  }
  const all = comparisons['*'];
  if (all !== undefined) {
    if (all !== 'strict' && all !== 'ignore') {
      throw new ModuleFailure("The wildcard can only be used with comparison modes 'strict' and 'ignore'!");
    }
    // Networks are left only when some are given.
    for (const { name } of OPTIONS) if (name !== 'networks' || networks !== undefined) chosen.set(name, all);
  }
  const seen = new Map<string, string>();
  for (const [key, value] of Object.entries(comparisons)) {
    if (key === '*') continue;
    // Files of variables are compared as the environment they make up.
    const main = key === 'env_file' ? 'env' : nameOf(key);
    const earlier = seen.get(main);
    if (earlier !== undefined) {
      throw new ModuleFailure(`Both '${key}' and '${earlier}' (aliases of ${main}) are specified in comparisons dict!`);
    }
    if (key !== 'env_file') seen.set(main, key);
    if (!isComparison(value)) throw new ModuleFailure(`Unknown comparison mode '${value}'!`);
    if (value === 'allow_more_present' && OPTIONS.find(({ name }) => name === main)?.kind === 'value') {
      throw new ModuleFailure(
        `Option '${key}' is a value and not a set/list/dict, so its comparison cannot be ${value}`,
      );
    }
    if (key !== 'env_file') chosen.set(main, value);
  }
  for (const { name, derivedFrom } of OPTIONS) {
    if (derivedFrom !== undefined) chosen.set(name, chosen.get(derivedFrom) ?? 'strict');
  }
  return (option) => chosen.get(option) ?? 'strict';
}

function nameOf(key: string): string {
  const option = OPTIONS.find(({ name, aliases, derivedFrom }) => {
    return derivedFrom === undefined && (name === key || aliases?.includes(key) === true);
  });
  if (option) return option.name;
  throw new ModuleFailure(`Unknown module option '${key}' in comparisons dict!`);
}
