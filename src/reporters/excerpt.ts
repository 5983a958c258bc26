// The lines of a file around a place, with carets under it.
import type { Span } from '../ground/index.js';
import { harmless, displayWidth } from './width.js';
import type { Paint } from './colour.js';

/** The text of a file on the controller, or undefined when it cannot be had. */
export type ReadSource = (file: string) => string | undefined;

/** The line itself and what leads to it. */
const LINES_SHOWN = 3;
const LINE_WIDTH = 100;
const ELLIPSIS = '…';

/**
 * @returns lines without a trailing line feed, or undefined when the file or the line is not there. Columns of a span count
 * UTF-16 units from 1, as the YAML parser gives them.
 */
export function excerpt(span: Span, readSource: ReadSource, paint: Paint): string[] | undefined {
  const source = readSource(span.file);
  if (source === undefined) return undefined;
  const lines = source.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const line = lines[span.line - 1];
  if (line === undefined) return undefined;

  const start = Math.min(Math.max(span.col - 1, 0), line.length);
  const end = rangeEnd(span, line, start);
  const window = cut(line, start);
  const gutter = String(span.line).length + 2;
  const shown: string[] = [];
  let first = Math.max(1, span.line - LINES_SHOWN + 1);
  while (first < span.line && (lines[first - 1] ?? '').trim() === '') first++;
  for (let n = first; n < span.line; n++) {
    shown.push(numbered(n, cutEnd(spelledOut(lines[n - 1] ?? ''), window.from), gutter));
  }
  shown.push(numbered(span.line, window.text, gutter));
  const marked = Math.max(1, displayWidth(spelledOut(line.slice(start, Math.min(end, window.to)))));
  shown.push(`${' '.repeat(gutter)} | ${window.lead}${paint('failed', '^'.repeat(marked))}`.trimEnd());
  return shown;
}

function numbered(n: number, text: string, gutter: number): string {
  return `${String(n).padStart(gutter)} | ${text}`.trimEnd();
}

/** Where the carets end: never beyond the line's own text. */
function rangeEnd(span: Span, line: string, start: number): number {
  const textEnd = line.trimEnd().length;
  if (span.endLine !== undefined && span.endLine > span.line) return Math.max(textEnd, start + 1);
  if (span.endCol === undefined) return start + 1;
  return Math.max(Math.min(span.endCol - 1, textEnd), start + 1);
}

/** The part of a long line around `at`, and blank text as wide as what stands before `at`, with its tabs. */
function cut(line: string, at: number): { text: string; lead: string; from: number; to: number } {
  let from = line.length > LINE_WIDTH && at > LINE_WIDTH / 2 ? at - LINE_WIDTH / 2 : 0;
  let to = Math.min(line.length, from + LINE_WIDTH);
  if (isInsidePair(line, from)) from--;
  if (isInsidePair(line, to)) to++;
  const before = from > 0 ? ELLIPSIS : '';
  const after = to < line.length ? ELLIPSIS : '';
  return {
    text: before + spelledOut(line.slice(from, to)) + after,
    lead: blank(before + spelledOut(line.slice(from, at))),
    from,
    to,
  };
}

/** A line before the marked one, cut at the same place so that the columns still match. */
function cutEnd(line: string, from: number): string {
  const text = from > 0 ? ELLIPSIS + line.slice(from) : line;
  return text.length > LINE_WIDTH ? `${text.slice(0, LINE_WIDTH)}${ELLIPSIS}` : text;
}

function isInsidePair(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff;
}

function blank(text: string): string {
  return text
    .split('\t')
    .map((part) => ' '.repeat(displayWidth(part)))
    .join('\t');
}

function spelledOut(text: string): string {
  return harmless(text);
}
