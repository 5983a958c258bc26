// What an ssh_config(5) says: its hosts with their options, and the text they make.

/** Names in small letters; each may be given several times. */
type Options = ReadonlyMap<string, readonly string[]>;

export type Entry =
  | { readonly kind: 'host'; readonly host: string; readonly options: Options }
  /** A line that stays as it is: a comment, an empty one, one of a Match. */
  | { readonly kind: 'line'; readonly text: string };

/** Options of which all values count, in the form of a list. */
const LISTS = new Set(['identityfile', 'localforward', 'remoteforward']);

/**
 * The entries of a file. Options in front of the first Host count for all: they are an entry `*`. Comments inside of an
 * entry come behind it.
 * @throws Error for a line that is none of ssh_config's
 */
export function parseConfig(text: string): Entry[] {
  const entries: Entry[] = [];
  let options = new Map<string, string[]>();
  let match = false;
  entries.push({ kind: 'host', host: '*', options });
  for (const row of text === '' ? [] : text.replace(/\n$/, '').split('\n')) {
    const line = row.trimStart();
    if (line === '' || line.startsWith('#')) {
      entries.push({ kind: 'line', text: line });
      continue;
    }
    const [, name, value] = /^([^\s=]+)(?:\s*=\s*|\s+)(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`Unparsable line: '${line}'`);
    const key = name.toLowerCase();
    if (key === 'host') {
      options = new Map();
      match = false;
      entries.push({ kind: 'host', host: value.split(/\s+/).filter(Boolean).join(' '), options });
    } else if (match || key === 'match') {
      // What holds under a condition is no option of the host above.
      match = true;
      entries.push({ kind: 'line', text: row });
    } else options.set(key, [...(options.get(key) ?? []), value]);
  }
  // `compat:` a host without options is none.
  return entries.filter((entry) => entry.kind === 'line' || entry.options.size > 0);
}

export function configText(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if (entry.kind === 'line') return `${entry.text}\n`;
      const rows = [...entry.options].flatMap(([name, values]) => values.map((value) => `    ${name} ${value}\n`));
      return `Host ${entry.host}\n${rows.join('')}`;
    })
    .join('');
}

/** The options as they are told: lists where all values count. */
const toldOptions = (options: Options): Record<string, unknown> =>
  Object.fromEntries(
    [...options].map(([name, values]) => [name, LISTS.has(name) && values.length > 0 ? values : values[0]]),
  );

/**
 * The options with the wanted ones; undefined when they are so already.
 * @param wanted by name; undefined or empty: it stays as it is (`compat:` the collection says it removes those, and does not)
 */
function changedOptions(
  options: Options,
  wanted: readonly (readonly [name: string, value: string | undefined])[],
): Options | undefined {
  const next = new Map(options);
  let changed = false;
  for (const [name, value] of wanted) {
    const now = next.get(name);
    if (value === undefined || value === '') continue;
    if (now === undefined || (LISTS.has(name) ? !now.includes(value) : now[0] !== value)) {
      next.set(name, [value]);
      changed = true;
    }
  }
  return changed ? next : undefined;
}

export interface Plan {
  readonly entries: readonly Entry[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly differences: readonly Readonly<Record<string, unknown>>[];
}

/** What the file shall be; pure. */
export function plan(
  entries: readonly Entry[],
  host: string,
  state: 'present' | 'absent',
  wanted: readonly (readonly [name: string, value: string | undefined])[],
): Plan {
  const isIt = (entry: Entry): boolean => entry.kind === 'host' && entry.host === host;
  const none: Plan = { entries, added: [], changed: [], removed: [], differences: [] };
  const found = entries.filter(isIt);
  if (state === 'absent') {
    return { ...none, entries: entries.filter((entry) => !isIt(entry)), removed: found.map(() => host) };
  }
  if (found.length === 0) {
    const options = changedOptions(new Map(), wanted);
    return options ? { ...none, entries: [...entries, { kind: 'host', host, options }], added: [host] } : none;
  }
  const differences: Record<string, unknown>[] = [];
  const next = entries.map((entry): Entry => {
    if (entry.kind === 'line' || entry.host !== host) return entry;
    const options = changedOptions(entry.options, wanted);
    if (!options) return entry;
    differences.push({ [host]: { old: toldOptions(entry.options), new: toldOptions(options) } });
    return { ...entry, options };
  });
  return { ...none, entries: next, changed: differences.map(() => host), differences };
}
