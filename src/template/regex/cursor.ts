// Walks the text of a regular expression: its mistakes, its escapes for single characters, its names.
import { fail } from '../python/errors.js';

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

export class PatternCursor {
  protected at = 0;

  constructor(protected readonly source: string) {}

  protected bad(what: string): never {
    return fail(`the regular expression '${shown(this.source)}' is not valid: ${what} at position ${this.at}`);
  }

  protected skipVerbose(): void {
    for (;;) {
      const c = this.source[this.at];
      if (c !== undefined && ' \t\n\r\v\f'.includes(c)) this.at++;
      else if (c === '#') {
        const end = this.source.indexOf('\n', this.at);
        this.at = end < 0 ? this.source.length : end + 1;
      } else return;
    }
  }

  /** An escape that stands for one character. */
  protected charEscape(inClass: boolean): number {
    const c = this.source[this.at + 1];
    if (c === undefined) return this.bad('bad escape (end of pattern)');
    this.at += 2;
    const control = CONTROLS[c];
    if (control !== undefined) return control;
    if (c === '0' || (inClass && /[1-7]/.test(c))) {
      const digits = /^[0-7]{0,2}/.exec(this.source.slice(this.at, this.at + 2))?.[0] ?? '';
      this.at += digits.length;
      const value = parseInt(c + digits, 8);
      return value > 0o377 ? this.bad(`octal escape value \\${c}${digits} outside of range 0-0o377`) : value;
    }
    if (c === 'x' || c === 'u' || c === 'U') {
      const size = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      const hex = /^[\da-fA-F]*/.exec(this.source.slice(this.at, this.at + size))?.[0] ?? '';
      if (hex.length !== size) this.bad(`incomplete escape \\${c}${hex}`);
      this.at += size;
      const value = parseInt(hex, 16);
      return value > 0x10ffff ? this.bad(`bad escape \\${c}${hex}`) : value;
    }
    if (c === 'N') return this.bad('characters by name (\\N{…}) are not supported: write \\u and the number');
    if (/[a-zA-Z0-9]/.test(c)) return this.bad(`bad escape \\${c}`);
    const whole = this.source.codePointAt(this.at - 1) ?? 0;
    if (whole > 0xffff) this.at++;
    return whole;
  }

  protected name(terminator: string): string {
    const end = this.source.indexOf(terminator, this.at);
    if (end < 0) return this.bad(`missing ${terminator}, unterminated name`);
    const name = this.source.slice(this.at, end);
    if (name === '') this.bad('missing group name');
    this.at = end + 1;
    return name;
  }

  protected identifier(name: string): string {
    return /^[\p{L}\p{Nl}_][\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]*$/u.test(name)
      ? name
      : this.bad(`bad character in group name '${name}'`);
  }
}

function shown(source: string): string {
  return source.length > 200 ? `${source.slice(0, 200)}…` : source;
}
