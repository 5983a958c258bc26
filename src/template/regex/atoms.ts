// Reads the smallest parts of a pattern: flags, characters, classes of characters.
import type { Node } from './ast.js';
import { categoryTest, CharSet, type SetItem } from './charset.js';
import { PatternCursor } from './cursor.js';

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

type MutableFlags = { -readonly [K in keyof Flags]: Flags[K] };

const LETTERS: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};

/** The reader of a pattern's smallest parts, which the reader of patterns builds on. */
export abstract class AtomReader extends PatternCursor {
  protected flags: MutableFlags;

  constructor(source: string, flags: Flags) {
    super(source);
    this.flags = { ...flags };
  }

  protected setFlag(flags: MutableFlags, letter: string, value: boolean): void {
    const name = LETTERS[letter];
    if (name !== undefined) flags[name] = value;
    else if (letter === 'u') flags.ascii = false;
    else if (letter === 'L') this.bad("bad inline flags: cannot use 'L' flag with a str pattern");
    else this.bad('unknown flag');
  }

  protected literal(c: string): Node {
    this.at += c.length;
    return this.char(c.codePointAt(0) ?? 0);
  }

  protected char(char: number): Node {
    return this.flags.ignoreCase
      ? { t: 'set', set: new CharSet([char], false, true, this.flags.ascii) }
      : { t: 'char', char, fold: false };
  }

  protected characterClass(): Node {
    this.at++;
    const negated = this.source[this.at] === '^';
    if (negated) this.at++;
    const items: SetItem[] = [];
    for (let first = true; ; first = false) {
      const c = this.source[this.at];
      if (c === undefined) return this.bad('unterminated character set');
      if (c === ']' && !first) break;
      const low = this.member();
      if (this.source[this.at] !== '-' || this.source[this.at + 1] === undefined || this.source[this.at + 1] === ']') {
        items.push(low);
        continue;
      }
      this.at++;
      const high = this.member();
      if (typeof low !== 'number' || typeof high !== 'number') return this.bad('bad character range');
      if (high < low) this.bad('bad character range');
      items.push([low, high]);
    }
    this.at++;
    return { t: 'set', set: new CharSet(items, negated, this.flags.ignoreCase, this.flags.ascii) };
  }

  protected member(): SetItem {
    if (this.source[this.at] !== '\\') {
      const c = this.source.codePointAt(this.at) ?? 0;
      this.at += c > 0xffff ? 2 : 1;
      return c;
    }
    const c = this.source[this.at + 1] ?? '';
    if (/[dswDSW]/.test(c)) {
      this.at += 2;
      return categoryTest(c, this.flags.ascii);
    }
    return this.charEscape(true);
  }
}
