// Lines of pg_hba.conf: rules with their parts, comments, includes and blank lines, read, written and put in order.
import { compareNetworks, maskLength, networkText, parseAddress, parseNetwork, type Network } from './network.js';

export const METHODS = [
  'trust',
  'reject',
  'md5',
  'password',
  'gss',
  'sspi',
  'krb5',
  'ident',
  'peer',
  'ldap',
  'radius',
  'cert',
  'pam',
  'scram-sha-256',
] as const;
export const TYPES = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'] as const;

/** What a file or a task says that is no rule. The message says why. */
export class HbaProblem extends Error {}

/** Where a connection comes from: nothing (local), a network, or a name or keyword. */
type Source = undefined | Network | string;

export interface Rule {
  readonly kind: 'rule';
  readonly type: string;
  readonly database: string;
  readonly user: string;
  readonly source: Source;
  readonly method: string;
  readonly options: ReadonlyMap<string, string>;
  readonly comment: string | undefined;
  /** As it stands in the file. */
  readonly line: string | undefined;
}

/** A comment, an include, or a blank line. */
interface Special {
  readonly kind: 'special';
  readonly line: string;
  readonly comment: string | undefined;
  /** Where it stands in the file; 0: nowhere yet. */
  readonly at: number;
}

export type Entry = Rule | Special;

const unquoted = (text: string): string => (text.startsWith('"') ? text.slice(1, -1) : text);

/** Words of a line; one that begins with `#` is a comment and the last. Quoted parts belong to their word. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = text.match(/#[\s\S]*$|(?:"[^"]*"|[^\s"#])+|"/g) ?? [];
  if (tokens.includes('"')) throw new HbaProblem('Unterminated quote');
  return tokens;
}

/** @throws HbaProblem that names the line */
export function parseFile(text: string): Entry[] {
  const entries: Entry[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const at = i + 1;
    let line = lines[i] ?? '';
    // A line goes on after a backslash, in comments and in quotes, too.
    while (line.endsWith('\\')) {
      i++;
      if (i >= lines.length) throw new HbaProblem("The last line ended with a '\\' (line continuation).");
      line += `\n${lines[i]}`;
    }
    try {
      entries.push(parseLine(line, at));
    } catch (error) {
      if (error instanceof HbaProblem) throw new HbaProblem(`Error in line ${at}: ${error.message}`);
      throw error;
    }
  }
  return entries;
}

function parseLine(line: string, at: number): Entry {
  if (line.trim().startsWith('#')) return { kind: 'special', line, comment: line.trim(), at };
  if (line.trim() === '') return { kind: 'special', line, comment: undefined, at };
  const tokens = tokensOf(line.replaceAll('\\\n', ''));
  const comment = tokens.at(-1)?.startsWith('#') ? tokens.pop() : undefined;
  const [first = '', second = '', third = '', ...rest] = tokens;
  if (first.startsWith('include')) return { kind: 'special', line, comment, at };
  if (tokens.length < 4) throw new HbaProblem('The rule has too few symbols');
  const type = unquoted(first);
  if (!(TYPES as readonly string[]).includes(type)) throw new HbaProblem(`Found an unknown connection-type ${first}`);
  let source: Source;
  if (type !== 'local') {
    const address = addressOf(rest.shift() ?? '');
    if (typeof address === 'object' && !address.slash) {
      source = withMask(
        address,
        rest.shift() ?? '',
        'The rule either needs a hostname, full CIDR or an IP-address and a netmask',
      );
    } else source = address;
  }
  const method = rest.shift();
  if (method === undefined) throw new HbaProblem('The rule has too few symbols');
  if (!(METHODS as readonly string[]).includes(unquoted(method)))
    throw new HbaProblem(`Found an unknown method: ${method}`);
  return {
    kind: 'rule',
    type,
    database: sorted(second),
    user: sorted(third),
    source,
    method: unquoted(method),
    options: optionsOf(rest),
    comment,
    line,
  };
}

/** Names in alphabetical order, unless there are quotes or a pattern. */
const sorted = (names: string): string =>
  names.includes('"') || names.startsWith('/') ? names : names.split(',').sort().join(',');

function addressOf(text: string): string | (Network & { readonly slash: boolean }) {
  const network = parseNetwork(text);
  if (network) {
    if (!network.whole) throw new HbaProblem(`${text} has host bits set`);
    return network;
  }
  if (text.startsWith('"')) {
    const inner = addressOf(unquoted(text));
    if (typeof inner === 'object') return inner;
  }
  if (/[:\\/@+ ]/.test(text) || /^"?(?:\d{1,3}\.){3}\d{1,3}"?$/.test(text))
    throw new HbaProblem(`The string '${text}' is neither a valid IP address, network, hostname or keyword`);
  return text;
}

function withMask(address: Network, text: string, invalid: string): Network {
  const mask = parseAddress(unquoted(text));
  if (!mask) throw new HbaProblem(invalid);
  const prefix = maskLength(mask.value);
  if (prefix === undefined) throw new HbaProblem(`IP mask ${unquoted(text)} is invalid (binary value has 1 after 0)`);
  if (mask.version !== address.version) throw new HbaProblem("Can't mix IPv4 and IPv6 netmasks and addresses");
  return { version: address.version, value: address.value, prefix };
}

function optionsOf(words: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (const word of words) {
    const [, key, value] = /^([^=]+)=(.+)/s.exec(unquoted(word)) ?? [];
    if (key === undefined || value === undefined)
      throw new HbaProblem(`Found invalid option '${word}'. Options need to be in the format 'key=value'`);
    if (options.has(key)) throw new HbaProblem(`The rule contains two options with the same key ('${key}')`);
    options.set(key, value);
  }
  return options;
}

/** A rule as a task has it: one database and one user. */
export interface Given {
  readonly contype?: string | undefined;
  readonly databases: string;
  readonly users: string;
  readonly address: string;
  readonly netmask?: string | undefined;
  readonly method: string;
  readonly options?: unknown;
  readonly comment?: string | undefined;
  readonly state: string;
}

/** @throws HbaProblem */
export function entryOf(given: Given): Entry {
  const { contype, comment } = given;
  if (!contype) {
    const text = comment?.trim() ?? '';
    if (text === '') throw new HbaProblem('a rule needs a contype, or a comment alone');
    const line = text.startsWith('#') ? text : `#${text}`;
    return { kind: 'special', line, comment: line, at: 0 };
  }
  const type = unquoted(contype);
  if (!(TYPES as readonly string[]).includes(type)) throw new HbaProblem(`Unknown type ${type}`);
  const method = unquoted(given.method);
  if (!(METHODS as readonly string[]).includes(method)) throw new HbaProblem(`Unknown method ${method}`);
  return {
    kind: 'rule',
    type,
    database: sorted(given.databases),
    user: sorted(given.users),
    source: type === 'local' ? undefined : sourceOf(given.address, given.netmask),
    method,
    options: givenOptions(given.options),
    comment: comment?.trim() === '' ? undefined : comment?.trim(),
    line: undefined,
  };
}

function sourceOf(text: string, netmask: string | undefined): Source {
  const address = addressOf(text);
  if (netmask === undefined || netmask === '') {
    if (typeof address === 'object' && !address.slash)
      throw new HbaProblem(
        'If the address is a bare ip-address without a CIDR suffix, the rule needs to contain a netmask',
      );
    return address;
  }
  if (typeof address === 'string' || address.slash)
    throw new HbaProblem("Rule can't contain a netmask if address is a full CIDR or hostname");
  return withMask(address, netmask, `The string '${netmask}' is not a valid netmask`);
}

function givenOptions(options: unknown): ReadonlyMap<string, string> {
  if (options === undefined || options === null || options === '') return new Map();
  if (typeof options === 'string') return optionsOf(tokensOf(options));
  if (Array.isArray(options)) return optionsOf(options.map(String));
  if (typeof options === 'object') return new Map(Object.entries(options).map(([key, value]) => [key, String(value)]));
  throw new HbaProblem('options must be a text, a list or a dictionary');
}

const sourceText = (source: Source): string =>
  source === undefined ? '' : typeof source === 'string' ? source : networkText(source);

const optionsText = (options: ReadonlyMap<string, string>): string =>
  [...options.keys()]
    .sort()
    .map((key) => `${key}=${options.get(key) ?? ''}`)
    .join(' ');

/** The line: as it stands in the file, or made of the parts. */
export function lineOf(entry: Entry): string {
  if (entry.kind === 'special' || entry.line !== undefined) return entry.line ?? '';
  const { type, database, user, source, method, options, comment } = entry;
  return [
    type,
    database,
    user,
    ...(type === 'local' ? [] : [sourceText(source)]),
    method,
    ...(options.size > 0 ? [optionsText(options)] : []),
    ...(comment === undefined ? [] : [comment.startsWith('#') ? comment : `#${comment}`]),
  ].join('\t');
}

/** What results say of a rule. */
export function told(rule: Rule): Record<string, string> {
  return {
    type: rule.type,
    db: rule.database,
    usr: rule.user,
    method: rule.method,
    ...(rule.source === undefined ? {} : { src: sourceText(rule.source) }),
    ...(rule.options.size > 0 ? { options: optionsText(rule.options) } : {}),
  };
}

/** Whether they are for the same connections; comments are the same by their text. */
export function sameKey(a: Entry, b: Entry): boolean {
  if (a.kind === 'special' || b.kind === 'special') {
    if (a.kind !== b.kind) return false;
    return a.comment !== undefined && b.comment !== undefined ? a.comment === b.comment : a.line === b.line;
  }
  return (
    a.type === b.type &&
    a.user === b.user &&
    a.database === b.database &&
    typeof a.source === typeof b.source &&
    sourceText(a.source) === sourceText(b.source)
  );
}

export function identical(a: Entry, b: Entry): boolean {
  if (!sameKey(a, b)) return false;
  if (a.kind === 'special' || b.kind === 'special') return true;
  return a.method === b.method && optionsText(a.options) === optionsText(b.options);
}

// How special a rule is: the server takes the first that fits, so that special ones go first.
const ALL = 100_000;

function sourceWeight({ type, source }: Rule): number {
  if (type === 'local' || source === undefined) return 130;
  if (typeof source === 'object') return source.version === 4 ? source.prefix * 4 : source.prefix;
  if (source === 'all') return 0;
  if (source === 'samehost') return 129;
  if (source === 'samenet') return 96;
  return source.startsWith('.') ? 64 : 128;
}

function databaseWeight({ database }: Rule): number {
  if (database.startsWith('"')) return 3;
  const names = database.split(',');
  if (names.includes('all')) return ALL;
  if (database === 'replication') return 0;
  return database === 'samerole' || database === 'samegroup' ? 2 : 3 + names.length;
}

function userWeight({ user }: Rule): number {
  if (user.startsWith('"')) return 1;
  const names = user.split(',');
  return names.includes('all') ? ALL : 1 + names.length;
}

const kindWeight = ({ source }: Rule): number =>
  source === undefined ? 3 : typeof source === 'string' ? 0 : source.version === 4 ? 2 : 1;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareRules(a: Rule, b: Rule): number {
  return (
    sourceWeight(b) - sourceWeight(a) ||
    databaseWeight(a) - databaseWeight(b) ||
    userWeight(a) - userWeight(b) ||
    kindWeight(b) - kindWeight(a) ||
    (typeof a.source === 'object' && typeof b.source === 'object'
      ? compareNetworks(a.source, b.source)
      : byText(sourceText(a.source), sourceText(b.source))) ||
    byText(lineOf(a), lineOf(b))
  );
}

const specialWeight = ({ comment, line }: Special): number =>
  comment !== undefined ? 1 : line.startsWith('include') ? 90 : 99;

function compareSpecials(a: Special, b: Special): number {
  if (specialWeight(a) !== specialWeight(b)) return specialWeight(a) - specialWeight(b);
  if (a.at > 0 && b.at > 0) return a.at - b.at;
  // What is new comes after what is there.
  return a.at === b.at ? byText(a.line, b.line) : b.at - a.at;
}

/** Comments, then rules from special to general, then includes; empty lines go. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  const place = ({ line, comment }: Special): number =>
    line.startsWith('include') ? 1 : comment === undefined ? 0 : -1;
  return entries
    .filter((one) => one.kind === 'rule' || one.line !== '')
    .sort((a, b) => {
      if (a.kind === 'special') return b.kind === 'special' ? compareSpecials(a, b) : place(a);
      return b.kind === 'special' ? -place(b) : compareRules(a, b);
    });
}
