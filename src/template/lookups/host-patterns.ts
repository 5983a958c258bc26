// Which hosts of the variable `groups` a pattern selects: for the lookup `inventory_hostnames`.
import type { Value, ValueMap } from '../../value/index.js';
import { fail } from '../python/errors.js';

const LOCALHOST = ['localhost', '127.0.0.1', '::1'];

/** The hosts in the order of their patterns, each once. @throws TsplayError for a pattern that cannot be read */
export function hostsOfPatterns(groups: ValueMap, patterns: readonly string[]): string[] {
  const parts = patterns.flatMap(split);
  const chosen = new Set<string>();
  const plain = parts.filter((p) => !/^[!&]/.test(p));
  for (const p of plain.length > 0 ? plain : ['all']) {
    const found = matching(groups, p);
    // compat: this machine is there without being in the inventory.
    for (const host of found.length === 0 && LOCALHOST.includes(p) ? [p] : found) chosen.add(host);
  }
  for (const p of parts.filter((q) => q.startsWith('&'))) {
    const both = new Set(matching(groups, p.slice(1)));
    for (const host of chosen) if (!both.has(host)) chosen.delete(host);
  }
  for (const p of parts.filter((q) => q.startsWith('!')))
    for (const host of matching(groups, p.slice(1))) chosen.delete(host);
  return [...chosen];
}

function split(pattern: string): string[] {
  const parts = pattern.includes(',') ? pattern.split(',') : (pattern.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? []);
  return parts.map((p) => p.trim()).filter((p) => p !== '');
}

function matching(groups: ValueMap, pattern: string): string[] {
  const [, name = pattern, first, colon, last] = /^([^~].*)\[(-?\d+)(?:([:-])(-?\d*))?\]$/.exec(pattern) ?? [];
  const hosts = named(groups, name);
  if (first === undefined) return hosts;
  const at = Number(first);
  if (colon === undefined) return hosts.slice(at, at === -1 ? undefined : at + 1);
  return hosts.slice(at, last === undefined || last === '' ? undefined : Number(last) + 1);
}

function named(groups: ValueMap, name: string): string[] {
  const matches = matcher(name);
  const found = new Set<string>();
  for (const [group, hosts] of groups)
    if (typeof group === 'string' && matches(group)) for (const h of texts(hosts)) found.add(h);
  if (found.size > 0 && !/[*?[~]/.test(name)) return [...found];
  for (const host of texts(groups.get('all'))) if (matches(host)) found.add(host);
  return [...found];
}

function texts(hosts: Value | undefined): string[] {
  return Array.isArray(hosts) ? hosts.filter((h) => typeof h === 'string') : [];
}

function matcher(name: string): (candidate: string) => boolean {
  if (!name.startsWith('~') && !/[*?[]/.test(name)) return (candidate) => candidate === name;
  const source = name.startsWith('~')
    ? `^(?:${name.slice(1)})`
    : `^${name
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`;
  try {
    const regex = new RegExp(source);
    return (candidate) => regex.test(candidate);
  } catch {
    return fail(`'${name}' is no pattern of hosts`);
  }
}
