// Builds values with their places out of the parsed YAML tree: tags, anchors, merge keys, templates.
import { isAlias, isMap, isScalar, isSeq, Scalar, type Alias, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Diagnostic, ErrorCode, Span } from '../ground/index.js';
import {
  Float,
  PyDate,
  PyDateTime,
  setSpans,
  spansOf,
  TemplateText,
  tuple,
  type Value,
  type ValueMap,
} from '../value/index.js';
import type { Places } from './places.js';
import { parsePlainScalar, parseTagged, plainTag, type ScalarTag } from './scalars.js';
import { isFlow, plainBreaks, refusedAnchor, refusedItem, refusedKey, refusedScalar, type Refusal } from './libyaml.js';
import type { LoadOptions } from './types.js';

/** A document whose aliases would unfold to more nodes than this is refused ("billion laughs"). */
const MAX_UNFOLDED_NODES = 2_000_000;
const STANDARD = 'tag:yaml.org,2002:';
const SCALAR_TAGS = new Set<string>(['bool', 'float', 'int', 'null', 'timestamp', 'str']);

interface Entry {
  readonly key: Value;
  readonly value: Value;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly merged: boolean;
}

interface Anchored {
  /** Undefined while the anchored container is still being built. */
  value: Value | undefined;
  readonly node: Node;
  size: number;
}

const isPairs = (tag: string | undefined): boolean => tag === `${STANDARD}omap` || tag === `${STANDARD}pairs`;

/** Where a node ends; a block collection ends where its last child does, not at the comments behind it. */
function endOf(node: Node): number {
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

export class Constructor {
  readonly diagnostics: Diagnostic[] = [];
  private readonly anchors = new Map<string, Anchored>();
  private size = 0;
  private exhausted = false;
  /** Whether the node that is read stands in brackets. */
  private inFlow = false;
  /** How many of Unicode's own line breaks were read as what they are. */
  breaks = 0;

  constructor(
    private readonly places: Places,
    private readonly options: LoadOptions,
  ) {}

  /** The value of a document's content. */
  document(root: Node | null): Value {
    this.anchors.clear();
    return root === null ? null : this.node(root, this.options.trust === 'templates');
  }

  private spanOf(node: Node): Span {
    return this.places.span(node.range?.[0] ?? 0, endOf(node));
  }

  /** Reports what libyaml refuses. */
  private refuse(node: Node, refusal: Pick<Refusal, 'message' | 'hint'> | undefined): void {
    if (refusal) this.error(node, refusal.message, refusal.hint, 'yaml-syntax');
  }

  private error(node: Node, message: string, hint?: string, code: ErrorCode = 'yaml-value'): void {
    this.diagnostics.push({ code, severity: 'error', message, span: this.spanOf(node), hint });
  }

  private node(node: Node, templates: boolean): Value {
    if (isAlias(node)) return this.alias(node);
    const before = this.size++;
    const anchor = (node as { anchor?: string }).anchor;
    const anchored: Anchored = { value: undefined, node, size: 0 };
    if (anchor) {
      this.refuse(node, refusedAnchor(anchor));
      const first = this.anchors.get(anchor);
      if (first) this.secondAnchor(anchor, node, first.node);
      else this.anchors.set(anchor, anchored);
    }
    const value = this.content(node, templates);
    anchored.value = value;
    anchored.size = this.size - before;
    return value;
  }

  private secondAnchor(name: string, node: Node, first: Node): void {
    this.diagnostics.push({
      code: 'yaml-value',
      severity: 'error',
      message: `the anchor &${name} is given twice in one document`,
      span: this.spanOf(node),
      hint: 'give each anchor its own name',
      notes: [{ message: 'first given here', span: this.spanOf(first) }],
    });
  }

  private content(node: Node, templates: boolean): Value {
    if (isScalar(node)) return this.scalar(node, templates);
    const isUnsafe = this.collectionTag(node);
    const safe = templates && !isUnsafe;
    const outer = this.inFlow;
    this.inFlow = isFlow(node);
    const value = isMap(node)
      ? this.map(node, safe)
      : isSeq(node)
        ? this.pairs(node, this.seq(node.items as Node[], node, safe))
        : null;
    this.inFlow = outer;
    return value;
  }

  /** Whether the collection is `!unsafe`; reports tags that a collection cannot have. */
  private collectionTag(node: Node): boolean {
    const tag = node.tag;
    if (!tag || tag === '!') return false;
    if (tag === '!unsafe' && !this.options.onlyStandardTags) return true;
    const kind = isMap(node) ? 'map' : 'seq';
    if (kind === 'seq' && isPairs(tag)) return false;
    if (tag === STANDARD + kind || (kind === 'map' && tag === `${STANDARD}python/dict`)) return false;
    this.unknownTag(node, tag);
    return false;
  }

  private unknownTag(node: Node, tag: string): void {
    const shown = tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag;
    this.error(
      node,
      `the tag ${shown} is not supported here`,
      'known tags are !unsafe, !vault and the standard ones: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map',
    );
  }

  private scalar(node: Scalar, templates: boolean): Value {
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

  private alias(node: Alias): Value {
    const target = this.anchors.get(node.source);
    if (target?.value === undefined) {
      if (target) this.error(node, `the alias *${node.source} stands inside the value it refers to`);
      else this.error(node, `there is no anchor &${node.source} before this alias`);
      return null;
    }
    this.size += target.size;
    if (this.size > MAX_UNFOLDED_NODES) {
      if (!this.exhausted)
        this.error(node, `the aliases of this file unfold to more than ${MAX_UNFOLDED_NODES} values`);
      this.exhausted = true;
      return null;
    }
    return target.value;
  }

  private seq(items: readonly Node[], node: Node, templates: boolean): Value[] {
    const values = new Map<Value, Span>();
    const list = items.map((item, i) => {
      values.set(i, this.spanOf(item));
      if (!this.inFlow) this.refuse(item, refusedItem(item, this.places.text));
      return this.node(item, templates);
    });
    setSpans(list, { self: this.spanOf(node), values });
    return list;
  }

  /** compat: `!!omap` and `!!pairs` are lists of tuples. */
  private pairs(node: Node, items: Value[]): Value[] {
    if (!isPairs(node.tag)) return items;
    return items.map((item) => {
      const [pair] = item instanceof Map && item.size === 1 ? [...item] : [];
      if (!pair) this.error(node, `an item of ${node.tag === `${STANDARD}omap` ? '!!omap' : '!!pairs'} is one pair`);
      return tuple(pair ?? []);
    });
  }

  private map(node: YAMLMap, templates: boolean): ValueMap {
    const merged: Entry[] = [];
    const own: Entry[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const { key } = pair;
      if (isScalar(key) && key.source === '<<' && key.type === Scalar.PLAIN && key.tag === undefined) {
        merged.push(...this.mergeEntries(pair));
        continue;
      }
      const entry = this.entry(pair, templates);
      if (entry) own.push(entry);
    }
    const map: ValueMap = new Map();
    const keys = new Map<Value, Span>();
    const values = new Map<Value, Span>();
    const firsts = new Set<Value>();
    for (const { key, value, keySpan, valueSpan, merged: fromMerge } of [...merged, ...own]) {
      if (!fromMerge) {
        if (firsts.has(key)) this.duplicate(key, keys.get(key), keySpan);
        firsts.add(key);
      }
      const held = heldKey(map, key);
      map.set(held, value);
      keys.set(held, keySpan);
      values.set(held, valueSpan);
    }
    setSpans(map, { self: this.spanOf(node), keys, values });
    return map;
  }

  private entry(pair: Pair<Node, Node | null>, templates: boolean): Entry | undefined {
    const { key: keyNode, value: valueNode } = pair;
    if (isMap(keyNode) || isSeq(keyNode)) {
      this.containerKey(keyNode);
      return undefined;
    }
    // compat: as a key = is text.
    const isPlainEqual = isScalar(keyNode) && keyNode.type === Scalar.PLAIN && keyNode.source === '=' && !keyNode.tag;
    const key = isPlainEqual ? '=' : this.node(keyNode, templates);
    if (Array.isArray(key) || key instanceof Map) {
      this.error(keyNode, 'a list or a mapping cannot be a key');
      return undefined;
    }
    const keySpan = this.spanOf(keyNode);
    // The parser reads `a: [b]: c` as two entries, the second one without a key.
    const start = keyNode.range?.[0] ?? 0;
    if (
      isScalar(keyNode) &&
      keyNode.source === '' &&
      /[\]}"'][ \t]*$/.test(this.places.text.slice(Math.max(0, start - 200), start))
    ) {
      this.error(keyNode, 'a second ":" stands in this value', 'quote the whole value');
      return undefined;
    }
    this.refuse(keyNode, refusedKey(pair, this.places.text, this.inFlow));
    if (valueNode === null) {
      return { key, value: null, keySpan, valueSpan: this.places.span(endOf(keyNode), endOf(keyNode)), merged: false };
    }
    return { key, value: this.node(valueNode, templates), keySpan, valueSpan: this.spanOf(valueNode), merged: false };
  }

  private containerKey(keyNode: Node): void {
    const start = keyNode.range?.[0] ?? 0;
    if (isMap(keyNode) && this.places.text.startsWith('{{', start - 1)) {
      this.diagnostics.push(unquotedTemplate(this.places.span(start - 1, endOf(keyNode) + 1)));
    } else {
      this.error(keyNode, 'a list or a mapping cannot be a key', 'quote the key if it is meant as text');
    }
  }

  /** The entries `<<: value` brings in: of one mapping, or of a list of mappings of which earlier ones win. */
  private mergeEntries(pair: Pair<Node, Node | null>): Entry[] {
    const node = pair.value;
    if (!node) {
      this.error(pair.key, '<< needs a mapping or a list of mappings', 'give it an alias: <<: *defaults');
      return [];
    }
    const value = this.node(node, this.options.trust === 'templates');
    const sources = Array.isArray(value) ? [...value].reverse() : [value];
    return sources.flatMap((source) => {
      if (!(source instanceof Map)) {
        if (!this.exhausted)
          this.error(node, '<< needs a mapping or a list of mappings', 'give it an alias: <<: *defaults');
        return [];
      }
      return this.entriesIn(source, node);
    });
  }

  private entriesIn(source: ValueMap, node: Node): Entry[] {
    const known = spansOf(source);
    const whole = this.spanOf(node);
    return [...source].map(([key, value]) => ({
      key,
      value,
      keySpan: known?.keys?.get(key) ?? whole,
      valueSpan: known?.values.get(key) ?? whole,
      merged: true,
    }));
  }

  private duplicate(key: Value, first: Span | undefined, second: Span): void {
    this.diagnostics.push({
      code: 'yaml-duplicate-key',
      severity: 'warning',
      message: `the key '${shownKey(key)}' is given twice; the last one counts`,
      span: second,
      hint: 'remove one of the two',
      notes: [{ message: 'first given here', span: first }],
    });
  }
}

/** The key of the map that is the same to Python: `1`, `1.0` and `true` are one, and equal dates are. */
function heldKey(map: ValueMap, key: Value): Value {
  const number = (k: Value): unknown => (k instanceof Float ? k.value : typeof k === 'boolean' ? Number(k) : k);
  if (key instanceof PyDate || key instanceof PyDateTime) {
    for (const k of map.keys()) if (key.compareTo(k) === 0) return k;
    return key;
  }
  if (typeof key !== 'boolean' && typeof key !== 'number' && !(key instanceof Float)) return key;
  const wanted = number(key);
  for (const k of map.keys()) if (number(k) === wanted) return k;
  return key;
}

function shownKey(key: Value): string {
  if (key instanceof TemplateText) return key.source;
  if (key instanceof PyDate || key instanceof PyDateTime) return key.str();
  return key === null || typeof key !== 'object' ? String(key) : '?';
}

/** The classic: `key: {{ value }}`. */
export function unquotedTemplate(span: Span): Diagnostic {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: 'a value that starts with {{ must be quoted, or YAML takes it for a mapping',
    span,
    hint: 'quote the whole value: "{{ … }}"',
  };
}
