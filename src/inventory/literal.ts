// Reads a value by Python's rules for literals, as INI inventories write them: `5`, `True`, `['a', 1]`, `{'k': 'v'}`.
import { Float, float, tuple, type Value } from '../value/index.js';

class NotALiteral extends Error {}

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

/**
 * The Python literal `text` is, or undefined when it is none (then INI inventories take it as a string).
 * Sets become lists, bytes text; complex numbers and `...` are not taken as literals.
 */
export function parsePythonLiteral(text: string): Value | undefined {
  try {
    return new LiteralReader(text).whole();
  } catch (error) {
    if (error instanceof NotALiteral || error instanceof RangeError) return undefined;
    throw error;
  }
}

class LiteralReader {
  private i = 0;

  constructor(private readonly text: string) {}

  whole(): Value {
    const first = this.value();
    let result = first;
    if (this.peek() === ',') {
      const items = [first];
      while (this.eat(',')) if (this.peek() !== '') items.push(this.value());
      result = tuple(items);
    }
    if (this.peek() !== '') throw new NotALiteral();
    return result;
  }

  /** The next character that is neither space nor comment; '' at the end. */
  private peek(): string {
    while (/[ \t\f\n]/.test(this.text.charAt(this.i))) this.i++;
    return this.text.charAt(this.i) === '#' ? '' : this.text.charAt(this.i);
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
    if (c === '[') return this.items('[', ']').list;
    if (c === '(') {
      const { list, comma } = this.items('(', ')');
      return list.length === 1 && !comma ? (list[0] ?? null) : tuple(list);
    }
    if (c === '{') return this.dictOrSet();
    if (c === '-' || c === '+') {
      this.i++;
      this.peek();
      const n = this.number();
      return c === '-' ? negate(n) : n;
    }
    if (/[0-9.]/.test(c)) return this.number();
    if (/^(?:[uUbBrR]|[bB][rR]|[rR][bB])?['"]/.test(this.text.slice(this.i))) return this.strings();
    switch (this.match(/[A-Za-z_]\w*/y)) {
      case 'True':
        return true;
      case 'False':
        return false;
      case 'None':
        return null;
      default:
        throw new NotALiteral();
    }
  }

  private items(open: string, close: string): { list: Value[]; comma: boolean } {
    this.eat(open);
    const list: Value[] = [];
    let comma = false;
    while (!this.eat(close)) {
      if (list.length > 0 && !comma) throw new NotALiteral();
      list.push(this.value());
      comma = this.eat(',');
    }
    return { list, comma };
  }

  private dictOrSet(): Value {
    this.eat('{');
    if (this.eat('}')) return new Map();
    const map = new Map<Value, Value>();
    let isDict: boolean | undefined;
    let comma = true;
    while (!this.eat('}')) {
      if (!comma) throw new NotALiteral();
      const key = this.value();
      if (Array.isArray(key) || key instanceof Map) throw new NotALiteral();
      const pair = this.eat(':');
      if (isDict !== undefined && pair !== isDict) throw new NotALiteral();
      isDict = pair;
      map.set(key, pair ? this.value() : null);
      comma = this.eat(',');
    }
    return isDict === false ? [...map.keys()] : map;
  }

  private number(): number | bigint | Float {
    const text = this.match(
      /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:[eE][-+]?\d(?:_?\d)*)?)(?![\w.])/y,
    );
    if (text === undefined || !/^\.?\d/.test(text)) throw new NotALiteral();
    const digits = text.replaceAll('_', '');
    if (/^0[xob]/i.test(digits) || /^(?:0+|[1-9]\d*)$/.test(digits)) {
      const n = BigInt(digits);
      return n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
    }
    if (/^\d+$/.test(digits)) throw new NotALiteral();
    return float(Number(digits));
  }

  private strings(): string {
    let result = '';
    let kind: boolean | undefined;
    for (;;) {
      this.peek();
      const prefix = this.match(/(?:[uUbBrR]|[bB][rR]|[rR][bB])?(?=['"])/y);
      if (prefix === undefined) return result;
      const bytes = /b/i.test(prefix);
      if (kind !== undefined && bytes !== kind) throw new NotALiteral();
      kind = bytes;
      result += this.string(/r/i.test(prefix));
    }
  }

  private string(raw: boolean): string {
    const quote = this.match(/'''|"""|'|"/y) ?? '';
    let result = '';
    while (!this.text.startsWith(quote, this.i)) {
      const c = this.text.charAt(this.i++);
      if (c === '' || (c === '\n' && quote.length === 1)) throw new NotALiteral();
      if (c !== '\\') result += c;
      else if (raw) result += c + this.text.charAt(this.i++);
      else result += this.escape();
    }
    this.i += quote.length;
    return result;
  }

  private escape(): string {
    const octal = this.match(/[0-7]{1,3}/y);
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const hex = this.match(/x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex.slice(1), 16));
    const c = this.text.charAt(this.i++);
    if (c === '' || /[xuUN]/.test(c)) throw new NotALiteral();
    if (c === '\n') return '';
    return ESCAPES[c] ?? `\\${c}`;
  }
}

function negate(n: number | bigint | Float): number | bigint | Float {
  if (n instanceof Float) return new Float(-n.value);
  return n === 0 ? 0 : -n;
}
