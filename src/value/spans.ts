// Remembers where each element of a container that came from a file stands, beside the data.
import type { Span } from '../ground/index.js';
import type { Value, ValueMap } from './value.js';

export interface ContainerSpans {
  /** The container as a whole. */
  readonly self: Span;
  /** For a mapping: where each key stands. */
  readonly keys?: ReadonlyMap<Value, Span>;
  /** Where each value stands, by key or by index. */
  readonly values: ReadonlyMap<Value, Span>;
}

const spans = new WeakMap<object, ContainerSpans>();

export function setSpans(container: Value[] | ValueMap, known: ContainerSpans): void {
  spans.set(container, known);
}

export function spansOf(container: Value | undefined): ContainerSpans | undefined {
  return container !== null && typeof container === 'object' ? spans.get(container) : undefined;
}

/** The place of `container[key]`'s value. */
export function valueSpan(container: Value | undefined, key: Value): Span | undefined {
  return spansOf(container)?.values.get(key);
}

/** The place of the key `key` itself. */
export function keySpan(container: Value | undefined, key: Value): Span | undefined {
  return spansOf(container)?.keys?.get(key);
}
