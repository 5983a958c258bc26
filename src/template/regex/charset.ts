// Which characters a set, a class or a dot takes, as Python's `re` sees characters.
import { once } from '../../ground/index.js';

/** A test on one code point. */
export type CharTest = (char: number) => boolean;

const spaces = (): RegExp => /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
const word = (): RegExp => /^[\p{L}\p{N}_]$/u;
const digit = (): RegExp => /^\p{Nd}$/u;

/** The expression is made at its first use: to read the classes of Unicode takes time at every start. */
function unicode(make: () => RegExp): CharTest {
  const pattern = once(make);
  return (c) => pattern().test(String.fromCodePoint(c));
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isAsciiWord = (c: number): boolean => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isAsciiSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

const unicodeWord = unicode(word);
const unicodeSpace = unicode(spaces);
const unicodeDigit = unicode(digit);

/** `\w` and `\b`'s notion of a word. */
export function wordTest(ascii: boolean): CharTest {
  return ascii ? isAsciiWord : (c) => (c < 128 ? isAsciiWord(c) : unicodeWord(c));
}

/** The test of `\d`, `\s`, `\w` and their negations. */
export function categoryTest(letter: string, ascii: boolean): CharTest {
  const lower = letter.toLowerCase();
  const positive =
    lower === 'w'
      ? wordTest(ascii)
      : lower === 'd'
        ? ascii
          ? isDigit
          : (c: number) => (c < 128 ? isDigit(c) : unicodeDigit(c))
        : ascii
          ? isAsciiSpace
          : unicodeSpace;
  return letter === lower ? positive : (c) => !positive(c);
}

function single(text: string, otherwise: number): number {
  const c = text.codePointAt(0) ?? otherwise;
  return text.length === (c > 0xffff ? 2 : 1) ? c : otherwise;
}

function lower(c: number): number {
  // U+0130's full mapping has two characters; the simple one is i.
  return c === 0x130 ? 0x69 : single(String.fromCodePoint(c).toLowerCase(), c);
}

function upper(c: number): number {
  return single(String.fromCodePoint(c).toUpperCase(), c);
}

const folded = new Map<number, number>();

/** What characters that differ in case only have in common; with `ascii` only letters of ASCII have a case. */
export function fold(c: number, ascii: boolean): number {
  if (c < 128) return c >= 65 && c <= 90 ? c + 32 : c;
  if (ascii) return c;
  let known = folded.get(c);
  if (known === undefined) folded.set(c, (known = lower(upper(c))));
  return known;
}

export type SetItem = number | readonly [number, number] | CharTest;

/** A set of characters with a table for those of ASCII. */
export class CharSet {
  private readonly table: Uint8Array = new Uint8Array(128);
  readonly test: CharTest;

  constructor(items: readonly SetItem[], negated: boolean, folds: boolean, ascii: boolean) {
    const has = folds ? foldedTest(items, ascii) : plainTest(items);
    const slow: CharTest = negated ? (c) => !has(c) : has;
    for (let c = 0; c < 128; c++) this.table[c] = slow(c) ? 1 : 0;
    const { table } = this;
    this.test = (c) => (c < 128 ? table[c] === 1 : slow(c));
  }
}

function plainTest(items: readonly SetItem[]): CharTest {
  return (c) =>
    items.some((item) =>
      typeof item === 'number' ? item === c : typeof item === 'function' ? item(c) : item[0] <= c && c <= item[1],
    );
}

function foldedTest(items: readonly SetItem[], ascii: boolean): CharTest {
  const plain = plainTest(items.filter((i) => typeof i !== 'number'));
  const chars = new Set(items.filter((i) => typeof i === 'number').map((c) => fold(c, ascii)));
  return (c) => {
    const low = fold(c, ascii);
    if (chars.has(low) || plain(c) || plain(low)) return true;
    if (ascii) return c < 128 && plain(upper(low));
    return plain(lower(c)) || plain(upper(c));
  };
}
