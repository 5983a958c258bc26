// Writes values as YAML in the very bytes Ansible would give: PyYAML's representation through libyaml's emitter.
import { Float, Undefined, VaultedText, type Value, type ValueMap } from '../value/index.js';
import { compare } from './python/compare.js';
import { fail, failUndefined } from './python/errors.js';
import { floatRepr, isFloat, toNumber } from './python/numbers.js';
import { chars, str, typeName } from './python/text.js';
import { analyse, needsQuotes } from './pyyaml-scalars.js';

export interface DumpOptions {
  /** Spaces per level; PyYAML's default is 2, and only 2 to 9 are taken. */
  readonly indent?: number | undefined;
  /** Columns after which long text is folded; default 80. */
  readonly width?: number | undefined;
  /** false: block style; true: flow style; null: flow for collections of plain scalars. */
  readonly flow: boolean | null;
  readonly sortKeys?: boolean | undefined;
  readonly explicitStart?: boolean | undefined;
  readonly explicitEnd?: boolean | undefined;
  /** Whether characters beyond ASCII stay as they are. */
  readonly unicode?: boolean | undefined;
  /** Whether a container that occurs again is written as a reference to its first occurrence. */
  readonly aliases?: boolean | undefined;
}

/** The YAML text of a value, as `yaml.dump(value, …)` gives it. @throws TsplayError for values YAML cannot hold */
export function dumpYaml(value: Value, options: DumpOptions): string {
  return new Emitter(options).document(value);
}

interface Context {
  readonly mapping?: boolean;
  readonly simpleKey?: boolean;
}

const ESCAPES: Record<string, string> = {
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

class Emitter {
  private readonly out: string[] = [];
  private column = 0;
  private whitespace = true;
  private indention = true;
  private indent: number | undefined;
  private flowLevel = 0;
  private readonly anchors = new Map<object, string>();
  private readonly written = new Set<object>();
  private readonly bestIndent: number;
  private readonly bestWidth: number;

  constructor(private readonly options: DumpOptions) {
    const { indent, width } = options;
    this.bestIndent = indent !== undefined && indent > 1 && indent < 10 ? indent : 2;
    this.bestWidth = width !== undefined && width > this.bestIndent * 2 ? width : 80;
  }

  document(value: Value): string {
    if (this.options.aliases) this.findAnchors(value, new Set());
    if (this.options.explicitStart) {
      this.indicator('---', true);
    }
    this.node(value, {});
    this.writeIndent();
    if (this.options.explicitEnd) {
      this.indicator('...', true);
      this.writeIndent();
    }
    return this.out.join('');
  }

  private node(value: Value, context: Context): void {
    if (value instanceof Undefined) failUndefined(value);
    if (this.isAlias(value)) return;
    if (Array.isArray(value)) {
      if (this.flowLevel > 0 || value.length === 0 || this.isFlow(value)) this.flowSequence(value);
      else this.blockSequence(value, context);
    } else if (value instanceof Map) {
      if (this.flowLevel > 0 || value.size === 0 || this.isFlow([...value.keys(), ...value.values()]))
        this.flowMapping(value);
      else this.blockMapping(value);
    } else this.nested(true, false, () => this.scalar(value, context));
  }

  /** Names are given in the order in which containers occur for the second time. */
  private findAnchors(value: Value, seen: Set<object>): void {
    if (!Array.isArray(value) && !(value instanceof Map)) return;
    if (seen.has(value)) {
      if (!this.anchors.has(value)) this.anchors.set(value, `id${String(this.anchors.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(value);
    for (const child of Array.isArray(value) ? value : this.pairs(value).flat()) this.findAnchors(child, seen);
  }

  /** Writes the reference when the container was written before, or the name it is referred to by. */
  private isAlias(value: Value): boolean {
    const anchor = value !== null && typeof value === 'object' ? this.anchors.get(value) : undefined;
    if (anchor === undefined || value === null || typeof value !== 'object') return false;
    const again = this.written.has(value);
    this.written.add(value);
    this.indicator(`${again ? '*' : '&'}${anchor}`, true);
    return again;
  }

  private isFlow(children: readonly Value[]): boolean {
    return this.options.flow ?? children.every((c) => !Array.isArray(c) && !(c instanceof Map));
  }

  private pairs(map: ValueMap): [Value, Value][] {
    const pairs = [...map];
    if (this.options.sortKeys === false) return pairs;
    try {
      return pairs.sort((a, b) => compare(a[0], b[0]));
    } catch {
      return [...map];
    }
  }

  private nested(flow: boolean, indentless: boolean, work: () => void): void {
    const before = this.indent;
    if (before === undefined) this.indent = flow ? this.bestIndent : 0;
    else if (!indentless) this.indent = before + this.bestIndent;
    work();
    this.indent = before;
  }

  private blockSequence(items: readonly Value[], context: Context): void {
    this.nested(false, context.mapping === true && !this.indention, () => {
      for (const item of items) {
        this.writeIndent();
        this.indicator('-', true, false, true);
        this.node(item, {});
      }
    });
  }

  private blockMapping(map: ValueMap): void {
    this.nested(false, false, () => {
      for (const [key, value] of this.pairs(map)) {
        this.writeIndent();
        if (this.isSimpleKey(key)) {
          this.node(key, { mapping: true, simpleKey: true });
          this.indicator(':', false);
        } else {
          this.indicator('?', true, false, true);
          this.node(key, { mapping: true });
          this.writeIndent();
          this.indicator(':', true, false, true);
        }
        this.node(value, { mapping: true });
      }
    });
  }

  private flowSequence(items: readonly Value[]): void {
    this.indicator('[', true, true);
    this.flowLevel++;
    this.nested(true, false, () => {
      items.forEach((item, i) => {
        if (i > 0) this.indicator(',', false);
        if (this.column > this.bestWidth) this.writeIndent();
        this.node(item, {});
      });
    });
    this.flowLevel--;
    this.indicator(']', false);
  }

  private flowMapping(map: ValueMap): void {
    this.indicator('{', true, true);
    this.flowLevel++;
    this.nested(true, false, () => {
      this.pairs(map).forEach(([key, value], i) => {
        if (i > 0) this.indicator(',', false);
        if (this.column > this.bestWidth) this.writeIndent();
        if (this.isSimpleKey(key)) {
          this.node(key, { mapping: true, simpleKey: true });
          this.indicator(':', false);
        } else {
          this.indicator('?', true);
          this.node(key, { mapping: true });
          if (this.column > this.bestWidth) this.writeIndent();
          this.indicator(':', true);
        }
        this.node(value, { mapping: true });
      });
    });
    this.flowLevel--;
    this.indicator('}', false);
  }

  private isSimpleKey(key: Value): boolean {
    if (Array.isArray(key)) return key.length === 0;
    const text = typeof key === 'string' ? key : scalarText(key);
    return text.length < 128 && !(typeof key === 'string' && analyse(key, this.options.unicode !== false).multiline);
  }

  private scalar(value: Value, context: Context): void {
    if (value instanceof VaultedText) return this.vaulted(value.ciphertext, context);
    const text = typeof value === 'string' ? value : scalarText(value);
    const split = context.simpleKey !== true;
    if (typeof value !== 'string') return this.plain(text, split);
    const analysis = analyse(text, this.options.unicode !== false);
    const key = context.simpleKey === true;
    const plainFits = this.flowLevel > 0 ? analysis.flowPlain : analysis.blockPlain;
    if (!needsQuotes(text) && !(key && analysis.multiline) && plainFits) this.plain(text, split);
    else if (analysis.singleQuoted && !(key && analysis.multiline)) this.singleQuoted(text, split);
    else this.doubleQuoted(text, split);
  }

  /** compat: a `!vault` value is written encrypted, as a block where one may stand. */
  private vaulted(ciphertext: string, context: Context): void {
    this.indicator('!vault', true);
    if (this.flowLevel > 0 || context.simpleKey === true) return this.doubleQuoted(ciphertext, false);
    this.indicator(ciphertext.endsWith('\n') ? '|' : '|-', true);
    for (const line of ciphertext.replace(/\n$/, '').split('\n')) {
      this.lineBreak();
      this.writeIndent();
      this.put(line);
    }
    this.lineBreak();
  }

  private put(text: string): void {
    this.out.push(text);
    this.column += chars(text).length;
  }

  private indicator(text: string, needSpace: boolean, whitespace = false, indention = false): void {
    this.put(this.whitespace || !needSpace ? text : ` ${text}`);
    this.whitespace = whitespace;
    this.indention = this.indention && indention;
  }

  private writeIndent(): void {
    const indent = this.indent ?? 0;
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak();
    if (this.column < indent) {
      this.whitespace = true;
      this.put(' '.repeat(indent - this.column));
    }
  }

  private lineBreak(text = '\n'): void {
    this.whitespace = true;
    this.indention = true;
    this.out.push(text);
    this.column = 0;
  }

  private plain(text: string, split: boolean): void {
    if (text === '') return;
    if (!this.whitespace) this.put(' ');
    this.whitespace = false;
    this.indention = false;
    for (const run of text.match(/ +|[^ ]+/g) ?? []) {
      if (run === ' ' && this.column > this.bestWidth && split) {
        this.writeIndent();
        this.whitespace = false;
        this.indention = false;
      } else this.put(run);
    }
  }

  private singleQuoted(text: string, split: boolean): void {
    this.indicator("'", true);
    let at = 0;
    for (const run of text.match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/g) ?? []) {
      const first = at === 0;
      at += run.length;
      if (run.startsWith(' ')) {
        if (run.length === 1 && this.column > this.bestWidth && split && !first && at !== text.length)
          this.writeIndent();
        else this.put(run);
      } else if (BREAKS.includes(run[0] ?? '')) {
        if (run.startsWith('\n')) this.lineBreak();
        for (const c of run) this.lineBreak(c);
        this.writeIndent();
      } else this.put(run.replaceAll("'", "''"));
    }
    this.indicator("'", false);
  }

  private doubleQuoted(text: string, split: boolean): void {
    this.indicator('"', true);
    const all = chars(text);
    const unicode = this.options.unicode !== false;
    let spaces = false;
    all.forEach((c, i) => {
      if (isEscaped(c, unicode)) this.put(escaped(c));
      else if (c === ' ' && split && !spaces && this.column > this.bestWidth && i > 0 && i < all.length - 1) {
        this.writeIndent();
        if (all[i + 1] === ' ') this.put('\\');
      } else this.put(c);
      spaces = c === ' ';
    });
    this.indicator('"', false);
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

function scalarText(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (isFloat(value)) {
    const n = value instanceof Float ? toNumber(value) : value;
    if (Number.isNaN(n)) return '.nan';
    if (!Number.isFinite(n)) return n > 0 ? '.inf' : '-.inf';
    const text = floatRepr(n);
    return text.includes('.') ? text : text.replace('e', '.0e');
  }
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && 'isoFormat' in value) return str(value).replace(/\+00:00$/, '+00:00');
  return fail(`a ${typeName(value)} cannot be written as YAML`);
}
