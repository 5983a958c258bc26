// Walks what can be iterated one element after the other, as Python does: what changes on the way is seen.
import { Undefined, type Value, type ValueMap } from '../../value/index.js';
import { spend } from './budget.js';
import { iterate } from './compare.js';
import { DictView } from './dict-view.js';
import { fail } from './errors.js';
import { PyRange } from './range.js';

/** What is left to walk. */
export interface Walk {
  /** The next element, or undefined at the end. */
  next(): Value | undefined;
  /** Python's `len` of what is walked, as it is now; undefined when it has none. */
  length(): number | undefined;
}

class ListWalk implements Walk {
  private at = 0;
  constructor(private readonly list: readonly Value[]) {}
  next(): Value | undefined {
    spend(1);
    return this.list[this.at++];
  }
  length(): number {
    return this.list.length;
  }
}

class MapWalk implements Walk {
  private readonly size: number;
  private readonly pairs: Iterator<[Value, Value], undefined>;
  constructor(
    private readonly map: ValueMap,
    private readonly pick: (pair: [Value, Value]) => Value,
  ) {
    this.size = map.size;
    this.pairs = map.entries();
  }
  next(): Value | undefined {
    spend(1);
    if (this.map.size !== this.size) fail('dictionary changed size during iteration');
    const next = this.pairs.next();
    return next.done === true ? undefined : this.pick(next.value);
  }
  length(): number {
    return this.map.size;
  }
}

class FilterWalk implements Walk {
  constructor(
    private readonly all: Walk,
    private readonly keep: (v: Value) => boolean,
  ) {}
  next(): Value | undefined {
    for (;;) {
      const v = this.all.next();
      if (v === undefined || this.keep(v)) return v;
    }
  }
  length(): undefined {
    return undefined;
  }
}

/** @throws TsplayError when the value cannot be iterated */
export function walk(v: Value): Walk {
  if (v instanceof Map) return new MapWalk(v, ([key]) => key);
  if (v instanceof DictView) return new MapWalk(v.map, v.pick);
  if (v instanceof PyRange || v instanceof Undefined || !Array.isArray(v)) return new ListWalk(iterate(v));
  return new ListWalk(v);
}

/** Only the elements that `keep` lets through, each asked for when its turn comes. */
export function filtered(all: Walk, keep: (v: Value) => boolean): Walk {
  return new FilterWalk(all, keep);
}
