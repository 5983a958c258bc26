// Python's bytes as far as templates meet them: what `encode` gives, to decode, compare and print.
import { PyObject, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { ascii, escapeCharacter, str } from './text.js';

const ESCAPES: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** UTF-8. @throws TsplayError for text with half a character in it, which Python refuses */
export function utf8Of(source: string): Uint8Array {
  const half = /[\ud800-\udfff]/u.exec(source)?.[0];
  if (half !== undefined)
    fail(`'utf-8' codec can't encode character '${escapeCharacter(half)}': surrogates not allowed`);
  return new TextEncoder().encode(source);
}

export class PyBytes extends PyObject {
  override readonly typeName = 'bytes';
  constructor(readonly data: Uint8Array) {
    super();
  }

  /** `text.encode(encoding, errors)`; UTF-8, ASCII and Latin-1 are there. */
  static encode(text: string, encoding: string, errors: string): PyBytes {
    const name = encoding.toLowerCase().replace(/[-_ ]/g, '');
    if (name === 'utf8' || name === 'u8') {
      if (/[\ud800-\udfff]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')) && errors === 'strict')
        fail("'utf-8' codec can't encode surrogates");
      return new PyBytes(new TextEncoder().encode(text));
    }
    const limit = { ascii: 0x80, usascii: 0x80, latin1: 0x100, iso88591: 0x100 }[name];
    if (limit === undefined) return fail(`unknown encoding: ${encoding}`);
    const out: number[] = [];
    for (const c of text) {
      const code = c.codePointAt(0) ?? 0;
      if (code < limit) out.push(code);
      else if (errors === 'replace') out.push(63);
      else if (errors === 'xmlcharrefreplace') out.push(...new TextEncoder().encode(`&#${code};`));
      else if (errors === 'backslashreplace') out.push(...new TextEncoder().encode(ascii(c).slice(1, -1)));
      else if (errors !== 'ignore') fail(`'${encoding}' codec can't encode character '${c}'`);
    }
    return new PyBytes(Uint8Array.from(out));
  }

  /** Base64 in lines of 76 characters, each with its end. */
  base64Lines(): string {
    let out = '';
    for (let i = 0; i < this.data.length; i += 57)
      out += `${btoa(String.fromCharCode(...this.data.subarray(i, i + 57)))}\n`;
    return out;
  }

  override get(name: string): Value | undefined {
    if (name === 'hex')
      return new NativeFunction('hex', () => [...this.data].map((b) => b.toString(16).padStart(2, '0')).join(''));
    if (name === 'decode')
      return new NativeFunction('decode', (args, kwargs) => {
        const [encoding, errors] = bind('decode', args, kwargs, ['encoding', 'errors']);
        return this.decode(str(encoding ?? 'utf-8'), str(errors ?? 'strict'));
      });
    return undefined;
  }

  private decode(encoding: string, errors: string): string {
    const name = encoding.toLowerCase().replace(/[-_ ]/g, '');
    if (/^(latin1|iso88591)$/.test(name)) return String.fromCharCode(...this.data);
    if (!/^(utf8|u8|(us)?ascii)$/.test(name)) return fail(`unknown encoding: ${encoding}`);
    try {
      return new TextDecoder('utf-8', { fatal: errors === 'strict', ignoreBOM: true }).decode(this.data);
    } catch {
      return fail(`'${encoding}' codec can't decode the bytes`);
    }
  }

  items(): Value[] {
    return [...this.data];
  }
  truthy(): boolean {
    return this.data.length > 0;
  }
  compareTo(other: Value): number | undefined {
    if (!(other instanceof PyBytes)) return undefined;
    const n = Math.min(this.data.length, other.data.length);
    for (let i = 0; i < n; i++) if (this.data[i] !== other.data[i]) return (this.data[i] ?? 0) - (other.data[i] ?? 0);
    return this.data.length - other.data.length;
  }

  override repr(): string {
    const quote = this.data.includes(39) && !this.data.includes(34) ? '"' : "'";
    const body = [...this.data].map((b) => {
      const known = ESCAPES[b];
      if (known !== undefined) return known;
      if (b < 32 || b > 126) return `\\x${b.toString(16).padStart(2, '0')}`;
      const c = String.fromCharCode(b);
      return c === quote ? `\\${c}` : c;
    });
    return `b${quote}${body.join('')}${quote}`;
  }
}

/** Lines as `bytes.splitlines` has them: only `\n`, `\r` and both together end one. */
export function byteLines(text: string): string[] {
  const all = text.split(/\r\n|[\n\r]/);
  if (all.at(-1) === '') all.pop();
  return all;
}

/**
 * The text of a file's bytes. compat: Ansible carries other bytes along inside of text; here they would be lost, so they are refused.
 * @throws TsplayError template-value when they are no UTF-8
 */
export function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail(`'${path}' is no UTF-8 text`, 'bytes as they are: the module copy, or slurp and its base64');
  }
}
