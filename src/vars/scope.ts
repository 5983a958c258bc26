// Which value a name has for one host and task: layers asked from the highest rank down.
import type { Scope } from '../template/types.js';
import { areKindsInUse, isEvaluated, textKindAt, type TextKind, type Value, type ValueMap } from '../value/index.js';
import { ENGINE_RANK, type Rank } from './ranks.js';

/** One source of variables: `get` is asked by name. A Map is one. */
export interface Variables {
  get(name: string): Value | undefined;
  keys(): Iterable<Value>;
}

export interface Layer {
  readonly rank: Rank;
  readonly vars: Variables;
  /** Whose variables they are, for people: `role 'web'`, `group 'db'`. */
  readonly of?: string | undefined;
}

/** Ranks whose values may come from a host: results, facts, loops, hosts that were added while running; and from prompts. */
const HOSTS_SAY: ReadonlySet<Rank> = new Set<Rank>([
  'inventory file group vars',
  'inventory file host vars',
  'facts and cached set_fact',
  'play vars_prompt',
  'set_fact and registered vars',
  ENGINE_RANK,
]);

/** The variables of a loop's item; they keep knowing where the items came from wherever an include takes them. */
export class ItemVars extends Map<Value, Value> {
  /** @param fromProject whether files of the project alone gave the items */
  constructor(
    entries: Iterable<readonly [Value, Value]>,
    readonly fromProject: boolean,
  ) {
    super(entries);
  }
}

/** What tasks registered and set for a host. */
export class OwnVars extends Map<Value, Value> {}

function hostsSay({ rank, vars }: Layer): boolean {
  return vars instanceof ItemVars ? !vars.fromProject : HOSTS_SAY.has(rank);
}

/** Immutable; the layers are given highest rank first. Values are raw: the template engine evaluates them in this scope. */
export class LayeredScope implements Scope {
  private mergedValues: Map<string, Value> | undefined;

  /**
   * @param merging `hash_behaviour: merge`: a dict adds to the dicts that lower layers have under its name
   * @param fallback gives what no layer has; not among the names
   */
  constructor(
    readonly layers: readonly Layer[],
    private readonly merging = false,
    private readonly fallback?: (name: string) => Value | undefined,
  ) {}

  lookup(name: string): Value | undefined {
    const { layers } = this;
    for (let i = 0; i < layers.length; i++) {
      const value = layers[i]?.vars.get(name);
      if (value !== undefined) return this.merging && isPlainDict(value) ? this.merged(name, value, i + 1) : value;
    }
    return this.fallback?.(name);
  }

  /** The layer that gives `name` its value. */
  origin(name: string): Layer | undefined {
    return this.layers.find((layer) => layer.vars.get(name) !== undefined);
  }

  isFromProject(name: string): boolean {
    // Dicts of several layers may be merged into one.
    const layers = this.merging ? this.definitions(name) : [this.origin(name)];
    return layers.length > 0 && layers.every((layer) => layer !== undefined && !hostsSay(layer));
  }

  textKind(name: string, text: string): TextKind | undefined {
    const vars = areKindsInUse() ? this.origin(name)?.vars : undefined;
    return vars && textKindAt(vars, name, text);
  }

  /** All layers that have the name: first the one that wins, then those it hides, from the highest rank down. */
  definitions(name: string): Layer[] {
    return this.layers.filter((layer) => layer.vars.get(name) !== undefined);
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
    return new LayeredScope([layer, ...this.layers], this.merging, this.fallback);
  }

  /** The same with another fallback, or none. */
  withFallback(fallback?: (name: string) => Value | undefined): LayeredScope {
    return new LayeredScope(this.layers, this.merging, fallback);
  }

  /** Kept, so that the same name always gives the same object. */
  private merged(name: string, top: ValueMap, from: number): Value {
    const known = this.mergedValues?.get(name);
    if (known !== undefined) return known;
    let value = top;
    for (const layer of this.layers.slice(from)) {
      const below = layer.vars.get(name);
      if (below === undefined) continue;
      if (!isPlainDict(below)) break;
      value = mergeDicts(below, value);
    }
    (this.mergedValues ??= new Map()).set(name, value);
    return value;
  }
}

function isPlainDict(value: Value): value is ValueMap {
  return value instanceof Map && !isEvaluated(value);
}

/** `below` with what `above` says on top, dicts in dicts merged too; everything else is replaced. */
export function mergeDicts(below: ValueMap, above: ValueMap): ValueMap {
  if (below.size === 0) return above;
  const out: ValueMap = new Map(below);
  for (const [key, value] of above) {
    const old = out.get(key);
    out.set(key, old !== undefined && isPlainDict(old) && isPlainDict(value) ? mergeDicts(old, value) : value);
  }
  return out;
}
