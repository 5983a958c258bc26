// Host names as inventories write them: `web[01:20].example.com:2222`, IPv6 addresses, ports.
import { once, TsplayError, type Span } from '../ground/index.js';

/** What nearly all names are. The expressions for the rest take milliseconds to compile, which happens at first use. */
const PLAIN = /^[a-z0-9_][a-z0-9_-]*(?<![_-])(?:\.[a-z0-9_][a-z0-9_-]*(?<![_-]))*$/i;

const NUMERIC = String.raw`\[(?:[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
const HEX = String.raw`\[(?:[0-9a-f]+:[0-9a-f]+)(?::[0-9]+)?\]`;
const ALNUM = String.raw`\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\]`;
const I4 = `(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|${NUMERIC})`;
const I6 = `(?:[0-9a-f]{1,4}|${HEX})`;
const WORD = String.raw`[\p{L}\p{N}_]`;
const LABEL = `(?:${WORD}|${ALNUM})(?:${WORD}|-|${ALNUM})*(?<![_-])`;

const ipv4 = once(() => new RegExp(`^(?:${I4}\\.){3}${I4}$`, 'iu'));
const ipv6 = once(
  () => new RegExp(`^(?:${I6}(?::${I6})*)?(?:::)?(?:${I6}(?::${I6})*)?(?::(?:${I4}\\.){3}${I4})?$`, 'iu'),
);
const hostname = once(() => new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, 'iu'));

export interface Address {
  readonly host: string;
  readonly port?: number;
}

/** A host name or address, with ranges, and its port: `name:22`, `[::1]:22`. Undefined when it is neither. */
export function parseAddress(text: string): Address | undefined {
  if (PLAIN.test(text)) return { host: text };
  const bracketed = /^\[(.+)\]:([0-9]+)$/.exec(text);
  const plain = bracketed ? null : /^((?:[^:[\]]|\[[^\]]*\])*):([0-9]+)$/.exec(text);
  const [, host = text, port] = bracketed ?? plain ?? [];
  if (!ipv4().test(host) && !isIpv6(host) && !hostname().test(host)) return undefined;
  return port === undefined ? { host } : { host, port: Number(port) };
}

function isIpv6(text: string): boolean {
  const flat = text.replace(/\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\]/gi, '0');
  if (!flat.includes(':') || !ipv6().test(flat)) return false;
  const parts = flat.split('::');
  const count = flat.split(':').filter((p) => p !== '').length + (flat.includes('.') ? 1 : 0);
  return parts.length === 1 ? count === 8 : parts.length === 2 && count <= 7;
}

/** How many hosts one name may stand for; more is a slip of the keyboard. */
const MAX_HOSTS = 100_000;

/**
 * The names a host definition stands for, and the port for all of them. What is not understood is taken as a name.
 * @throws TsplayError bad-inventory for a range that is none.
 */
export function expandHosts(text: string, span: Span | undefined): { names: string[]; port?: number } {
  const { host, port } = parseAddress(text) ?? { host: text };
  const names = host.includes('[') ? expandRanges(host, span) : [host];
  return port === undefined ? { names } : { names, port };
}

function expandRanges(text: string, span: Span | undefined): string[] {
  const match = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(text);
  if (!match) throw bad(`'${text}' has a '[' without the ']' of a range`, span);
  const [, head = '', range = '', tail = ''] = match;
  const tails = tail.includes('[') ? expandRanges(tail, span) : [tail];
  const items = rangeItems(range, span);
  if (items.length * tails.length > MAX_HOSTS) throw bad(`'${text}' stands for more than ${MAX_HOSTS} hosts`, span);
  return items.flatMap((item) => tails.map((t) => head + item + t));
}

function rangeItems(range: string, span: Span | undefined): string[] {
  const bounds = range.split(':');
  const [from = '', to = '', by = '1'] = bounds;
  if (bounds.length !== 2 && bounds.length !== 3)
    throw bad(`the range [${range}] is not begin:end or begin:end:step`, span);
  if (to === '') throw bad(`the range [${range}] has no end`, span);
  const step = Number(by);
  if (!/^\d+$/.test(by) || step < 1) throw bad(`the step of the range [${range}] is not a number above 0`, span);
  if (/^[a-zA-Z]$/.test(from) && /^[a-zA-Z]$/.test(to)) return letters(from, to, step, range, span);
  const begin = from === '' ? '0' : from;
  if (!/^\d+$/.test(begin) || !/^\d+$/.test(to)) {
    throw bad(`the range [${range}] goes neither from number to number nor from letter to letter`, span);
  }
  const width = begin.startsWith('0') && begin.length > 1 ? begin.length : 0;
  if (width > 0 && width !== to.length) throw bad(`begin and end of the range [${range}] differ in length`, span);
  if ((Number(to) - Number(begin)) / step > MAX_HOSTS)
    throw bad(`the range [${range}] has more than ${MAX_HOSTS} items`, span);
  const items: string[] = [];
  for (let n = Number(begin); n <= Number(to); n += step) items.push(String(n).padStart(width, '0'));
  return items;
}

function letters(from: string, to: string, step: number, range: string, span: Span | undefined): string[] {
  const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const begin = alphabet.indexOf(from);
  const end = alphabet.indexOf(to);
  if (begin > end) throw bad(`the range [${range}] ends before it begins`, span);
  return [...alphabet.slice(begin, end + 1)].filter((_, i) => i % step === 0);
}

function bad(message: string, span: Span | undefined): TsplayError {
  return new TsplayError('bad-inventory', message, { span, hint: 'a range looks like web[01:20] or db-[a:f]' });
}
