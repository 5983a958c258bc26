// Builds values with their places out of the parsed YAML tree: tags, anchors, merge keys, templates.
import { isAlias, isMap, isScalar, isSeq, Scalar, type Alias, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Span } from '../ground/index.js';
import { setSpans, spansOf, tuple, type Value, type ValueMap } from '../value/index.js';
import { HeldKeys, shownKey } from './keys.js';
import { isFlow, refusedAnchor, refusedItem, refusedKey } from './libyaml.js';
import { endOf, ScalarConstructor, STANDARD } from './scalar-nodes.js';
import { unquotedTemplate } from './problems.js';

/** A document whose aliases would unfold to more nodes than this is refused ("billion laughs"). */
const MAX_UNFOLDED_NODES = 2_000_000;

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

export class Constructor extends ScalarConstructor {
  private readonly anchors = new Map<string, Anchored>();
  private size = 0;
  private exhausted = false;

  /** The value of a document's content. */
  document(root: Node | null): Value {
    this.anchors.clear();
    return root === null ? null : this.node(root, this.options.trust === 'templates');
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
    const known = new HeldKeys();
    const firsts = new Set<Value>();
    for (const { key, value, keySpan, valueSpan, merged: fromMerge } of [...merged, ...own]) {
      if (!fromMerge) {
        if (firsts.has(key)) this.duplicate(key, keys.get(key), keySpan);
        firsts.add(key);
      }
      const held = known.of(key);
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
