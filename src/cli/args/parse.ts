// Reads a command line against a table of options, in the way of Python's argparse, which Ansible's commands use.
import { didYouMean, TsplayError } from '../../ground/index.js';
import { ArgumentError, type CommandSpec, type Option, type OptionTable, type Parsed } from './table.js';

export interface ParsedLine<T extends OptionTable> {
  readonly options: Parsed<T>;
  readonly positionals: readonly string[];
  /** Fields of the options that stand on the command line. */
  readonly given: ReadonlySet<keyof T>;
}

type Entry = readonly [field: string, option: Option<unknown>];

/**
 * `compat:` long options may be shortened while they stay unambiguous (`--lim`), values follow `=` or as the next word, short
 * ones are joined (`-bCvvv`, `-f5`, `-i=x`), options stand anywhere, `--` ends them; a word with a space in it is a value
 * even when it begins with a dash.
 * @throws TsplayError bad-usage
 */
export function parseArgv<T extends OptionTable>(spec: CommandSpec<T>, argv: readonly string[]): ParsedLine<T> {
  const byName = new Map<string, Entry>();
  for (const entry of Object.entries(spec.options)) for (const name of entry[1].names) byName.set(name, entry);
  const values = new Map<string, unknown>();
  const positionals: string[] = [];
  const unknown: string[] = [];
  const words = [...argv];
  let ended = false;

  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') positionals.push(...words.splice(0));
    else if (!looksLikeOption(word, byName)) positionals.push(word);
    else if (word.startsWith('--')) takeLong(word);
    else takeShort(word);
  }
  if (!ended) {
    checkPositionals(spec, positionals);
    if (unknown.length > 0) throw usage(`unrecognized arguments: ${unknown.join(' ')}`, suggestion(unknown, byName));
  }
  return {
    options: Object.fromEntries(
      Object.entries(spec.options).map(([field, option]) => [
        field,
        values.has(field) ? values.get(field) : option.initial,
      ]),
    ) as Parsed<T>,
    positionals,
    given: new Set(values.keys()),
  };

  function takeLong(word: string): void {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const entry = find(name, byName);
    if (!entry) return void unknown.push(word);
    takeOption(entry, at < 0 ? undefined : word.slice(at + 1));
  }

  function takeShort(word: string): void {
    for (let rest = word.slice(1); rest !== '' && !ended;) {
      const entry = byName.get(`-${rest[0]}`);
      if (!entry) return void unknown.push(rest.length === word.length - 1 ? word : `-${rest}`);
      rest = rest.slice(1);
      if (entry[1].metavar === undefined) {
        if (rest.startsWith('=')) throw wrong(entry[1], `ignored explicit argument '${rest.slice(1)}'`);
        put(entry, '');
        continue;
      }
      // `compat:` the `=` belongs to the value when it follows other short options joined.
      const value = rest.startsWith('=') && word.length === rest.length + 2 ? rest.slice(1) : rest;
      return takeOption(entry, rest === '' ? undefined : value);
    }
  }

  function takeOption(entry: Entry, attached: string | undefined): void {
    const [, option] = entry;
    if (option.metavar === undefined) {
      if (attached !== undefined) throw wrong(option, `ignored explicit argument '${attached}'`);
      return put(entry, '');
    }
    const next = words[0];
    if (attached !== undefined) return put(entry, attached);
    if (next === undefined || next === '--' || looksLikeOption(next, byName))
      throw wrong(option, 'expected one argument');
    put(entry, words.shift() ?? '');
  }

  function put([field, option]: Entry, given: string): void {
    if (option.refused !== undefined)
      throw new TsplayError('not-supported', `tsplay does not have ${option.names.join('/')}`, {
        hint: option.refused,
      });
    const rival = Object.entries(spec.options).find(
      ([other, { exclusive }]) =>
        exclusive !== undefined && exclusive === option.exclusive && other !== field && values.has(other),
    );
    if (rival) throw wrong(option, `not allowed with argument ${rival[1].names.join('/')}`);
    try {
      values.set(field, option.take(given, values.has(field) ? values.get(field) : option.initial));
    } catch (error) {
      throw error instanceof ArgumentError ? wrong(option, error.message) : error;
    }
    if (option.ends) {
      ended = true;
      words.length = 0;
    }
  }
}

/** Whether argparse takes a word for an option: known or not, it begins with a dash, has no space and is no number. */
function looksLikeOption(word: string, byName: ReadonlyMap<string, Entry>): boolean {
  if (!word.startsWith('-') || word === '-') return false;
  if (byName.has(word)) return true;
  const at = word.indexOf('=');
  if (at > 0 && find(word.slice(0, at), byName)) return true;
  if (/^-\d+$|^-\d*\.\d+$/.test(word)) return false;
  if (!word.startsWith('--') && byName.has(word.slice(0, 2))) return true;
  return !word.includes(' ');
}

function find(name: string, byName: ReadonlyMap<string, Entry>): Entry | undefined {
  const exact = byName.get(name);
  if (exact || !name.startsWith('--')) return exact;
  const close = [...byName].filter(([known]) => known.startsWith(name));
  const [first] = close;
  // One option of several spellings is not ambiguous.
  if (first && close.every(([, [field]]) => field === first[1][0])) return first[1];
  if (close.length > 1) throw usage(`ambiguous option: ${name} could match ${close.map(([n]) => n).join(', ')}`);
  return undefined;
}

function checkPositionals(spec: CommandSpec<OptionTable>, given: readonly string[]): void {
  const missing = spec.positionals.slice(given.length).filter((p) => !p.optional);
  if (missing.length > 0) throw usage(`the following arguments are required: ${missing.map((p) => p.name).join(', ')}`);
  if (!spec.positionals.some((p) => p.many) && given.length > spec.positionals.length)
    throw usage(`unrecognized arguments: ${given.slice(spec.positionals.length).join(' ')}`);
}

function wrong(option: Option<unknown>, message: string): TsplayError {
  return usage(`argument ${option.names.join('/')}: ${message}`);
}

function suggestion(unknown: readonly string[], byName: ReadonlyMap<string, Entry>): string | undefined {
  const long = unknown.find((word) => word.startsWith('--'))?.replace(/=[^]*/, '');
  return (long !== undefined && didYouMean(long, byName.keys())) || undefined;
}

function usage(message: string, hint?: string): TsplayError {
  return new TsplayError('bad-usage', message, { hint });
}
