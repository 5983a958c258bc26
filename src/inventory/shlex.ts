// Splits a line into words as a POSIX shell would, without expanding anything, and knows where each character stood.

export interface Word {
  readonly text: string;
  /** For each character of `text` its index in the line, and one more for the end. */
  readonly at: readonly number[];
}

export class QuoteError extends Error {
  constructor(
    message: string,
    readonly index: number,
  ) {
    super(message);
  }
}

/**
 * The words of `line`; a `#` outside quotes starts a comment, also inside a word.
 * compat: Python's shlex.split(line, comments=True).
 * @throws QuoteError for a quote that is not closed and a backslash at the end.
 */
export function splitWords(line: string): Word[] {
  const words: Word[] = [];
  let text = '';
  let at: number[] = [];
  let open = false;
  const take = (i: number): void => {
    open = true;
    text += line.charAt(i);
    at.push(i);
  };
  const close = (end: number): void => {
    if (open) words.push({ text, at: [...at, end] });
    text = '';
    at = [];
    open = false;
  };
  let i = 0;
  for (; i < line.length; i++) {
    const c = line.charAt(i);
    if (/[ \t\r\n]/.test(c)) close(i);
    else if (c === '#') break;
    else if (c === '\\') {
      if (i + 1 >= line.length) throw new QuoteError('nothing follows the backslash', i);
      take(++i);
    } else if (c === '"' || c === "'") {
      const start = i;
      open = true;
      for (i++; line.charAt(i) !== c; i++) {
        if (i >= line.length) throw new QuoteError('the quote is not closed', start);
        if (c === '"' && line.charAt(i) === '\\' && /["\\]/.test(line.charAt(i + 1))) i++;
        take(i);
      }
    } else take(i);
  }
  close(i);
  return words;
}
