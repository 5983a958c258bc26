// Command lines of ufw for what a task asks, and whether they would change anything; pure.
import type { Args } from './index.js';

export interface Seen {
  /** Absolute path of ufw. */
  readonly program: string;
  /** What `ufw status verbose` says. */
  readonly status: string;
  /** The lines that describe the rules in ufw's files. */
  readonly tuples: string;
  readonly version: string;
  /** What `ufw status numbered` says, when that was asked. */
  readonly numbered: string;
  /** /etc/default/ufw and /etc/ufw/ufw.conf. */
  readonly defaults: string;
  readonly conf: string;
}

/** Words of a command, and the text by which results name it. */
export interface Command {
  readonly kind: 'state' | 'default' | 'rule' | 'logging';
  readonly argv: readonly string[];
  readonly shown: string;
}

const STATES = { enabled: 'enable', disabled: 'disable', reloaded: 'reload', reset: 'reset' } as const;

const setting = (text: string, key: string): string | undefined =>
  new RegExp(`^\\s*${key}\\s*=\\s*"?([^"\\s]*)"?`, 'm').exec(text)?.[1]?.toLowerCase();

const isActive = (seen: Seen): boolean => / active/.test(seen.status);

/** Whether the state, policy or logging differs from what is asked. */
export function differs(kind: 'state' | 'default' | 'logging', a: Args, seen: Seen): boolean {
  if (kind === 'state') {
    if (a.state === 'reloaded' || a.state === 'reset') return true;
    return isActive(seen) !== (a.state === 'enabled');
  }
  if (kind === 'logging') {
    const level = setting(seen.conf, 'LOGLEVEL') ?? 'off';
    return a.logging === 'on' ? level === 'off' : level !== a.logging;
  }
  const key = a.direction === 'outgoing' ? 'OUTPUT' : a.direction === 'routed' ? 'FORWARD' : 'INPUT';
  const words: Readonly<Record<string, string>> = { accept: 'allow', drop: 'deny', reject: 'reject' };
  return words[setting(seen.defaults, `DEFAULT_${key}_POLICY`) ?? ''] !== a.default;
}

/** The place a rule is inserted at; undefined when it goes to the end. */
function insertPlace(a: Args, numbered: string): number | undefined {
  if (a.insert === undefined || a.delete) return undefined;
  if (a.insert_relative_to === 'zero') return a.insert;
  const rules = numbered.split('\n').flatMap((line) => {
    const number = /^\[ *([0-9]+)\] /.exec(line)?.[1];
    return number === undefined ? [] : [{ number: Number(number), v6: line.includes('(v6)') }];
  });
  const last = Math.max(0, ...rules.map((rule) => rule.number));
  const v4 = rules.filter((rule) => !rule.v6).map((rule) => rule.number);
  const hasV6 = rules.some((rule) => rule.v6);
  const base = {
    'first-ipv4': 1,
    'last-ipv4': v4.length > 0 ? Math.max(...v4) : 1,
    'first-ipv6': v4.length > 0 ? Math.max(...v4) + 1 : 1,
    'last-ipv6': hasV6 ? last : last + 1,
  }[a.insert_relative_to];
  const place = a.insert + base;
  // ufw does not take numbers beyond its last rule.
  return place > last ? undefined : place;
}

function knowsComments(version: string): boolean {
  const [, major = '0', minor = '0'] = /^ufw.*?(\d+)\.(\d+)/m.exec(version) ?? [];
  return Number(major) > 0 || Number(minor) >= 35;
}

/** `ufw [--dry-run] [route] [delete | insert N] allow … [comment …]` */
function ruleWords(a: Args, seen: Seen): string[] {
  const place = insertPlace(a, seen.numbered);
  const pair = (word: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [word, value];
  return [
    ...(a.route ? ['route'] : []),
    ...(a.delete ? ['delete'] : []),
    ...(place === undefined ? [] : ['insert', String(place)]),
    a.rule ?? '',
    ...(a.direction === undefined ? [] : [a.direction]),
    ...pair('on', a.interface),
    ...(a.interface_in ? ['in', 'on', a.interface_in] : []),
    ...(a.interface_out ? ['out', 'on', a.interface_out] : []),
    ...(a.log ? ['log'] : []),
    ...pair('from', a.from_ip),
    ...pair('port', a.from_port),
    ...pair('to', a.to_ip),
    ...pair('port', a.to_port),
    ...pair('proto', a.proto),
    ...pair('app', a.name),
    ...(knowsComments(seen.version) ? pair('comment', a.comment) : []),
  ];
}

/** Names and comments are shown in quotes. */
const shownWords = (words: readonly string[]): string =>
  words.map((word, i) => (['app', 'comment'].includes(words[i - 1] ?? '') ? `'${word}'` : word)).join(' ');

/** What the task asks for, in the order it is done. */
export function commandsOf(a: Args, seen: Seen, dry: boolean): Command[] {
  const commands: Command[] = [];
  const add = (kind: Command['kind'], words: readonly string[]): void => {
    const argv = [seen.program, ...(dry ? ['--dry-run'] : []), ...words];
    commands.push({ kind, argv, shown: shownWords(argv) });
  };
  if (a.state !== undefined) add('state', ['-f', STATES[a.state]]);
  if (a.default !== undefined)
    add('default', ['default', a.default, ...(a.direction === undefined ? [] : [a.direction])]);
  if (a.rule !== undefined) add('rule', ruleWords(a, seen));
  if (a.logging !== undefined) add('logging', ['logging', a.logging]);
  return commands;
}

const IPV4 = /(?:\d{1,3}\.){3}\d{1,3}/;
const IPV6 = /[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*/;

/** Whether a dry run says that the rule is there, or, when it is to go, is not. */
export function isSkipped(said: string): boolean {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => /^(?:Skipping|Could not delete non-existent rule)/.test(line));
}

/** Whether a dry run's rules are other ones than those there are. */
export function ruleDiffers(a: Args, seen: Seen, said: string): boolean {
  if (isSkipped(said)) return false;
  // A dry run tells only the rules of the families it is about.
  const family = [a.from_ip, a.to_ip];
  const pattern = family.some((ip) => IPV4.test(ip)) ? IPV4 : family.some((ip) => ip.includes(':')) ? IPV6 : undefined;
  const rulesOf = (text: string): string =>
    text
      .split('\n')
      .filter((line) => line.startsWith('### tuple') && (pattern === undefined || pattern.test(line)))
      .join('\n');
  return rulesOf(said) !== rulesOf(seen.tuples);
}
