// Where libyaml, which reads Ansible's YAML, refuses what YAML 1.2 and the package allow.
import { isMap, isScalar, isSeq, Scalar, type Node, type Pair } from 'yaml';

/** What stands before the first document's content: blank lines and comments. */
const HEAD = /^(?:[ \t]*(?:#[^\n]*)?\n)*/;
const DIRECTIVE = /^%(?:YAML[ \t]+\d+\.\d+|TAG[ \t]+\S+[ \t]+\S+)[ \t]*(?:#[^\n]*)?$/;

export interface Refusal {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong before the content begins. */
export function refusedHead(text: string): Refusal | undefined {
  const start = HEAD.exec(text)?.[0].length ?? 0;
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const line = text.slice(start, end).replace(/\r$/, '');
  if (line.startsWith('%') && !DIRECTIVE.test(line))
    return { message: 'a line that begins with % is a directive, and there is none like this', start, end };
  if (/^\.\.\.(?:\s|$)/.test(line))
    return { message: 'the end of a document (...) stands where none has begun', hint: 'remove the line', start, end };
  return undefined;
}

/** What is wrong with one scalar. @param inFlow whether it stands in brackets @param mayBeJson whether text that is JSON is read as such */
export function refusedScalar(
  node: Scalar,
  text: string,
  inFlow: boolean,
  mayBeJson: boolean,
): Omit<Refusal, 'start' | 'end'> | undefined {
  const [start, end] = node.range ?? [0, 0];
  const written = text.slice(start, end);
  if (node.type === Scalar.PLAIN && inFlow && written.startsWith('?'))
    return { message: 'a plain value in brackets cannot start with ?', hint: 'quote the value' };
  if (
    node.type === Scalar.QUOTE_DOUBLE &&
    /^(?:[^\\]|\\[^u])*\\u[dD][89a-fA-F]/.test(written) &&
    !(mayBeJson && isJson(text))
  )
    return {
      message: 'a character is escaped as two halves (surrogates)',
      hint: 'write it as one, as in "\\U0001f600"',
    };
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  if (isBlock && /^[|>][-+]?[ \t]*(?:#[^\n]*)?\r?\n(?: *\r?\n)* *\t/.test(written))
    return { message: 'a tab stands where the block is indented', hint: 'indent with spaces' };
  return undefined;
}

/** compat: JSON is read as JSON, in which characters are escaped so. */
function isJson(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with the place of a list's item. */
export function refusedItem(item: Node, text: string): Omit<Refusal, 'start' | 'end'> | undefined {
  const start = item.range?.[0] ?? 0;
  let before = start;
  while (before > 0 && (text[before - 1] === ' ' || text[before - 1] === '\t')) before--;
  return text[before - 1] === '-' && text.slice(before, start).includes('\t')
    ? { message: 'a tab stands between "-" and the item', hint: 'put one space there' }
    : undefined;
}

/** What is wrong with a mapping's key. */
export function refusedKey(
  { key }: Pair<Node, Node | null>,
  text: string,
  inFlow: boolean,
): Omit<Refusal, 'start' | 'end'> | undefined {
  if (!isScalar(key)) return undefined;
  const [start, end] = key.range ?? [0, 0];
  const props = key as { anchor?: string; tag?: string };
  if (key.source === '' && (key.type ?? Scalar.PLAIN) === Scalar.PLAIN && !props.anchor && !props.tag) {
    const before = text.slice(Math.max(0, start - 400), start).replace(/(?:#[^\n]*)?\s+$/, '');
    if (!before.endsWith('?') || (inFlow && before.length === Math.min(start, 400)))
      return { message: 'there is no key before the ":"', hint: 'write the key, or ~ for none' };
  }
  if (inFlow && key.type === Scalar.PLAIN && text[end] === ':' && /[,?[\]{}]/.test(text[end + 1] ?? ''))
    return { message: 'a ":" in brackets needs a space behind it', hint: 'put a space behind it, or quote the text' };
  return undefined;
}

/** What is wrong with an anchor's name. */
export function refusedAnchor(name: string): Omit<Refusal, 'start' | 'end'> | undefined {
  return /^[\w-]+$/.test(name)
    ? undefined
    : { message: `the anchor &${name} has a name of other characters than letters, digits, - and _` };
}

/** Whether a collection is written in brackets. */
export function isFlow(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Line breaks of Unicode that libyaml ends a line at, outside of quotes and beside blanks in them. */
const BREAKS = /[\u2028\u2029]/g;

/** How many of these breaks the text has. */
export function breaksIn(text: string): number {
  return text.match(BREAKS)?.length ?? 0;
}

/** How many of the breaks in a scalar mean themselves. */
export function plainBreaks(node: Scalar, text: string): number {
  const [start, end] = node.range ?? [0, 0];
  const written = text.slice(start, end);
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  return isQuoted && !/[\s"'][\u2028\u2029]|[\u2028\u2029][\s"']/.test(written.replace(/[\u2028\u2029]+/g, '\u2028'))
    ? breaksIn(written)
    : 0;
}
