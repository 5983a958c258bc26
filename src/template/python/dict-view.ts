// What a dict's keys(), values() and items() give: views that show the dict as it is when they are looked at.
import { PyObject, tuple, type Value, type ValueMap } from '../../value/index.js';
import { spend } from './budget.js';
import { str } from './text.js';

type Kind = 'keys' | 'values' | 'items';

export class DictView extends PyObject {
  override readonly typeName: string;
  constructor(
    readonly map: ValueMap,
    private readonly kind: Kind,
  ) {
    super();
    this.typeName = `dict_${kind}`;
  }

  override get(): undefined {
    return undefined;
  }

  /** What the view gives of an entry. */
  readonly pick = (pair: readonly [Value, Value]): Value =>
    this.kind === 'keys' ? pair[0] : this.kind === 'values' ? pair[1] : tuple(pair);

  items(): Value[] {
    spend(this.map.size);
    return [...this.map].map(this.pick);
  }

  /** Whether Python compares it as a set. */
  get isSet(): boolean {
    return this.kind !== 'values';
  }

  get length(): number {
    return this.map.size;
  }

  truthy(): boolean {
    return this.map.size > 0;
  }

  override repr(): string {
    return `${this.typeName}(${str(this.items())})`;
  }
}
