// Python regular expressions as JavaScript ones: translates patterns and replacement texts, refuses what has no equal.
import { fail } from './python/errors.js';

export interface RegexFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly verbose?: boolean;
}

const MAX_PATTERN = 100_000;

/**
 * A Python pattern as a RegExp with the given flags and `g`; `sticky` anchors it where `re.match` would look.
 * @throws TsplayError template-value for patterns that are wrong or cannot be translated
 */
export function pythonRegex(pattern: string, flags: RegexFlags = {}, extra: 'g' | 'gy' | 'y' = 'g'): RegExp {
  if (pattern.length > MAX_PATTERN) fail('the regular expression is too long');
  const translator = new Translator(pattern, { ...flags });
  const source = translator.translate();
  const f = translator.flags;
  try {
    return new RegExp(source, `${extra}u${f.ignoreCase ? 'i' : ''}${f.multiline ? 'm' : ''}${f.dotAll ? 's' : ''}`);
  } catch (error) {
    return fail(`the regular expression '${pattern}' is not valid: ${(error as Error).message.replace(/^.*: /, '')}`);
  }
}

const CLASS_ESCAPES: Record<string, string> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s\\x1c-\\x1f\\x85',
};
const OUTSIDE: Record<string, string> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '[\\s\\x1c-\\x1f\\x85]',
  S: '[^\\s\\x1c-\\x1f\\x85]',
  A: '(?<![^])',
  Z: '(?![^])',
  b: '(?:(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_]))',
  B: '(?:(?<=[\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_]))',
};
const CONTROLS: Record<string, string> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' };

class Translator {
  private at = 0;
  private readonly names: string[] = [];
  readonly flags: { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean; verbose?: boolean };

  constructor(
    private readonly pattern: string,
    flags: RegexFlags,
  ) {
    this.flags = flags;
  }

  private bad(what: string): never {
    return fail(`the regular expression '${this.pattern}' ${what}`);
  }

  translate(): string {
    this.globalFlags();
    let out = '';
    while (this.at < this.pattern.length) out += this.next();
    return out;
  }

  /** Leading `(?im)` groups; Python only allows them at the start. */
  private globalFlags(): void {
    for (let m; (m = /^\(\?([aiLmsux]+)\)/.exec(this.pattern.slice(this.at))); this.at += m[0].length) {
      for (const f of m[1] ?? '') {
        if (f === 'i') this.flags.ignoreCase = true;
        else if (f === 'm') this.flags.multiline = true;
        else if (f === 's') this.flags.dotAll = true;
        else if (f === 'x') this.flags.verbose = true;
        else if (f !== 'u') this.bad(`uses the flag '${f}', which is not supported`);
      }
    }
  }

  private next(): string {
    const c = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    if (this.flags.verbose) {
      if (/\s/.test(c)) {
        this.at++;
        return '';
      }
      if (c === '#') {
        const end = this.pattern.indexOf('\n', this.at);
        this.at = end < 0 ? this.pattern.length : end + 1;
        return '';
      }
    }
    switch (c) {
      case '\\':
        return this.escape(false);
      case '[':
        return this.characterClass();
      case '(':
        return this.group();
      case '$':
        this.at++;
        // Python's $ also matches before a final newline.
        return this.flags.multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))';
      case '^':
        this.at++;
        return this.flags.multiline ? '(?<=\\n|(?<![^]))' : '(?<![^])';
      case '.':
        this.at++;
        return this.flags.dotAll ? '[^]' : '[^\\n]';
      case '{': {
        const m = /^\{(\d*)(,?)(\d*)\}/.exec(this.pattern.slice(this.at));
        if (!m || (m[1] === '' && m[2] === '')) {
          this.at++;
          return '\\{';
        }
        this.at += m[0].length;
        return `{${m[1] || '0'}${m[2]}${m[3]}}${this.quantifierTail()}`;
      }
      case '*':
      case '+':
      case '?':
        this.at++;
        return c + this.quantifierTail();
      case '}':
      case ']':
        this.at++;
        return `\\${c}`;
      case '/':
        this.at++;
        return '\\/';
      default:
        this.at += c.length;
        return c;
    }
  }

  private quantifierTail(): string {
    if (this.pattern[this.at] === '?') {
      this.at++;
      return '?';
    }
    if (this.pattern[this.at] === '+') this.bad('uses a possessive quantifier, which is not supported');
    return '';
  }

  private escape(inClass: boolean): string {
    const c = this.pattern[this.at + 1];
    if (c === undefined) return this.bad('ends with a backslash');
    this.at += 2;
    if (/[1-9]/.test(c) && !inClass) {
      const more = /^\d/.exec(this.pattern.slice(this.at))?.[0] ?? '';
      this.at += more.length;
      return `\\${c}${more}(?:)`;
    }
    if (/[0-7]/.test(c)) {
      const more = /^[0-7]{0,2}/.exec(this.pattern.slice(this.at))?.[0] ?? '';
      this.at += more.length;
      return `\\x${parseInt(c + more, 8)
        .toString(16)
        .padStart(2, '0')}`;
    }
    if (c === 'x' || c === 'u' || c === 'U') {
      const size = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      const hex = this.pattern.slice(this.at, this.at + size);
      if (!new RegExp(`^[\\da-fA-F]{${size}}$`).test(hex)) this.bad(`has an incomplete escape \\${c}${hex}`);
      this.at += size;
      return `\\u{${hex}}`;
    }
    if (CONTROLS[c]) return CONTROLS[c];
    if (inClass) {
      if (c === 'b') return '\\x08';
      if (CLASS_ESCAPES[c]) return CLASS_ESCAPES[c];
      if (c === 'D') return '\\P{Nd}';
      if (c === 'S') return '\\S';
      if (c === 'W') return '\\W';
    } else if (OUTSIDE[c]) return OUTSIDE[c];
    if (/[a-zA-Z]/.test(c)) this.bad(`has the unknown escape \\${c}`);
    return literal(c);
  }

  private characterClass(): string {
    this.at++;
    let out = '[';
    if (this.pattern[this.at] === '^') {
      out += '^';
      this.at++;
    }
    let first = true;
    for (;;) {
      const c = this.pattern[this.at];
      if (c === undefined) return this.bad('has a [ without ]');
      if (c === ']' && !first) break;
      first = false;
      if (c === '\\') out += this.escape(true);
      else if (c === '-') {
        out += this.dash(out);
        this.at++;
      } else {
        const whole = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
        out += /[[\]{}()/|^$.*+?]/.test(whole) ? `\\${whole}` : whole;
        this.at += whole.length;
      }
    }
    this.at++;
    return `${out}]`;
  }

  /** A dash is a range only between two single characters. */
  private dash(before: string): string {
    const next = this.pattern[this.at + 1];
    const afterSet =
      /(?:\\p\{\w+\}|\\[sSdDwW]|_|\\x85)$/.test(before) && /\\[dws]$/.test(this.pattern.slice(0, this.at));
    const beforeSet = next === '\\' && /[dswDSW]/.test(this.pattern[this.at + 2] ?? '');
    return before === '[' || before === '[^' || next === ']' || afterSet || beforeSet ? '\\-' : '-';
  }

  private group(): string {
    const rest = this.pattern.slice(this.at);
    let m = /^\(\?P<(\w+)>/.exec(rest);
    if (m) {
      this.at += m[0].length;
      this.names.push(m[1] ?? '');
      return `(?<${m[1]}>`;
    }
    if ((m = /^\(\?P=(\w+)\)/.exec(rest))) {
      this.at += m[0].length;
      if (!this.names.includes(m[1] ?? '')) this.bad(`refers to the unknown group '${m[1]}'`);
      return `\\k<${m[1]}>`;
    }
    if (/^\(\?#/.test(rest)) {
      const end = rest.indexOf(')');
      if (end < 0) this.bad('has an unclosed comment');
      this.at += end + 1;
      return '';
    }
    if ((m = /^\(\?(?::|=|!|<=|<!)/.exec(rest))) {
      this.at += m[0].length;
      return m[0];
    }
    if (/^\(\?>/.test(rest)) this.bad('uses an atomic group, which is not supported');
    if (/^\(\?\(/.test(rest)) this.bad('uses a conditional group, which is not supported');
    if (/^\(\?[a-zA-Z-]+[:)]/.test(rest)) this.bad('sets flags inside, which is not supported: put (?…) at the start');
    if (/^\(\?/.test(rest)) this.bad('has an unknown (? group');
    this.at++;
    return '(';
  }
}

function literal(c: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(c) ? (c === '-' ? '\\x2d' : `\\${c}`) : c;
}

/**
 * What a replacement text stands for, given a match: `\1`, `\g<1>`, `\g<name>`, `\n` and the like.
 * @throws TsplayError template-value on unknown groups
 */
export function expandReplacement(template: string, match: RegExpExecArray | RegExpMatchArray): string {
  return template.replace(
    /\\(g<([^>]*)>|0[0-7]{0,2}|[1-9]\d?|[^])/g,
    (whole: string, escape: string, named?: string) => {
      if (named !== undefined) {
        if (/^\d+$/.test(named)) return groupAt(match, Number(named));
        const groups = match.groups;
        if (!groups || !Object.hasOwn(groups, named)) return fail(`unknown group name '${named}'`);
        return groups[named] ?? '';
      }
      if (/^[1-9]/.test(escape)) return groupAt(match, Number(escape));
      if (/^0/.test(escape)) return String.fromCharCode(parseInt(escape, 8));
      const control = (
        { n: '\n', r: '\r', t: '\t', a: '\x07', f: '\f', v: '\v', b: '\b', '\\': '\\' } as Record<string, string>
      )[escape];
      if (control !== undefined) return control;
      if (/[a-zA-Z]/.test(escape)) return fail(`bad escape \\${escape} in the replacement`);
      return whole;
    },
  );
}

function groupAt(match: RegExpExecArray | RegExpMatchArray, n: number): string {
  if (n >= match.length) return fail(`invalid group reference ${n}`);
  return match[n] ?? '';
}

/** `re.sub(pattern, replacement, text, count)`; count 0 means all. */
export function substitute(
  regex: RegExp,
  replacement: string,
  text: string,
  count = 0,
): { text: string; count: number } {
  let out = '';
  let from = 0;
  let done = 0;
  for (const m of text.matchAll(regex)) {
    if (count > 0 && done >= count) break;
    out += text.slice(from, m.index) + expandReplacement(replacement, m);
    from = m.index + m[0].length;
    done++;
  }
  return { text: out + text.slice(from), count: done };
}

/** `re.escape(text)` */
export function escapePython(text: string): string {
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}
