// Splits a command line into words by the quoting rules of a POSIX shell, without expanding anything.
import { TsplayError } from '../../src/kit/index.js';

/**
 * The words of `text`: blanks and newlines separate; '…' is literal, in "…" a backslash escapes only `"` and `\`,
 * elsewhere it escapes any character. `#` starts no comment. Same rules as `shlex.split` in Python.
 * @throws TsplayError bad-argument when a quote is not closed or the text ends in a backslash
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "'" || c === '"') {
      const [content, end] = quoted(text, i, c);
      word = (word ?? '') + content;
      i = end;
    } else if (c === '\\') {
      if (i + 1 === text.length) throw unreadable(text, 'ends with a backslash');
      word = (word ?? '') + text.charAt(++i);
    } else if (/[ \t\r\n]/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** What stands between the quote at `start` and its partner, and the partner's index. */
function quoted(text: string, start: number, quote: string): [string, number] {
  let content = '';
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === quote) return [content, i];
    const next = text.charAt(i + 1);
    if (c === '\\' && quote === '"' && (next === '"' || next === '\\')) {
      content += next;
      i++;
    } else {
      content += c;
    }
  }
  throw unreadable(text, `has a ${quote} that is not closed`);
}

function unreadable(text: string, why: string): TsplayError {
  return new TsplayError('bad-argument', `the command line ${why}: ${text}`, {
    hint: "close the quote, or give the words as a list with 'argv'",
  });
}
