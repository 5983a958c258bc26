// Tuples whose elements also have names, such as the groups of `groupby`.
import { Tuple, type Value } from '../../value/index.js';

export class NamedTuple extends Tuple {
  constructor(
    private readonly names: readonly string[],
    items: readonly Value[],
  ) {
    super();
    for (const item of items) this.push(item);
  }

  /** The element of that name. */
  named(name: string): Value | undefined {
    return this[this.names.indexOf(name)];
  }
}
