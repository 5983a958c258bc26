// Breaks lines as Python's textwrap does.
import { once } from '../ground/index.js';
import { spend } from './python/budget.js';
import { fail } from './python/errors.js';
import { chars, textLength } from './python/text.js';

const SPACE = '\\t\\n\\v\\f\\r ';
const WORD = '[\\p{L}\\p{N}_]';
const LETTER = '(?:(?!\\p{Nd}|_)[\\p{L}\\p{N}_])';
const PUNCTUATED = '[\\p{L}\\p{N}_!"\'&.,?]';
/** Where a text may be broken: spaces, words, parts of hyphenated words, dashes between words. */
const pieces = once(
  () =>
    new RegExp(
      `[${SPACE}]+|(?<=${PUNCTUATED})-{2,}(?=${WORD})|` +
        `[^${SPACE}]+?(?:-(?:(?<=${LETTER}{2}-)|(?<=${LETTER}-${LETTER}-))(?=${LETTER}-?${LETTER})|` +
        `(?=[${SPACE}]|$)|(?<=${PUNCTUATED})(?=-{2,}${WORD}))`,
      'gu',
    ),
);
const PLAIN_PIECES = new RegExp(`[${SPACE}]+|[^${SPACE}]+`, 'g');

export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

/** The lines of one paragraph, none longer than the width unless a word is. @throws TsplayError for a width below 1 */
export function wrapLine(line: string, options: WrapOptions): string[] {
  const { width, breakLongWords, breakOnHyphens } = options;
  if (width <= 0) fail(`invalid width ${width} (must be > 0)`);
  const chunks = (line.match(breakOnHyphens ? pieces() : PLAIN_PIECES) ?? []).reverse();
  spend(chunks.length);
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop();
    let current: string[] = [];
    let length = 0;
    for (let next = chunks.at(-1); next !== undefined && length + textLength(next) <= width; next = chunks.at(-1)) {
      current.push(next);
      length += textLength(next);
      chunks.pop();
    }
    const long = chunks.at(-1);
    if (long !== undefined && textLength(long) > width) {
      if (breakLongWords) {
        const all = chars(long);
        let end = cutAt(all, 0, width - length, breakOnHyphens);
        current.push(all.slice(0, end).join(''));
        // What is left of a word may fill many lines: all at once, as each cut would copy the rest again.
        while (!isBlank(long) && all.length - end > width) {
          lines.push(current.join(''));
          const start = end;
          end = cutAt(all, start, width, breakOnHyphens);
          current = [all.slice(start, end).join('')];
        }
        chunks[chunks.length - 1] = all.slice(end).join('');
      } else if (current.length === 0) {
        current.push(long);
        chunks.pop();
      }
    }
    if (isBlank(current.at(-1))) current.pop();
    if (current.length > 0) lines.push(current.join(''));
  }
  return lines;
}

function isBlank(chunk: string | undefined): boolean {
  return (
    chunk !== undefined && /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/.test(chunk)
  );
}

/** Where a word's part that begins at `start` ends: after the last hyphen that fits, when there is something before it. */
function cutAt(word: readonly string[], start: number, room: number, onHyphens: boolean): number {
  const end = start + room;
  if (!onHyphens || word.length <= end) return end;
  const fitting = word.slice(start, end);
  const hyphen = fitting.lastIndexOf('-');
  return hyphen > 0 && fitting.slice(0, hyphen).some((c) => c !== '-') ? start + hyphen + 1 : end;
}
