// Nodes as YAML text, in the steps of libyaml's emitter.
import { spend } from '../python/budget.js';
import { fail } from '../python/errors.js';
import { analyse, type Analysis } from './analysis.js';
import type { MappingNode, Node, ScalarNode, ScalarStyle, SequenceNode } from './represent.js';
import { checkDirectives, splitTag, tagContent, type TagDirective } from './tags.js';
import { Writer, type WriterOptions } from './writer.js';

export interface EmitOptions extends WriterOptions {
  readonly explicitStart: boolean;
  readonly explicitEnd: boolean;
  /** Every tag written out, every text in double quotes. */
  readonly canonical: boolean;
  readonly version: readonly [number, number] | undefined;
  readonly tags: readonly TagDirective[];
}

interface Context {
  readonly mapping?: boolean;
  readonly simpleKey?: boolean;
}

export class Emitter {
  private readonly writer: Writer;
  private flowLevel = 0;
  private readonly anchors = new Map<Node, string>();
  private readonly written = new Set<Node>();

  constructor(private readonly options: EmitOptions) {
    this.writer = new Writer(options);
  }

  /** @throws TsplayError for directives YAML does not have */
  document(root: Node): string {
    this.findAnchors(root, new Set());
    this.start();
    this.node(root, {});
    this.writer.writeIndent();
    if (this.options.explicitEnd || this.writer.openEnded) {
      this.writer.indicator('...', true);
      this.writer.writeIndent();
    }
    return this.writer.text();
  }

  private start(): void {
    const { writer } = this;
    const { version, tags, canonical, explicitStart } = this.options;
    if (version) {
      const [major, minor] = version;
      if (major !== 1 || (minor !== 1 && minor !== 2)) fail('incompatible %YAML directive');
      writer.indicator('%YAML', true);
      writer.indicator(`1.${minor}`, true);
      writer.writeIndent();
    }
    checkDirectives(tags);
    for (const { handle, prefix } of tags) {
      writer.indicator('%TAG', true);
      this.word(handle);
      writer.put(` ${tagContent(prefix)}`);
      writer.writeIndent();
    }
    if (!explicitStart && !canonical && !version && tags.length === 0) return;
    writer.writeIndent();
    writer.indicator('---', true);
    if (canonical) writer.writeIndent();
  }

  /** Text after a space unless one is there. */
  private word(text: string): void {
    this.writer.indicator(text, true);
  }

  /** Names are given in the order in which nodes occur for the second time. */
  private findAnchors(node: Node, seen: Set<Node>): void {
    if (node.kind === 'scalar') return;
    if (seen.has(node)) {
      if (!this.anchors.has(node)) this.anchors.set(node, `id${String(this.anchors.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(node);
    for (const child of node.kind === 'sequence' ? node.items : node.pairs.flat()) this.findAnchors(child, seen);
  }

  private node(node: Node, context: Context): void {
    spend(12);
    const anchor = this.anchors.get(node);
    if (anchor !== undefined) {
      const again = this.written.has(node);
      this.word(`${again ? '*' : '&'}${anchor}`);
      if (again && context.simpleKey) this.writer.put(' ');
      if (again) return;
      this.written.add(node);
    }
    if (node.kind === 'scalar') return this.scalar(node, context);
    if (this.options.canonical) this.tag(node.tag);
    const flow = this.flowLevel > 0 || this.options.canonical || node.flow;
    if (node.kind === 'sequence')
      return flow || node.items.length === 0 ? this.flowSequence(node) : this.blockSequence(node, context);
    return flow || node.pairs.length === 0 ? this.flowMapping(node) : this.blockMapping(node);
  }

  private nested(flow: boolean, indentless: boolean, work: () => void): void {
    const { writer, options } = this;
    const before = writer.indent;
    if (before === undefined) writer.indent = flow ? options.indent : 0;
    else if (!indentless) writer.indent = before + options.indent;
    work();
    writer.indent = before;
  }

  private blockSequence({ items }: SequenceNode, context: Context): void {
    const { writer } = this;
    this.nested(false, context.mapping === true && !writer.indention, () => {
      for (const item of items) {
        writer.writeIndent();
        writer.indicator('-', true, false, true);
        this.node(item, {});
      }
    });
  }

  private blockMapping({ pairs }: MappingNode): void {
    const { writer } = this;
    this.nested(false, false, () => {
      for (const [key, value] of pairs) {
        writer.writeIndent();
        if (this.isSimpleKey(key)) {
          this.node(key, { mapping: true, simpleKey: true });
          writer.indicator(':', false);
        } else {
          writer.indicator('?', true, false, true);
          this.node(key, { mapping: true });
          writer.writeIndent();
          writer.indicator(':', true, false, true);
        }
        this.node(value, { mapping: true });
      }
    });
  }

  private flow(open: string, close: string, count: number, entry: (i: number) => void): void {
    const { writer } = this;
    const { canonical } = this.options;
    writer.indicator(open, true, true);
    this.flowLevel++;
    this.nested(true, false, () => {
      for (let i = 0; i < count; i++) {
        if (i > 0) writer.indicator(',', false);
        if (canonical || writer.isLong) writer.writeIndent();
        entry(i);
      }
    });
    this.flowLevel--;
    if (canonical && count > 0) {
      writer.indicator(',', false);
      writer.writeIndent();
    }
    writer.indicator(close, false);
  }

  private flowSequence({ items }: SequenceNode): void {
    this.flow('[', ']', items.length, (i) => this.node(items[i] as Node, {}));
  }

  private flowMapping({ pairs }: MappingNode): void {
    const { writer } = this;
    const { canonical } = this.options;
    this.flow('{', '}', pairs.length, (i) => {
      const [key, value] = pairs[i] as readonly [Node, Node];
      if (!canonical && this.isSimpleKey(key)) {
        this.node(key, { mapping: true, simpleKey: true });
        writer.indicator(':', false);
      } else {
        writer.indicator('?', true);
        this.node(key, { mapping: true });
        if (canonical || writer.isLong) writer.writeIndent();
        writer.indicator(':', true);
      }
      this.node(value, { mapping: true });
    });
  }

  /** compat: the length is that of the bytes, tag and anchor included. */
  private isSimpleKey(key: Node): boolean {
    let length = this.anchors.get(key)?.length ?? 0;
    if (key.kind === 'sequence') {
      if (key.items.length > 0) return false;
    } else if (key.kind === 'mapping') {
      if (key.pairs.length > 0) return false;
    } else {
      if (this.analysis(key).multiline) return false;
      length += new TextEncoder().encode(key.text).length;
      if (this.isTagged(key)) {
        const { handle, suffix } = splitTag(key.tag, this.options.tags);
        length += handle.length + suffix.length;
      }
    }
    return length <= 128;
  }

  private analysis(node: ScalarNode): Analysis {
    return analyse(node.text, this.options.unicode);
  }

  private isTagged(node: ScalarNode): boolean {
    return this.options.canonical || (!node.plainImplicit && !node.quotedImplicit);
  }

  private scalar(node: ScalarNode, context: Context): void {
    const simpleKey = context.simpleKey === true;
    const style = this.styleOf(node, this.analysis(node), simpleKey);
    if (this.isTagged(node)) this.tag(node.tag);
    else if (!node.quotedImplicit && style !== 'plain') this.word('!');
    this.nested(true, false, () => this.write(node.text, style, !simpleKey));
  }

  private styleOf(node: ScalarNode, allowed: Analysis, simpleKey: boolean): ScalarStyle {
    const inFlow = this.flowLevel > 0;
    let style = node.style ?? 'plain';
    if (this.options.canonical || (simpleKey && allowed.multiline)) style = 'double';
    if (style === 'plain') {
      const fits = inFlow ? allowed.flowPlain : allowed.blockPlain;
      const empty = node.text === '' && (inFlow || simpleKey);
      if (!fits || empty || (!this.isTagged(node) && !node.plainImplicit)) style = 'single';
    }
    if (style === 'single' && !allowed.singleQuoted) style = 'double';
    if ((style === 'literal' || style === 'folded') && (!allowed.block || inFlow || simpleKey)) style = 'double';
    return style;
  }

  private write(text: string, style: ScalarStyle, split: boolean): void {
    const { writer } = this;
    switch (style) {
      case 'plain':
        return writer.plain(text, split);
      case 'single':
        return writer.singleQuoted(text, split);
      case 'double':
        return writer.doubleQuoted(text, split);
      case 'literal':
        return writer.literal(text);
      case 'folded':
        return writer.folded(text);
    }
  }

  private tag(tag: string): void {
    const { handle, suffix } = splitTag(tag, this.options.tags);
    this.word(handle === '' ? `!<${tagContent(suffix)}>` : handle + tagContent(suffix));
  }
}
