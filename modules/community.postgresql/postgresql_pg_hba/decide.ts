// Which rules a task asks for, and what they make of those of the file.
import { ModuleFailure } from '../../../src/kit/index.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import type { Args } from './index.js';
import { entryOf, identical, inOrder, lineOf, sameKey, tokensOf, type Entry, type Given } from './rules.js';

const DEFAULTS = { address: 'samehost', databases: 'all', users: 'all', method: 'md5', state: 'present' } as const;
const NAMES = ['address', 'comment', 'contype', 'databases', 'method', 'netmask', 'options', 'state', 'users'] as const;
const ADDRESSES = ['address', 'source', 'src'];

/** Each with one database and one user. @throws ModuleFailure; HbaProblem for what is no rule */
export function givenRules(a: Args): Given[] {
  const own = Object.fromEntries(NAMES.map((name) => [name, a[name]]));
  if (a.rules === undefined || a.rules.length === 0)
    return a.contype === undefined && !a.comment ? [] : apart(own as unknown as Given);
  if (a.rules_behavior === 'conflict') {
    const used = NAMES.filter((name) => a[name] !== (DEFAULTS as Record<string, unknown>)[name]);
    if (used.length > 0)
      throw new ModuleFailure(
        `conflict: either argument "rules_behavior" needs to be changed or "rules" must not be set or ${pythonRepr(used)} must not be set`,
      );
  }
  const base = a.rules_behavior === 'combine' ? own : DEFAULTS;
  return a.rules.flatMap((rule, i) => {
    const addresses = ADDRESSES.filter((name) => name in rule);
    if (addresses.length > 1)
      throw new ModuleFailure(
        `rule number ${i} of the "rules" argument uses ambiguous settings: ${addresses.join(', ')} are aliases, only one is allowed`,
      );
    const { source, src, ...named } = rule;
    const unknown = Object.keys(named).filter((name) => !(NAMES as readonly string[]).includes(name));
    if (unknown.length > 0)
      throw new ModuleFailure(`rule number ${i} of the "rules" argument has no ${unknown.join(', ')}`);
    const address = named['address'] ?? source ?? src;
    const given = { ...base, ...named, ...(address === undefined || address === null ? {} : { address }) };
    return apart(
      Object.fromEntries(Object.entries(given).map(([name, value]) => [name, plainText(name, value)])) as never,
    );
  });
}

/** All but options are text. */
function plainText(name: string, value: unknown): unknown {
  if (name === 'options' || value === undefined || typeof value === 'string') return value;
  if (value === null) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new ModuleFailure(`${name} of a rule must be text`);
}

/** A line for each database and user, as the server would take several, too. Quoted names may hold commas. */
function apart(given: Given): Given[] {
  const split = (text: string, what: string): string[] => {
    const names = text.startsWith('"') ? [text] : text.split(',');
    for (const name of names) {
      if (tokensOf(name).length !== 1) throw new ModuleFailure(`Invalid string for ${what}: ${name}`);
    }
    return names;
  };
  if (!given.contype) return [given];
  return split(given.databases, 'database').flatMap((databases) =>
    split(given.users, 'users').map((users) => ({ ...given, databases, users })),
  );
}

export interface Made {
  readonly changed: boolean;
  readonly entries: readonly Entry[];
  readonly msgs: readonly string[];
  /** The lines that go and come. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** @throws HbaProblem */
export function change(
  rules: readonly Given[],
  there: readonly Entry[],
  { overwrite, sort_rules: sort }: Pick<Args, 'overwrite' | 'sort_rules'>,
): Made {
  if (overwrite) {
    const made = rules.map(entryOf);
    const entries = sort ? inOrder(made) : made;
    const changed =
      entries.length !== there.length ||
      entries.some((one, i) => {
        const present = there[i];
        return present === undefined || !identical(one, present);
      });
    return { changed, entries: changed ? entries : there, msgs: [], before: [], after: [] };
  }
  const entries = [...there];
  const msgs: string[] = [];
  const before: string[] = [];
  const after: string[] = [];
  for (const given of rules) {
    const rule = entryOf(given);
    const line = lineOf(rule);
    const at = entries.findIndex((one) => sameKey(one, rule));
    const present = entries[at];
    if (given.state === 'absent') {
      if (!present) continue;
      msgs.push(`Removing rule ${line}`);
      before.push(lineOf(present));
      entries.splice(at, 1);
    } else if (!present) {
      msgs.push(`Adding rule ${line}`);
      after.push(line);
      entries.push(rule);
    } else if (!identical(present, rule)) {
      msgs.push(`Updating rule ${line}`);
      before.push(lineOf(present));
      after.push(line);
      entries[at] = rule;
    } else continue;
  }
  const changed = msgs.length > 0;
  return { changed, entries: changed && sort ? inOrder(entries) : entries, msgs, before, after };
}
