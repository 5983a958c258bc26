// What a Python regular expression is made of, once it is read.
import type { CharSet } from './charset.js';

export type Place = 'start' | 'lineStart' | 'end' | 'lineEnd' | 'lastLineEnd' | 'boundary' | 'inside';

export type Node =
  | { readonly t: 'char'; readonly char: number; readonly fold: boolean }
  | { readonly t: 'set'; readonly set: CharSet }
  | { readonly t: 'at'; readonly place: Place; readonly ascii: boolean }
  | { readonly t: 'seq'; readonly items: readonly Node[] }
  | { readonly t: 'alt'; readonly items: readonly Node[] }
  | Repeat
  | { readonly t: 'group'; readonly index: number; readonly body: Node }
  | { readonly t: 'look'; readonly behind: boolean; readonly not: boolean; readonly body: Node }
  | { readonly t: 'atomic'; readonly body: Node }
  | { readonly t: 'ref'; readonly index: number; readonly fold: boolean }
  | { readonly t: 'cond'; readonly index: number; readonly yes: Node; readonly no: Node };

export interface Repeat {
  readonly t: 'repeat';
  readonly least: number;
  /** Infinity when there is no bound. */
  readonly most: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
  readonly body: Node;
}

export interface Pattern {
  readonly body: Node;
  /** Capturing groups without the whole match. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** How many characters a part takes at least and at most. */
export function widthOf(node: Node, groupWidth: (index: number) => [number, number]): [number, number] {
  switch (node.t) {
    case 'char':
    case 'set':
      return [1, 1];
    case 'at':
    case 'look':
      return [0, 0];
    case 'seq':
      return node.items
        .map((n) => widthOf(n, groupWidth))
        .reduce<[number, number]>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    case 'alt': {
      const widths = node.items.map((n) => widthOf(n, groupWidth));
      return [Math.min(...widths.map((w) => w[0])), Math.max(...widths.map((w) => w[1]))];
    }
    case 'repeat': {
      const [least, most] = widthOf(node.body, groupWidth);
      return [least * node.least, most === 0 ? 0 : most * node.most];
    }
    case 'group':
    case 'atomic':
      return widthOf(node.body, groupWidth);
    case 'ref':
      return groupWidth(node.index);
    case 'cond': {
      const [a, b] = [widthOf(node.yes, groupWidth), widthOf(node.no, groupWidth)];
      return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
    }
  }
}
