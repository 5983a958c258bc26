// A dict whose values are worked out when they are asked for: `hostvars`, `vars`.
import { EVALUATED, TEXT_KIND, type TextKind, type Value } from '../value/index.js';

/** Reads like a Map whose values hold no templates any more; `size`, iteration and `entries` go through `names`. It cannot be written to. */
export class LazyMap extends Map<Value, Value> {
  readonly [EVALUATED] = true;

  constructor(
    private readonly names: () => Iterable<Value>,
    private readonly value: (key: Value) => Value | undefined,
    /** Whether there is such a key, when that is not the same as having a value. */
    private readonly known?: (key: Value) => boolean,
    /** The kind of the text under a key. */
    private readonly kind?: (key: Value) => TextKind | undefined,
  ) {
    super();
  }

  [TEXT_KIND](key: Value): TextKind | undefined {
    return this.kind?.(key);
  }
  override get(key: Value): Value | undefined {
    return this.value(key);
  }
  override has(key: Value): boolean {
    return this.known ? this.known(key) : this.value(key) !== undefined;
  }
  override get size(): number {
    return [...this.names()].length;
  }
  override *keys(): MapIterator<Value> {
    yield* this.names();
    return undefined;
  }
  override *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }
  override *entries(): MapIterator<[Value, Value]> {
    for (const key of this.names()) {
      const value = this.value(key);
      if (value !== undefined) yield [key, value];
    }
    return undefined;
  }
  override [Symbol.iterator](): MapIterator<[Value, Value]> {
    return this.entries();
  }
  override forEach(visit: (value: Value, key: Value, map: Map<Value, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
  override set(): never {
    throw new TypeError('this dict is read-only');
  }
  override delete(): never {
    throw new TypeError('this dict is read-only');
  }
  override clear(): never {
    throw new TypeError('this dict is read-only');
  }
}
