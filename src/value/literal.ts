// Reads text as a Python literal (list, dict, set, tuple, text, bytes, number, constant), as ast.literal_eval does.
import { Float, float, tuple, type Value } from './value.js';

/** What a reader makes of what not everybody has values for. */
export interface LiteralKinds {
  /** @throws NotALiteral for keys that cannot be keys */
  dict(pairs: readonly (readonly [Value, Value])[]): Value;
  set(items: readonly Value[]): Value;
  bytes(text: string): Value;
  /** A complex number, `...`, a character by its name, half a character. */
  other(what: string): Value;
  /** Whether JSON's true, false and null count as constants, too. */
  readonly json?: boolean;
}

/** Thrown by a reader for text that is no literal. */
export class NotALiteral extends Error {}

/** Brackets in brackets, beyond which Python refuses to read. */
const MAX_DEPTH = 200;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:(?<=\.)\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?)/y;
const PREFIX = /(?:[uUbBrR]|[bB][rR]|[rR][bB])?(?=['"])/y;
const BLANK = /(?:[ \t\f]|\\\n)*/y;
const BLANK_IN_BRACKETS = /(?:[ \t\f\n]|\\\n|#[^\n]*)*/y;
const END = /(?:[ \t\f]|#[^\n]*)*(?:\n(?:[ \t\f]|#[^\n]*)*)*$/y;

/** The value, or undefined when the text is no literal. */
export function readPythonLiteral(text: string, kinds: LiteralKinds): Value | undefined {
  try {
    return new Reader(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, kinds).whole();
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

class Reader {
  private i = 0;
  private depth = 0;
  /** Whether the number read last is complex. */
  private imaginary = false;

  constructor(
    private readonly text: string,
    private readonly kinds: LiteralKinds,
  ) {}

  whole(): Value {
    const first = this.value();
    let result = first;
    if (this.peek() === ',') {
      const items = [first];
      while (this.eat(',')) if (!this.atEnd()) items.push(this.value());
      result = tuple(items);
    }
    if (!this.atEnd()) throw new NotALiteral();
    return result;
  }

  private atEnd(): boolean {
    END.lastIndex = this.i;
    return END.test(this.text);
  }

  /** The next character that is neither blank nor comment; '' at the end. */
  private peek(): string {
    const blank = this.depth > 0 ? BLANK_IN_BRACKETS : BLANK;
    blank.lastIndex = this.i;
    blank.test(this.text);
    this.i = blank.lastIndex;
    return this.text.charAt(this.i);
  }

  private eat(c: string): boolean {
    if (this.peek() !== c) return false;
    this.i++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.i;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.i += found.length;
    return found;
  }

  private value(): Value {
    const c = this.peek();
    if (c === '[') return this.bracketed(']').items;
    if (c === '(') {
      const { items, comma } = this.bracketed(')');
      return items.length === 1 && !comma ? (items[0] ?? null) : tuple(items);
    }
    if (c === '{') return this.inside(() => this.dictOrSet());
    if (c === '-' || c === '+') return this.signed(c);
    if (/[0-9]/.test(c) || (c === '.' && /[0-9]/.test(this.text.charAt(this.i + 1)))) return this.number();
    if (this.text.startsWith('...', this.i)) {
      this.i += 3;
      return this.kinds.other('...');
    }
    PREFIX.lastIndex = this.i;
    if (PREFIX.test(this.text)) return this.strings();
    return this.constant(this.match(/[A-Za-z_][\w]*/y));
  }

  private constant(word: string | undefined): Value {
    const { json } = this.kinds;
    if (word === 'True' || (json && word === 'true')) return true;
    if (word === 'False' || (json && word === 'false')) return false;
    if (word === 'None' || (json && word === 'null')) return null;
    if (word !== 'set' || this.peek() !== '(' || this.bracketed(')').items.length > 0) throw new NotALiteral();
    return this.kinds.set([]);
  }

  private inside<T>(work: () => T): T {
    this.i++;
    if (++this.depth > MAX_DEPTH) throw new NotALiteral();
    const result = work();
    this.depth--;
    return result;
  }

  private bracketed(close: string): { items: Value[]; comma: boolean } {
    return this.inside(() => {
      const items: Value[] = [];
      let comma = false;
      while (!this.eat(close)) {
        if (items.length > 0 && !comma) throw new NotALiteral();
        items.push(this.value());
        comma = this.eat(',');
      }
      return { items, comma };
    });
  }

  private dictOrSet(): Value {
    const pairs: [Value, Value][] = [];
    let isDict: boolean | undefined;
    let comma = true;
    while (!this.eat('}')) {
      if (!comma) throw new NotALiteral();
      const key = this.value();
      const pair = this.eat(':');
      if (isDict !== undefined && pair !== isDict) throw new NotALiteral();
      isDict = pair;
      pairs.push([key, pair ? this.value() : null]);
      comma = this.eat(',');
    }
    return isDict === false ? this.kinds.set(pairs.map(([key]) => key)) : this.kinds.dict(pairs);
  }

  /** A sign belongs to a number, which may stand in brackets; a second sign is an operation. */
  private signed(sign: string): Value {
    this.i++;
    const c = this.peek();
    if (c === '-' || c === '+') throw new NotALiteral();
    this.imaginary = false;
    const n = this.value();
    if (this.imaginary) return n;
    if (typeof n !== 'number' && typeof n !== 'bigint' && !(n instanceof Float)) throw new NotALiteral();
    if (sign === '+') return n;
    if (n instanceof Float) return new Float(-n.value);
    return n === 0 ? 0 : -n;
  }

  private number(): Value {
    const text = this.match(NUMBER) ?? '';
    const isImaginary = /[jJ]/.test(this.text.charAt(this.i));
    if (isImaginary) this.i++;
    if (text === '' || /[\w.]/.test(this.text.charAt(this.i))) throw new NotALiteral();
    const digits = text.replaceAll('_', '');
    const isWhole = /^(?:0[xob].*|\d+)$/i.test(digits);
    if (isImaginary) {
      this.imaginary = true;
      return this.kinds.other('a complex number');
    }
    if (isWhole && /^0\d*[1-9]/.test(digits)) throw new NotALiteral();
    const real = isWhole ? whole(digits) : float(Number(digits));
    return this.withImaginary(real);
  }

  /** `1+2j` is one number. */
  private withImaginary(real: Value): Value {
    const before = this.i;
    const sign = this.peek();
    if (sign === '+' || sign === '-') {
      this.i++;
      this.peek();
      if (this.match(NUMBER) !== undefined && /[jJ]/.test(this.text.charAt(this.i++)))
        return this.kinds.other('a complex number');
      throw new NotALiteral();
    }
    this.i = before;
    return real;
  }

  /** Texts that stand beside each other are one. */
  private strings(): Value {
    let result = '';
    let kind: boolean | undefined;
    for (;;) {
      this.peek();
      const prefix = this.match(PREFIX);
      if (prefix === undefined) break;
      const isBytes = /b/i.test(prefix);
      if (kind !== undefined && isBytes !== kind) throw new NotALiteral();
      kind = isBytes;
      result += this.string(/r/i.test(prefix), isBytes);
    }
    return kind ? this.kinds.bytes(result) : result;
  }

  private string(isRaw: boolean, isBytes: boolean): string {
    const quote = this.match(/'''|"""|'|"/y) ?? '';
    const plain = quote.startsWith("'") ? /[^'\\\n]+/y : /[^"\\\n]+/y;
    const parts: string[] = [];
    while (!this.text.startsWith(quote, this.i)) {
      const run = this.match(plain);
      if (run !== undefined) {
        if (isBytes && /[^\x00-\x7f]/.test(run)) throw new NotALiteral();
        parts.push(run);
        continue;
      }
      const c = this.text.charAt(this.i++);
      if (c === '' || (c === '\n' && quote.length === 1)) throw new NotALiteral();
      if (c !== '\\') parts.push(c);
      else if (isRaw) parts.push(c + this.rawEscaped());
      else parts.push(this.escape(isBytes));
    }
    this.i += quote.length;
    return parts.join('');
  }

  private rawEscaped(): string {
    const c = this.text.charAt(this.i++);
    if (c === '') throw new NotALiteral();
    return c;
  }

  private escape(isBytes: boolean): string {
    const octal = this.match(/[0-7]{1,3}/y);
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const hex = this.match(isBytes ? /x[0-9a-fA-F]{2}/y : /x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
    if (hex !== undefined) {
      const code = parseInt(hex.slice(1), 16);
      if (code > 0x10ffff) throw new NotALiteral();
      if (code >= 0xd800 && code <= 0xdfff) this.kinds.other('half a character (a surrogate)');
      return String.fromCodePoint(code);
    }
    const c = this.text.charAt(this.i++);
    if (c === '' || c === 'x' || (!isBytes && /[uU]/.test(c))) throw new NotALiteral();
    if (c === 'N' && !isBytes) {
      if (this.match(/\{[^}'"\n]+\}/y) === undefined) throw new NotALiteral();
      this.kinds.other('a character by its name');
    }
    if (c === '\n') return '';
    return ESCAPES[c] ?? `\\${c}`;
  }
}

function whole(digits: string): number | bigint {
  const n = BigInt(digits);
  return n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
}
