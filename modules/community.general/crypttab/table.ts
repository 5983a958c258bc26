// The lines of a crypttab(5): which devices are opened at boot, and with which options.

export interface Device {
  readonly name: string;
  readonly backing: string;
  /** undefined: the line ends before it. */
  readonly password: string | undefined;
  readonly options: Options;
}

/** By name, in the order of the file; null: an option without a value. */
export type Options = ReadonlyMap<string, string | null>;

/** `compat:` of `name=value=more` only the first value counts. */
export function parseOptions(text: string | undefined): Options {
  const found = new Map<string, string | null>();
  if (text === undefined) return found;
  for (const option of text.split(',')) {
    const [name = '', value = null] = option.split('=');
    found.set(name, value);
  }
  return found;
}

const optionsText = (options: Options): string =>
  [...options].map(([name, value]) => (value === null ? name : `${name}=${value}`)).join(',');

export const sameOptions = (a: Options, b: Options): boolean =>
  a.size === b.size && [...a].every(([name, value]) => b.has(name) && b.get(name) === value);

/** A line, or undefined for a comment, an empty one and what is none. */
export function parseLine(line: string): Device | undefined {
  const fields = line.split(/\s+/).filter((field) => field !== '');
  const [name, backing, password, options] = fields;
  if (name === undefined || backing === undefined || fields.length > 4 || line.startsWith('#')) return undefined;
  return { name, backing, password, options: parseOptions(options) };
}

export function lineOf({ name, backing, password, options }: Device): string {
  const fields = [name, backing];
  if (password !== undefined || options.size > 0) fields.push(password ?? 'none');
  if (options.size > 0) fields.push(optionsText(options));
  return fields.join(' ');
}
