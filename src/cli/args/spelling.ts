// Spells a command line out: what Python's argparse accepts beyond commander is written the way commander reads it.
import { didYouMean, TsplayError } from '../../ground/index.js';
import type { Option, OptionTable } from './table.js';

type Entry = readonly [field: string, option: Option<unknown>];

export interface Spelled {
  /** Options by their canonical names with the value after `=`, then `--`, then the other words. */
  readonly words: readonly string[];
  /** Whether an option was met after which nothing counts: `--help`. */
  readonly ended: boolean;
}

/** The name under which commander knows an option: its first long one. */
export function canonicalName(option: Option<unknown>): string {
  return option.names.find((name) => name.startsWith('--')) ?? option.names[0] ?? '';
}

/**
 * `compat:` long options may be shortened while they stay unambiguous (`--lim`), one option may have many spellings, short
 * ones are joined (`-bCvvv`, `-f5`, `-i=x`), a word with a space in it is a value even when it begins with a dash. An option
 * whose value is missing ends the words, so that nothing else is taken for it.
 * @throws TsplayError bad-usage
 */
export function spellOut(table: OptionTable, argv: readonly string[]): Spelled {
  const byName = new Map<string, Entry>();
  for (const entry of Object.entries(table)) for (const name of entry[1].names) byName.set(name, entry);
  const options: string[] = [];
  const others: string[] = [];
  const unknown: string[] = [];
  const words = [...argv];
  let ended = false;
  let starved: string | undefined;

  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') others.push(...words.splice(0));
    else if (!looksLikeOption(word, byName)) others.push(word);
    else if (word.startsWith('--')) takeLong(word);
    else takeShort(word);
  }
  if (starved !== undefined && !ended) return { words: [...options, starved], ended };
  if (unknown.length > 0 && !ended) throw unrecognized(unknown, byName.keys());
  return { words: [...options, '--', ...others], ended };

  function takeLong(word: string): void {
    const at = word.indexOf('=');
    const found = find(at < 0 ? word : word.slice(0, at), byName);
    if (found) take(found[1], at < 0 ? undefined : word.slice(at + 1));
    else unknown.push(word);
  }

  function takeShort(word: string): void {
    for (let rest = word.slice(1); rest !== '' && !ended;) {
      const option = byName.get(`-${rest[0]}`)?.[1];
      if (!option) return void unknown.push(rest.length === word.length - 1 ? word : `-${rest}`);
      rest = rest.slice(1);
      if (option.metavar === undefined) {
        if (rest.startsWith('=')) throw notWanted(option, rest.slice(1));
        take(option, undefined);
        continue;
      }
      // The `=` belongs to the value when it follows other short options joined.
      const value = rest.startsWith('=') && word.length === rest.length + 2 ? rest.slice(1) : rest;
      return take(option, rest === '' ? undefined : value);
    }
  }

  function take(option: Option<unknown>, attached: string | undefined): void {
    const name = canonicalName(option);
    if (option.metavar === undefined) {
      if (attached !== undefined) throw notWanted(option, attached);
      options.push(name);
      ended ||= option.ends === true;
      if (ended) words.length = 0;
      return;
    }
    const [next] = words;
    if (attached === undefined && (next === undefined || next === '--' || looksLikeOption(next, byName))) {
      starved = name;
      words.length = 0;
    } else options.push(`${name}=${attached ?? words.shift() ?? ''}`);
  }
}

export function usage(message: string, hint?: string): TsplayError {
  return new TsplayError('bad-usage', message, { hint });
}

/** @param names what could have been meant */
export function unrecognized(words: readonly string[], names: Iterable<string>): TsplayError {
  const long = words.find((word) => word.startsWith('--'))?.replace(/=[^]*/, '');
  return usage(
    `unrecognized arguments: ${words.join(' ')}`,
    (long !== undefined && didYouMean(long, names)) || undefined,
  );
}

function notWanted(option: Option<unknown>, value: string): TsplayError {
  return usage(`argument ${option.names.join('/')}: ignored explicit argument '${value}'`);
}

/** Whether argparse takes a word for an option: known or not, it begins with a dash, has no space and is no number. */
function looksLikeOption(word: string, byName: ReadonlyMap<string, Entry>): boolean {
  if (!word.startsWith('-') || word === '-') return false;
  if (byName.has(word)) return true;
  const at = word.indexOf('=');
  if (at > 0 && find(word.slice(0, at), byName)) return true;
  if (!word.startsWith('--') && byName.has(word.slice(0, 2))) return true;
  if (/^-\d+$|^-\d*\.\d+$/.test(word)) return false;
  return !word.includes(' ');
}

function find(name: string, byName: ReadonlyMap<string, Entry>): Entry | undefined {
  const exact = byName.get(name);
  if (exact || !name.startsWith('--') || name === '--') return exact;
  const close = [...byName].filter(([known]) => known.startsWith(name));
  const [first] = close;
  // One option of several spellings is not ambiguous.
  if (first && close.every(([, [field]]) => field === first[1][0])) return first[1];
  if (close.length > 1) throw usage(`ambiguous option: ${name} could match ${close.map(([n]) => n).join(', ')}`);
  return undefined;
}
