// Builds the values of scalars out of the parsed YAML tree: tags, quotes, templates, encrypted text.
import { isMap, isSeq, Scalar, type Node } from 'yaml';
import type { Diagnostic, ErrorCode, Span } from '../ground/index.js';
import { TemplateText, type Value } from '../value/index.js';
import { plainBreaks, refusedScalar, type Refusal } from './libyaml.js';
import type { Places } from './places.js';
import { parsePlainScalar, parseTagged, plainTag, type ScalarTag } from './scalars.js';
import type { LoadOptions } from './types.js';

/** What the standard tags begin with. */
export const STANDARD = 'tag:yaml.org,2002:';
const SCALAR_TAGS = new Set<string>(['bool', 'float', 'int', 'null', 'timestamp', 'str']);

/** Where a node ends; a block collection ends where its last child does, not at the comments behind it. */
export function endOf(node: Node): number {
  const range = node.range ?? [0, 0, 0];
  if (isMap(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last ? endOf((last.value ?? last.key) as Node) : range[1];
  }
  if (isSeq(node) && node.flow !== true) {
    const last = node.items.at(-1) as Node | undefined;
    return last ? endOf(last) : range[1];
  }
  return range[1];
}

/** What the builder of whole documents stands on: scalars, and the mistakes found so far. */
export abstract class ScalarConstructor {
  readonly diagnostics: Diagnostic[] = [];
  /** Whether the node that is read stands in brackets. */
  protected inFlow = false;
  /** How many of Unicode's own line breaks were read as what they are. */
  breaks = 0;

  constructor(
    protected readonly places: Places,
    protected readonly options: LoadOptions,
  ) {}

  protected spanOf(node: Node): Span {
    return this.places.span(node.range?.[0] ?? 0, endOf(node));
  }

  /** Reports what libyaml refuses. */
  protected refuse(node: Node, refusal: Pick<Refusal, 'message' | 'hint'> | undefined): void {
    if (refusal) this.error(node, refusal.message, refusal.hint, 'yaml-syntax');
  }

  protected error(node: Node, message: string, hint?: string, code: ErrorCode = 'yaml-value'): void {
    this.diagnostics.push({ code, severity: 'error', message, span: this.spanOf(node), hint });
  }

  protected unknownTag(node: Node, tag: string): void {
    const shown = tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag;
    this.error(
      node,
      `the tag ${shown} is not supported here`,
      'known tags are !unsafe, !vault and the standard ones: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map',
    );
  }

  protected scalar(node: Scalar, templates: boolean): Value {
    const text = this.endsWithText(node) ? (node.source ?? '').replace(/\n$/, '') : (node.source ?? '');
    const tag = node.tag;
    this.refuse(node, refusedScalar(node, this.places.text, this.inFlow, !this.options.onlyStandardTags));
    this.breaks += plainBreaks(node, this.places.text);
    if (this.isUnclosed(node)) this.error(node, 'the quote is not closed', undefined, 'yaml-syntax');
    if (tag === undefined) {
      if (node.type === Scalar.PLAIN && (text === '=' || text === '<<')) return this.reserved(node, text);
      const implicit = node.type === undefined || node.type === Scalar.PLAIN ? plainTag(text) : 'str';
      if (implicit === 'str') return this.string(node, text, templates);
      const value = parseTagged(implicit, text);
      if (value === undefined && implicit === 'timestamp')
        this.error(node, `there is no such date or time as '${text}'`, 'quote it if it is meant as text');
      return value === undefined ? text : value;
    }
    if (!this.options.onlyStandardTags) {
      if (tag === '!unsafe') return text;
      if (tag === '!vault' || tag === '!vault-encrypted') return this.vault(node, text);
    }
    // compat: PyYAML lets a scalar tagged '!' mean what the same text means without quotes.
    if (tag === '!' && plainTag(text) !== 'str') return parsePlainScalar(text);
    if (tag === '!' || tag === `${STANDARD}python/unicode`) return this.string(node, text, templates);
    const name = tag.startsWith(STANDARD) ? tag.slice(STANDARD.length) : '';
    if (!SCALAR_TAGS.has(name)) {
      this.unknownTag(node, tag);
      return null;
    }
    if (name === 'str') return this.string(node, text, templates);
    const value = parseTagged(name as ScalarTag, text);
    if (value === undefined) this.error(node, `'${text}' cannot be read as !!${name}`);
    return value ?? null;
  }

  /** compat: the last line of a block scalar has a line end only if the file gives it one; the package adds it. */
  private endsWithText(node: Scalar): boolean {
    if (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED) return false;
    const { text } = this.places;
    return (node.range?.[1] ?? 0) >= text.length && /[^ \t\n][ \t]*$/.test(text);
  }

  /** Whether what the package took for the closing quote at the end of the text is an escaped one. */
  private isUnclosed(node: Scalar): boolean {
    const { text } = this.places;
    const [start, end] = node.range ?? [0, 0];
    if (end < text.length) return false;
    if (node.type === Scalar.QUOTE_DOUBLE) return !/^"(?:[^"\\]|\\.)*"$/s.test(text.slice(start, end));
    if (node.type === Scalar.QUOTE_SINGLE) return !/^'(?:[^']|'')*'$/.test(text.slice(start, end));
    return false;
  }

  /** compat: YAML 1.1 gives these two a meaning as plain scalars, and PyYAML has none for it. */
  private reserved(node: Node, text: string): Value {
    this.error(node, `a plain ${text} cannot be a value`, 'quote it');
    return null;
  }

  private string(node: Scalar, text: string, templates: boolean): Value {
    if (!templates || !/\{[{%#]/.test(text)) return text;
    return new TemplateText(text, this.contentSpan(node));
  }

  /** Where the text itself begins: after the quote; for a block scalar its first line, at the block's indentation. */
  private contentSpan(node: Scalar): Span {
    const [start, end] = node.range ?? [0, 0];
    if (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE) {
      return this.places.span(start + 1, end - 1);
    }
    if (node.type !== Scalar.BLOCK_LITERAL && node.type !== Scalar.BLOCK_FOLDED) return this.places.span(start, end);
    const source = this.places.text;
    const first = source.indexOf('\n', start) + 1;
    const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(source.slice(first, end))?.[1]?.length ?? 0;
    const lineEnd = source.indexOf('\n', first);
    const span = this.places.span(first + Math.min(indent, Math.max(0, lineEnd - first)), end);
    return { ...span, col: indent + 1 };
  }

  private vault(node: Scalar, ciphertext: string): Value {
    if (this.options.vault) return this.options.vault(ciphertext, this.spanOf(node));
    this.error(
      node,
      'an encrypted value cannot be used here',
      'give the plain value, or name a variable that holds it',
      'vault-failed',
    );
    return null;
  }
}
