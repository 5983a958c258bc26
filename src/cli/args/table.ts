// What options a command has, as data: the parser, the help, README's table and shell completion all read it.

/** What the shell may offer as a value. */
export type Completes = 'file' | 'directory' | 'module' | 'nothing' | readonly string[];

export interface Option<T> {
  /** All spellings, short ones first: `-i`, `--inventory`. */
  readonly names: readonly string[];
  readonly help: string;
  /** What stands for the value in the help; without one the option takes no value. */
  readonly metavar?: string;
  /** What holds when the option is not given. */
  readonly initial: T;
  /** The default as the help tells it. */
  readonly defaultText?: string;
  /** The new value, from the text given and the value so far. @throws ArgumentError */
  take(text: string, before: T): T;
  readonly completes?: Completes;
  /** Options with the same word exclude each other. */
  readonly exclusive?: string;
  /** Nothing after it counts: `--help`. */
  readonly ends?: boolean;
  /** Says why the option is refused and what to use instead. */
  readonly refused?: string;
  /** Under which heading the help lists it. */
  readonly group?: string;
}

/** The value of an option cannot be taken; the parser says of which one. */
export class ArgumentError extends Error {}

/** Options by the name of their field in the parsed record. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

export type Parsed<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never;
};

export interface Positional {
  readonly name: string;
  readonly help: string;
  readonly many?: boolean;
  readonly optional?: boolean;
  readonly completes?: Completes;
}

export interface CommandSpec<T extends OptionTable> {
  /** One sentence: what the command does. */
  readonly summary: string;
  readonly options: T;
  readonly positionals: readonly Positional[];
}

type Extra<T> = Partial<Omit<Option<T>, 'names' | 'help' | 'take' | 'metavar'>>;

/** `-C`: there or not. */
export function flag(names: readonly string[], help: string, extra: Extra<boolean> = {}): Option<boolean> {
  return { names, help, initial: false, take: () => true, ...extra };
}

/** `-vvv`: how often. */
export function count(names: readonly string[], help: string, extra: Extra<number> = {}): Option<number> {
  return { names, help, initial: 0, take: (_, before) => before + 1, ...extra };
}

/** `-u me`: the last one given counts. */
export function text(
  names: readonly string[],
  metavar: string,
  help: string,
  extra: Extra<string | undefined> = {},
): Option<string | undefined> {
  return { names, help, metavar, initial: undefined, take: (given) => given, ...extra };
}

/** `-i a -i b`: all that are given, in order. */
export function list(
  names: readonly string[],
  metavar: string,
  help: string,
  extra: Extra<readonly string[]> = {},
): Option<readonly string[]> {
  return { names, help, metavar, initial: [], take: (given, before) => [...before, given], ...extra };
}

/** `-f 5`: a whole number, read as Python's `int` reads it. */
export function integer(
  names: readonly string[],
  metavar: string,
  help: string,
  extra: Extra<number | undefined> = {},
): Option<number | undefined> {
  const take = (given: string): number => {
    const digits = given.trim();
    if (!/^[-+]?\d+(?:_\d+)*$/.test(digits)) throw new ArgumentError(`invalid int value: '${given}'`);
    return Number(digits.replaceAll('_', ''));
  };
  return { names, help, metavar, initial: undefined, take, ...extra };
}

/** `-t role`: one of the words. */
export function choice<const W extends string>(
  names: readonly string[],
  metavar: string,
  words: readonly W[],
  help: string,
  extra: Extra<W | undefined> = {},
): Option<W | undefined> {
  const take = (given: string): W => {
    const found = words.find((word) => word === given);
    if (found === undefined) {
      const known = words.map((word) => `'${word}'`).join(', ');
      throw new ArgumentError(`invalid choice: '${given}' (choose from ${known})`);
    }
    return found;
  };
  return { names, help, metavar, initial: undefined, take, completes: words, ...extra };
}
