// What a dict's keys(), values() and items() give: views that show the dict as it is when they are looked at.
import { PyObject, tuple, type Value, type ValueMap } from '../../value/index.js';
import { str } from './text.js';

type Kind = 'keys' | 'values' | 'items';

export class DictView extends PyObject {
  override readonly typeName: string;
  constructor(
    private readonly map: ValueMap,
    private readonly kind: Kind,
  ) {
    super();
    this.typeName = `dict_${kind}`;
  }

  override get(): undefined {
    return undefined;
  }

  items(): Value[] {
    if (this.kind === 'keys') return [...this.map.keys()];
    if (this.kind === 'values') return [...this.map.values()];
    return [...this.map].map((pair) => tuple(pair));
  }

  truthy(): boolean {
    return this.map.size > 0;
  }

  override repr(): string {
    return `${this.typeName}(${str(this.items())})`;
  }
}
