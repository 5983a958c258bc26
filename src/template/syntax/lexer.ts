// Cuts template text into tokens as Jinja2 3.1 does, in the token form that nunjucks' parser reads.
import { once } from '../../ground/index.js';
import { keepBackslashes, unescapeString } from './strings.js';

export interface Token {
  type: TokenType;
  /** The text of the token; for strings their value. */
  value: string;
  /** Offset into the source. */
  pos: number;
  lineno: number;
  colno: number;
}

export type TokenType =
  | 'data'
  | 'block-start'
  | 'block-end'
  | 'variable-start'
  | 'variable-end'
  | 'string'
  | 'int'
  | 'float'
  | 'symbol'
  | 'operator';

export interface Delimiters {
  readonly blockStart: string;
  readonly blockEnd: string;
  readonly variableStart: string;
  readonly variableEnd: string;
  readonly commentStart: string;
  readonly commentEnd: string;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  /** What begins a line that is a statement, or a comment up to the end of its line; empty when there are none. */
  readonly lineStatement: string;
  readonly lineComment: string;
  /** What ends the lines of the output. */
  readonly newline: string;
}

const WHITESPACE = /[ \t\n\r\f\v]+/y;
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INT = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const ASCII_NAME = /[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]|[^\x00-\x7f])/y;
/** Made where it is wanted: to read the classes of Unicode takes a millisecond, and nearly all names are ASCII. */
const unicodeName = once(() => /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy);
const STRING = /'(?:[^'\\]*(?:\\[^][^'\\]*)*)'|"(?:[^"\\]*(?:\\[^][^"\\]*)*)"/y;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
type Unescape = (text: string, pos: number, quote: string) => string;

const CLOSER: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** A template-syntax error at an offset; whoever knows the file turns the offset into a span. */
export class SyntaxFailure extends Error {
  constructor(
    message: string,
    readonly pos: number,
  ) {
    super(message);
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

interface Patterns {
  readonly root: RegExp;
  readonly raw: RegExp;
  readonly endRaw: RegExp;
  readonly endComment: RegExp;
  readonly endBlock: RegExp;
  readonly endVariable: RegExp;
}

/** A line statement ends with its line, and takes the empty lines after it along. */
const END_LINE = /\s*(?:\n|$)/y;

function patterns(d: Delimiters): Patterns {
  const [bs, be] = [escapeRegExp(d.blockStart), escapeRegExp(d.blockEnd)];
  const [vs, ve] = [escapeRegExp(d.variableStart), escapeRegExp(d.variableEnd)];
  const [cs, ce] = [escapeRegExp(d.commentStart), escapeRegExp(d.commentEnd)];
  const nl = d.trimBlocks ? '\\n?' : '';
  // Longest marker first, as Jinja2 sorts them; a named group tells which one matched.
  const starts = (
    [
      ['v', vs, d.variableStart],
      ['l', `(?:^|(?<=\\n))[ \\t\\v]*${escapeRegExp(d.lineStatement)}`, d.lineStatement],
      ['r', `(?:^|(?<=[\\n\\S]))[^\\S\\r\\n]*${escapeRegExp(d.lineComment)}`, d.lineComment],
      ['c', cs, d.commentStart],
      ['b', bs, d.blockStart],
    ] as const
  )
    .filter(([, , marker]) => marker !== '')
    .map((entry, rank) => ({ entry, rank }))
    .sort((a, b) => b.entry[2].length - a.entry[2].length || a.rank - b.rank)
    .map(({ entry }) => `(?<${entry[0]}>${entry[1]})`);
  return {
    root: new RegExp(`(?:${starts.join('|')})(?<sign>[-+]?)`, 'g'),
    raw: new RegExp(`${bs}[-+]?\\s*raw\\s*(?:-${be}\\s*|${be})`, 'y'),
    endRaw: new RegExp(`${bs}(?<sign>[-+]?)\\s*endraw\\s*(?:\\+${be}|-${be}\\s*|${be}${nl})`, 'g'),
    endComment: new RegExp(`\\+${ce}|-${ce}\\s*|${ce}${nl}`, 'g'),
    endBlock: new RegExp(`\\+${be}|-${be}\\s*|${be}${nl}`, 'y'),
    endVariable: new RegExp(`-${ve}\\s*|${ve}`, 'y'),
  };
}

const patternCache = new Map<string, Patterns>();

function patternsFor(d: Delimiters): Patterns {
  const key = JSON.stringify(d);
  let found = patternCache.get(key);
  if (!found) patternCache.set(key, (found = patterns(d)));
  return found;
}

/** Tokens of a whole template, or of a bare expression. */
export class Tokens {
  readonly list: Token[] = [];
  /** What nunjucks' parser asks for to find `-` signs; we have dealt with them, so it must never find one. */
  readonly tags = { VARIABLE_START: '{{', VARIABLE_END: '}}', COMMENT_START: '{#', COMMENT_END: '#}' };
  private next = 0;
  private lineStarts: number[] | undefined;

  constructor(readonly source: string) {}

  /** nunjucks' tokenizer protocol. */
  nextToken(): Token | null {
    return this.list[this.next++] ?? null;
  }

  /** The token after the `n` next ones. */
  ahead(n: number): Token | undefined {
    return this.list[this.next + n];
  }

  push(type: TokenType, value: string, pos: number): void {
    this.list.push({ type, value, pos, lineno: 0, colno: pos });
  }

  /** Line and column (both from 0) of an offset. */
  place(pos: number): { line: number; col: number } {
    if (!this.lineStarts) {
      this.lineStarts = [0];
      for (let i = this.source.indexOf('\n'); i >= 0; i = this.source.indexOf('\n', i + 1)) this.lineStarts.push(i + 1);
    }
    let line = this.lineStarts.length - 1;
    while (line > 0 && (this.lineStarts[line] ?? 0) > pos) line--;
    return { line, col: pos - (this.lineStarts[line] ?? 0) };
  }
}

function matchAt(regex: RegExp, text: string, pos: number): string | undefined {
  regex.lastIndex = pos;
  return regex.exec(text)?.[0];
}

function nameAt(text: string, pos: number): string | undefined {
  const plain = matchAt(ASCII_NAME, text, pos);
  const mayBegin = /[A-Za-z_]|[^\x00-\x7f]/.test(text[pos] ?? '');
  return plain === undefined && mayBegin ? matchAt(unicodeName(), text, pos) : plain;
}

/** Reads code tokens from `pos` until `end` matches outside brackets (or the text ends); gives the offset after it. */
function lexCode(
  tokens: Tokens,
  start: number,
  end: RegExp | undefined,
  endType: TokenType,
  unescape: Unescape = unescapeString,
): number {
  const text = tokens.source;
  const stack: string[] = [];
  let pos = start;
  for (;;) {
    if (end && stack.length === 0) {
      const closing = matchAt(end, text, pos);
      if (closing !== undefined) {
        tokens.push(endType, closing.trim(), pos);
        return pos + closing.length;
      }
    }
    if (pos >= text.length) {
      const open = stack.at(-1);
      if (open) throw new SyntaxFailure(`unexpected end of template, expected '${open}'`, pos);
      if (!end) return pos;
      const what = endType === 'block-end' ? 'end of statement block' : 'end of print statement';
      throw new SyntaxFailure(`unexpected end of template, expected '${what}'`, start);
    }
    pos += (matchAt(WHITESPACE, text, pos) ?? '').length;
    if (pos >= text.length || (end && stack.length === 0 && matchAt(end, text, pos) !== undefined)) continue;
    pos += lexOne(tokens, pos, stack, unescape);
  }
}

function lexOne(tokens: Tokens, pos: number, stack: string[], unescape: Unescape): number {
  const text = tokens.source;
  let found = text[pos - 1] === '.' ? undefined : matchAt(FLOAT, text, pos);
  if (found !== undefined) {
    tokens.push('float', found.replaceAll('_', ''), pos);
  } else if ((found = matchAt(INT, text, pos)) !== undefined) {
    tokens.push('int', found.replaceAll('_', ''), pos);
  } else if ((found = nameAt(text, pos)) !== undefined) {
    tokens.push('symbol', found, pos);
  } else if ((found = matchAt(STRING, text, pos)) !== undefined) {
    tokens.push('string', unescape(found.slice(1, -1), pos, found[0] ?? ''), pos);
  } else if ((found = matchAt(OPERATOR, text, pos)) !== undefined) {
    const closer = CLOSER[found];
    if (closer) stack.push(closer);
    else if (found === ')' || found === ']' || found === '}') {
      const expected = stack.pop();
      if (expected === undefined) throw new SyntaxFailure(`unexpected '${found}'`, pos);
      if (expected !== found) throw new SyntaxFailure(`unexpected '${found}', expected '${expected}'`, pos);
    }
    tokens.push('operator', found, pos);
  } else {
    const char = String.fromCodePoint(text.codePointAt(pos) ?? 0);
    const quoted = char === '"' || char === "'";
    throw new SyntaxFailure(quoted ? 'the string is not closed' : `unexpected character '${char}'`, pos);
  }
  return found.length;
}

/** Tokens of a bare expression. */
export function lexExpression(source: string): Tokens {
  const tokens = new Tokens(source);
  lexCode(tokens, 0, undefined, 'block-end');
  return tokens;
}

/**
 * Tokens of a template. Whitespace control (`-`, `+`, trim_blocks, lstrip_blocks) is done here, `raw` and comments
 * disappear here.
 * @param escapes whether backslashes in strings inside `{{ }}` are escapes, or stand for themselves
 */
export function lexTemplate(source: string, d: Delimiters, escapes = true): Tokens {
  const unescape = escapes ? unescapeString : keepBackslashes;
  const tokens = new Tokens(source);
  const p = patternsFor(d);
  let pos = 0;
  let lineStarting = true;
  const push = (text: string): void => {
    if (text !== '') tokens.push('data', d.newline === '\n' ? text : text.replaceAll('\n', d.newline), pos);
  };
  const data = (upTo: number, sign: string, variable: boolean): void => {
    let text = source.slice(pos, upTo);
    if (sign === '-') text = text.replace(/[\s]+$/u, '');
    else if (sign !== '+' && d.lstripBlocks && !variable) {
      const start = text.lastIndexOf('\n') + 1;
      if ((start > 0 || lineStarting) && /^\s*$/u.test(text.slice(start))) text = text.slice(0, start);
    }
    push(text);
  };
  for (;;) {
    p.root.lastIndex = pos;
    const m = p.root.exec(source);
    if (!m?.groups) break;
    const at = m.index;
    const sign = m.groups['sign'] ?? '';
    const after = at + m[0].length;
    const raw = m.groups['b'] !== undefined ? matchAt(p.raw, source, at) : undefined;
    data(at, sign, m.groups['v'] !== undefined);
    if (raw !== undefined) {
      pos = at + raw.length;
      lineStarting = source[pos - 1] === '\n';
      p.endRaw.lastIndex = pos;
      const close = p.endRaw.exec(source);
      if (!close) throw new SyntaxFailure("missing end of raw directive ('endraw')", at);
      data(close.index, close.groups?.['sign'] ?? '', false);
      pos = close.index + close[0].length;
    } else if (m.groups['c'] !== undefined) {
      p.endComment.lastIndex = after;
      const close = p.endComment.exec(source);
      // compat: a comment that begins where the text ends is none.
      if (!close && after < source.length) throw new SyntaxFailure('missing end of comment tag', at);
      pos = close ? close.index + close[0].length : source.length;
    } else if (m.groups['r'] !== undefined) {
      const end = source.indexOf('\n', after);
      pos = end < 0 ? source.length : end;
    } else if (m.groups['l'] !== undefined) {
      tokens.push('block-start', '{%', at);
      pos = lexCode(tokens, after, END_LINE, 'block-end');
    } else if (m.groups['b'] !== undefined) {
      tokens.push('block-start', '{%', at);
      pos = lexCode(tokens, after, p.endBlock, 'block-end');
    } else {
      tokens.push('variable-start', '{{', at);
      pos = lexCode(tokens, after, p.endVariable, 'variable-end', unescape);
    }
    lineStarting = source[pos - 1] === '\n';
  }
  push(source.slice(pos));
  return tokens;
}
