// Which value a name has for one host and task: layers asked from the highest rank down.
import type { Scope } from '../template/types.js';
import type { Value } from '../value/index.js';
import type { Rank } from './ranks.js';

/** One source of variables: `get` is asked by name. A Map is one. */
export interface Variables {
  get(name: string): Value | undefined;
  keys(): Iterable<Value>;
}

export interface Layer {
  readonly rank: Rank;
  readonly vars: Variables;
}

/** Immutable; the layers are given highest rank first. Values are raw: the template engine evaluates them in this scope. */
export class LayeredScope implements Scope {
  constructor(readonly layers: readonly Layer[]) {}

  lookup(name: string): Value | undefined {
    for (const layer of this.layers) {
      const value = layer.vars.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The layer that gives `name` its value. */
  origin(name: string): Layer | undefined {
    return this.layers.find((layer) => layer.vars.get(name) !== undefined);
  }

  *names(): Iterable<string> {
    const seen = new Set<string>();
    for (const layer of this.layers) {
      for (const key of layer.vars.keys()) {
        if (typeof key !== 'string' || seen.has(key)) continue;
        seen.add(key);
        yield key;
      }
    }
  }

  /** The same with one more layer on top. */
  with(layer: Layer): LayeredScope {
    return new LayeredScope([layer, ...this.layers]);
  }
}
