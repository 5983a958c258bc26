// What the escapes in a string literal of an expression mean (Python's unicode_escape).
import { escapeCharacter } from '../python/text.js';
import { SyntaxFailure } from './lexer.js';

const SIMPLE: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/**
 * The text between the quotes where a backslash stands for itself. compat: Ansible doubles backslashes in values, so one
 * before the string's own quote ends the string there, which is never meant.
 */
export function keepBackslashes(text: string, pos: number, quote: string): string {
  if (text.includes(`\\${quote}`))
    throw new SyntaxFailure(
      `a backslash before ${quote} does not escape it in a value; use the other kind of quotes`,
      pos,
    );
  return text;
}

const HALVES = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/;

/** The text between the quotes as the string it stands for; unknown escapes stay as they are. */
export function unescapeString(text: string, pos: number): string {
  if (!text.includes('\\')) return text;
  // Python keeps the halves apart, and a text with halves cannot be written into a file.
  if (HALVES.test(text))
    throw new SyntaxFailure(
      'a character is escaped as two halves (surrogates); write it as one, as in \\U0001f600',
      pos,
    );
  return text.replace(
    /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|N\{[^}]*\}|[^])/gu,
    (whole: string, escape: string) => {
      const simple = SIMPLE[escape];
      if (simple !== undefined) return simple;
      const kind = escape[0] ?? '';
      if (/[0-7]/.test(kind)) return String.fromCharCode(parseInt(escape, 8));
      if ('xuU'.includes(kind)) {
        if (escape.length === 1) throw new SyntaxFailure(`truncated \\${kind} escape in a string`, pos);
        const code = parseInt(escape.slice(1), 16);
        if (code > 0x10ffff) throw new SyntaxFailure('illegal Unicode character in a string', pos);
        return String.fromCodePoint(code);
      }
      if (kind === 'N')
        throw new SyntaxFailure(
          escape.length > 1
            ? '\\N{…} escapes are not supported; use \\u with the code'
            : 'malformed \\N character escape in a string',
          pos,
        );
      // compat: what is not ASCII is escaped before the escapes are read, so that its own escape is left of it.
      return kind > '\x7f' ? escapeCharacter(escape) : whole;
    },
  );
}
