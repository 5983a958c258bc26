// Tuples whose elements also have names, such as the groups of `groupby`.
import { Tuple, type Value } from '../../value/index.js';

export class NamedTuple extends Tuple {
  constructor(
    private readonly names: readonly string[],
    items: readonly Value[],
    /** What its repr calls it; a plain tuple's repr when there is no such name. */
    readonly title?: string,
  ) {
    super();
    for (const item of items) this.push(item);
  }

  /** What stands before each element in its repr. */
  label(i: number): string {
    return this.title === undefined ? '' : `${this.names[i]}=`;
  }

  /** The element of that name. */
  named(name: string): Value | undefined {
    return this[this.names.indexOf(name)];
  }
}
