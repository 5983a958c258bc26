// Reads Python's regular expressions: grammar, flags and mistakes as in Python 3.11's `re`.
import { widthOf, type Node, type Pattern, type Place, type Repeat } from './ast.js';
import { AtomReader, type Flags } from './atoms.js';
import { categoryTest, CharSet } from './charset.js';

const MAX_REPEAT = 4294967295;
const MAX_GROUPS = 10_000;
const MAX_DEPTH = 200;
const PLACES: Readonly<Record<string, Place>> = { A: 'start', Z: 'end', b: 'boundary', B: 'inside' };

/** @throws TsplayError template-value for a pattern Python refuses */
export function parsePattern(source: string, flags: Flags): Pattern {
  return new PatternParser(source, flags).parse();
}

class PatternParser extends AtomReader {
  private depth = 0;
  private groups = 0;
  private lookBehind = 0;
  private readonly names = new Map<string, number>();
  private readonly widths: [number, number][] = [];
  private readonly open = new Set<number>();
  private readonly conditions: number[] = [];

  parse(): Pattern {
    this.globalFlags();
    const body = this.alternatives();
    if (this.at < this.source.length) this.bad('unbalanced parenthesis');
    for (const index of this.conditions) if (index > this.groups) this.bad(`invalid group reference ${index}`);
    return { body, groups: this.groups, names: this.names };
  }

  /** Flags for the whole pattern stand before everything else. */
  private globalFlags(): void {
    for (;;) {
      if (this.flags.verbose) this.skipVerbose();
      const m = /^\(\?([aiLmsux]+)\)/.exec(this.source.slice(this.at, this.at + 40));
      if (!m) return;
      for (const f of m[1] ?? '') this.setFlag(this.flags, f, true);
      this.at += m[0].length;
    }
  }

  private alternatives(): Node {
    if (++this.depth > MAX_DEPTH) this.bad('too many groups within groups');
    const items = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      items.push(this.sequence());
    }
    this.depth--;
    return items.length === 1 ? (items[0] as Node) : { t: 'alt', items };
  }

  private sequence(): Node {
    const items: Node[] = [];
    for (;;) {
      if (this.flags.verbose) this.skipVerbose();
      const c = this.source[this.at];
      if (c === undefined || c === '|' || c === ')') break;
      if (c === '*' || c === '+' || c === '?') items.push(this.repeat(items.pop(), c));
      else if (c === '{') {
        const repeat = this.counted();
        items.push(repeat ? this.repeat(items.pop(), '{', repeat) : this.literal('{'));
      } else {
        const node = this.item(c);
        if (node) items.push(node);
      }
    }
    return items.length === 1 ? (items[0] as Node) : { t: 'seq', items };
  }

  /** `{m}`, `{m,}`, `{,n}`, `{m,n}`; anything else is text. */
  private counted(): [number, number, number] | undefined {
    const m = /^\{(\d*)(,?)(\d*)\}/.exec(this.source.slice(this.at, this.at + 64));
    if (!m || (m[1] === '' && m[2] === '')) return undefined;
    const least = m[1] === '' ? 0 : Number(m[1]);
    const most = m[2] === '' ? least : m[3] === '' ? Infinity : Number(m[3]);
    if (least >= MAX_REPEAT || (most !== Infinity && most >= MAX_REPEAT))
      this.bad('the repetition number is too large');
    if (most < least) this.bad('min repeat greater than max repeat');
    return [least, most, m[0].length];
  }

  private repeat(body: Node | undefined, sign: string, counted?: [number, number, number]): Node {
    if (body === undefined || body.t === 'at') return this.bad('nothing to repeat');
    if (body.t === 'repeat' && !this.wrapped.has(body)) return this.bad('multiple repeat');
    const [least, most, length] = counted ?? [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity, 1];
    this.at += length;
    const next = this.source[this.at];
    const mode = next === '?' ? 'lazy' : next === '+' ? 'possessive' : 'greedy';
    if (mode !== 'greedy') this.at++;
    const node: Repeat = { t: 'repeat', least, most, mode, body };
    return node;
  }

  /** Repetitions inside a group of their own may be repeated again. */
  private readonly wrapped = new WeakSet<Node>();

  private item(c: string): Node | undefined {
    switch (c) {
      case '\\':
        return this.escape();
      case '[':
        return this.characterClass();
      case '(':
        return this.group();
      case '.': {
        this.at++;
        const all = this.flags.dotAll;
        return { t: 'set', set: new CharSet(all ? [] : [10], true, false, false) };
      }
      case '^':
        this.at++;
        return { t: 'at', place: this.flags.multiline ? 'lineStart' : 'start', ascii: false };
      case '$':
        this.at++;
        return { t: 'at', place: this.flags.multiline ? 'lineEnd' : 'lastLineEnd', ascii: false };
      default:
        return this.literal(String.fromCodePoint(this.source.codePointAt(this.at) ?? 0));
    }
  }

  private escape(): Node {
    const c = this.source[this.at + 1];
    if (c === undefined) return this.bad('bad escape (end of pattern)');
    const place = PLACES[c];
    if (place !== undefined) {
      this.at += 2;
      return { t: 'at', place, ascii: this.flags.ascii };
    }
    if (/[dswDSW]/.test(c)) {
      this.at += 2;
      return { t: 'set', set: new CharSet([categoryTest(c, this.flags.ascii)], false, false, false) };
    }
    if (/[1-9]/.test(c)) return this.reference();
    return this.char(this.charEscape(false));
  }

  /** `\1` to `\99`; three octal digits are a character. */
  private reference(): Node {
    const rest = this.source.slice(this.at + 1, this.at + 4);
    const octal = /^[0-3][0-7][0-7]/.exec(rest);
    if (octal) {
      this.at += 4;
      return this.char(parseInt(octal[0], 8));
    }
    if (/^[4-7][0-7][0-7]/.test(rest)) this.bad(`octal escape value \\${rest} outside of range 0-0o377`);
    const digits = /^\d\d?/.exec(rest)?.[0] ?? '';
    const index = Number(digits);
    this.checkGroup(index);
    this.at += 1 + digits.length;
    return { t: 'ref', index, fold: this.flags.ignoreCase };
  }

  private checkGroup(index: number): void {
    if (index > this.groups) this.bad(`invalid group reference ${index}`);
    if (this.open.has(index)) this.bad('cannot refer to an open group');
    if (this.lookBehind > 0 && this.behindGroups.has(index))
      this.bad('cannot refer to group defined in the same lookbehind subpattern');
  }

  private readonly behindGroups = new Set<number>();

  private group(): Node | undefined {
    this.at++;
    if (this.source[this.at] !== '?') return this.capture(undefined);
    this.at++;
    const c = this.source[this.at] ?? this.bad('unexpected end of pattern');
    this.at++;
    switch (c) {
      case 'P':
        return this.named();
      case ':':
        return this.inner();
      case '#': {
        const end = this.source.indexOf(')', this.at);
        if (end < 0) this.bad('missing ), unterminated comment');
        this.at = end + 1;
        return undefined;
      }
      case '=':
      case '!':
        return { t: 'look', behind: false, not: c === '!', body: this.closed() };
      case '<':
        return this.behind();
      case '>':
        return { t: 'atomic', body: this.closed() };
      case '(':
        return this.conditional();
      default:
        this.at--;
        return this.scopedFlags();
    }
  }

  /** The body of a group and its closing parenthesis; flags set inside end with it. */
  private closed(): Node {
    const before = { ...this.flags };
    const body = this.alternatives();
    if (this.source[this.at] !== ')') this.bad('missing ), unterminated subpattern');
    this.at++;
    this.flags = before;
    return body;
  }

  private inner(): Node {
    const body = this.closed();
    if (body.t === 'repeat') this.wrapped.add(body);
    // A place in a group of its own may be repeated.
    return body.t === 'at' ? { t: 'seq', items: [body] } : body;
  }

  private capture(name: string | undefined): Node {
    const index = ++this.groups;
    if (index > MAX_GROUPS) this.bad('too many groups');
    if (name !== undefined) {
      if (this.names.has(name)) this.bad(`redefinition of group name '${name}'`);
      this.names.set(name, index);
    }
    this.open.add(index);
    if (this.lookBehind > 0) this.behindGroups.add(index);
    const body = this.closed();
    this.open.delete(index);
    this.widths[index] = this.width(body);
    return { t: 'group', index, body };
  }

  private width(node: Node): [number, number] {
    return widthOf(node, (index) => this.widths[index] ?? [0, Infinity]);
  }

  private named(): Node {
    const c = this.source[this.at];
    if (c === '<') {
      this.at++;
      return this.capture(this.identifier(this.name('>')));
    }
    if (c !== '=') return this.bad(c === undefined ? 'unexpected end of pattern' : `unknown extension ?P${c}`);
    this.at++;
    const name = this.identifier(this.name(')'));
    const index = this.names.get(name);
    if (index === undefined) return this.bad(`unknown group name '${name}'`);
    this.checkGroup(index);
    return { t: 'ref', index, fold: this.flags.ignoreCase };
  }

  private behind(): Node {
    const c = this.source[this.at];
    if (c !== '=' && c !== '!') return this.bad(`unknown extension ?<${c ?? ''}`);
    this.at++;
    this.lookBehind++;
    const body = this.closed();
    if (--this.lookBehind === 0) this.behindGroups.clear();
    const [least, most] = this.width(body);
    if (least !== most) this.bad('look-behind requires fixed-width pattern');
    return { t: 'look', behind: true, not: c === '!', body };
  }

  private conditional(): Node {
    const name = this.name(')');
    const index = /^\d+$/.test(name) ? Number(name) : this.names.get(this.identifier(name));
    if (index === undefined) return this.bad(`unknown group name '${name}'`);
    if (index === 0) this.bad('bad group number');
    this.conditions.push(index);
    const before = { ...this.flags };
    const yes = this.sequence();
    let no: Node = { t: 'seq', items: [] };
    if (this.source[this.at] === '|') {
      this.at++;
      no = this.sequence();
      if (this.source[this.at] === '|') this.bad('conditional backref with more than two branches');
    }
    if (this.source[this.at] !== ')') this.bad('missing ), unterminated subpattern');
    this.at++;
    this.flags = before;
    return { t: 'cond', index, yes, no };
  }

  /** `(?i:…)`, `(?-i:…)`, `(?i-m:…)`. */
  private scopedFlags(): Node {
    const m = /^([a-zA-Z]*)(-?)([a-zA-Z]*)([:)]?)/.exec(this.source.slice(this.at, this.at + 40));
    const [whole = '', on = '', dash = '', off = '', end = ''] = m ?? [];
    if (on === '' && dash === '') return this.bad(`unknown extension ?${this.source[this.at] ?? ''}`);
    this.at += whole.length;
    if (end === '') this.bad(this.at >= this.source.length ? 'missing -, : or )' : 'unknown flag');
    if (end === ')') this.bad(dash ? 'missing :' : 'global flags not at the start of the expression');
    if (dash !== '' && off === '') this.bad('missing flag');
    if (/[auL]/.test(off)) this.bad("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    if ([...new Set(on)].filter((f) => 'auL'.includes(f)).length > 1)
      this.bad("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    if ([...on].some((f) => off.includes(f))) this.bad('bad inline flags: flag turned on and off');
    const before = { ...this.flags };
    for (const f of on) this.setFlag(this.flags, f, true);
    for (const f of off) this.setFlag(this.flags, f, false);
    const body = this.closed();
    this.flags = before;
    if (body.t === 'repeat') this.wrapped.add(body);
    return body.t === 'at' ? { t: 'seq', items: [body] } : body;
  }
}
