// What `snap list` and `snap get` say, and which options differ from the wanted ones.
import { ModuleFailure } from '../../../src/kit/index.js';

export interface Listed {
  /** What it follows. */
  readonly channel: string;
  readonly enabled: boolean;
}

/** Columns: name, version, revision, tracking, publisher, notes; of several revisions the one that is enabled counts. */
export function parseList(text: string): Map<string, Listed> {
  const found = new Map<string, Listed>();
  for (const line of text.split('\n').slice(1)) {
    const [name, , , channel, , notes = '-'] = line.trim().split(/\s+/);
    if (name === undefined || channel === undefined) continue;
    const enabled = !notes.split(',').includes('disabled');
    if (enabled || !found.has(name)) found.set(name, { channel, enabled });
  }
  return found;
}

/** Nested configuration as one level, names joined by dots; values as Python prints them. */
function flatten(value: unknown, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return found;
  for (const [key, one] of Object.entries(value)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof one === 'boolean') found.set(name, one ? 'True' : 'False');
    else if (typeof one === 'string' || typeof one === 'number') found.set(name, String(one));
    else for (const [inner, text] of flatten(one, name)) found.set(inner, text);
  }
  return found;
}

interface Wanted {
  readonly name: readonly string[];
  readonly options?: readonly string[] | undefined;
}

export interface OptionChange {
  readonly snap: string;
  readonly set: readonly { readonly text: string; readonly told: string }[];
}

/** @param configuration JSON of `snap get -d`; undefined when it has none @throws ModuleFailure for an option that is none */
export function optionChanges(a: Wanted, snap: string, configuration: string | undefined): OptionChange[] {
  const now = flatten(read(configuration));
  const set = (a.options ?? []).flatMap((option) => {
    const [, prefix, key = '', value = ''] = /^(\S+?:)?(\S+?)\s*=\s*(.+)$/s.exec(option) ?? [];
    if (key === '') throw new ModuleFailure(`Cannot parse set option '${option}'`);
    const owner = prefix?.slice(0, -1);
    if (owner !== undefined && !a.name.includes(owner)) {
      throw new ModuleFailure(`Snap option '${option}' refers to snap which is not in the list of snap names`);
    }
    if ((owner !== undefined && owner !== snap) || now.get(key) === value.trim()) return [];
    return [{ text: `${key}=${value.trim()}`, told: owner === undefined ? `${snap}:${option}` : option }];
  });
  return [{ snap, set }];
}

function read(text: string | undefined): unknown {
  if (text === undefined || !text.trim().startsWith('{')) return {};
  return JSON.parse(text) as unknown;
}
