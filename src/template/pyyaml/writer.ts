// Writes characters as libyaml's emitter does: it knows the column, what stands before it and how far the line is indented.
import { chars } from '../python/text.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};
const BREAKS = '\n\x85\u2028\u2029';

export interface WriterOptions {
  /** Columns after which long text is folded. */
  readonly width: number;
  /** Spaces per level. */
  readonly indent: number;
  readonly lineBreak: string;
  /** Whether characters beyond ASCII stay as they are. */
  readonly unicode: boolean;
}

export class Writer {
  private readonly out: string[] = [];
  column = 0;
  whitespace = true;
  indention = true;
  /** Spaces at the beginning of lines; undefined before the first node. */
  indent: number | undefined;
  /** Whether a block of text ended with empty lines, which only a mark ends. */
  openEnded = false;

  constructor(private readonly options: WriterOptions) {}

  text(): string {
    return this.out.join('');
  }

  put(text: string): void {
    this.out.push(text);
    this.column += chars(text).length;
  }

  indicator(text: string, needSpace: boolean, whitespace = false, indention = false): void {
    this.put(this.whitespace || !needSpace ? text : ` ${text}`);
    this.whitespace = whitespace;
    this.indention = this.indention && indention;
  }

  writeIndent(): void {
    const indent = this.indent ?? 0;
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak();
    if (this.column < indent) {
      this.whitespace = true;
      this.put(' '.repeat(indent - this.column));
    }
  }

  get isLong(): boolean {
    return this.column > this.options.width;
  }

  plain(text: string, split: boolean): void {
    if (text === '') return;
    if (!this.whitespace) this.put(' ');
    this.whitespace = false;
    this.indention = false;
    for (const run of text.match(/ +|[^ ]+/g) ?? []) {
      if (run === ' ' && this.isLong && split) {
        this.writeIndent();
        this.whitespace = false;
        this.indention = false;
      } else this.put(run);
    }
  }

  singleQuoted(text: string, split: boolean): void {
    this.indicator("'", true);
    let at = 0;
    for (const run of text.match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/g) ?? []) {
      const first = at === 0;
      at += run.length;
      if (run.startsWith(' ')) {
        if (run.length === 1 && this.isLong && split && !first && at !== text.length) this.writeIndent();
        else this.put(run);
      } else if (BREAKS.includes(run[0] ?? '')) {
        if (run.startsWith('\n')) this.lineBreak();
        for (const c of run) this.lineBreak(c);
        this.writeIndent();
      } else this.put(run.replaceAll("'", "''"));
    }
    this.indicator("'", false);
  }

  doubleQuoted(text: string, split: boolean): void {
    this.indicator('"', true);
    const all = chars(text);
    let spaces = false;
    all.forEach((c, i) => {
      if (isEscaped(c, this.options.unicode)) this.put(escaped(c));
      else if (c === ' ' && split && !spaces && this.isLong && i > 0 && i < all.length - 1) {
        this.writeIndent();
        if (all[i + 1] === ' ') this.put('\\');
      } else this.put(c);
      spaces = c === ' ';
    });
    this.indicator('"', false);
  }

  /** `|` */
  literal(text: string): void {
    this.blockHeader('|', text);
    let breaks = true;
    for (const c of text) {
      if (BREAKS.includes(c)) this.lineBreak(c);
      else {
        if (breaks) this.writeIndent();
        this.put(c);
        this.indention = false;
      }
      breaks = BREAKS.includes(c);
    }
  }

  /** `>`: a line break between two lines of words is written twice. */
  folded(text: string): void {
    this.blockHeader('>', text);
    const all = chars(text);
    let [breaks, leading] = [true, true];
    all.forEach((c, i) => {
      if (BREAKS.includes(c)) {
        if (!breaks && !leading && c === '\n') {
          const next = all.slice(i).find((d) => !BREAKS.includes(d));
          if (next !== undefined && !' \t'.includes(next)) this.lineBreak();
        }
        this.lineBreak(c);
        breaks = true;
        return;
      }
      if (breaks) {
        this.writeIndent();
        leading = ' \t'.includes(c);
      }
      if (!breaks && c === ' ' && all[i + 1] !== ' ' && this.isLong) this.writeIndent();
      else this.put(c);
      this.indention = false;
      breaks = false;
    });
  }

  private lineBreak(text = '\n'): void {
    this.whitespace = true;
    this.indention = true;
    this.out.push(text === '\n' ? this.options.lineBreak : text);
    this.column = 0;
  }

  /** The sign, how far the text is indented if its own beginning hides that, and what becomes of the breaks at its end. */
  private blockHeader(sign: string, text: string): void {
    this.indicator(sign, true);
    const isBreak = (c: string | undefined): boolean => c !== undefined && BREAKS.includes(c);
    if (text.startsWith(' ') || isBreak(text[0])) this.indicator(String(this.options.indent), false);
    this.openEnded = false;
    if (!isBreak(text.at(-1))) this.indicator('-', false);
    else if (text.length === 1 || isBreak(text.at(-2))) {
      this.indicator('+', false);
      this.openEnded = true;
    }
    this.lineBreak();
  }
}

function isEscaped(c: string, unicode: boolean): boolean {
  if ('"\\\x85\u2028\u2029\ufeff'.includes(c)) return true;
  if (c >= ' ' && c <= '~') return false;
  return !(unicode && ((c >= '\xa0' && c <= '\ud7ff') || (c >= '\ue000' && c <= '\ufffd')));
}

function escaped(c: string): string {
  const known = ESCAPES[c];
  if (known !== undefined) return `\\${known}`;
  const code = c.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
