// What `super` and `self` are inside of a block.
import { PyObject, type Value } from '../../value/index.js';
import { Callable } from '../python/callable.js';

/** `super`: the block above this one; `super.super` the one above that. */
export class SuperReference extends Callable {
  override readonly typeName = 'BlockReference';
  constructor(
    private readonly text: () => string,
    private readonly above: () => Value,
  ) {
    super();
  }
  override call(): Value {
    return this.text();
  }
  override get(name: string): Value | undefined {
    return name === 'super' ? this.above() : undefined;
  }
}

/** `self`: the blocks of the template as functions. */
export class SelfReference extends PyObject {
  override readonly typeName = 'TemplateReference';
  constructor(private readonly find: (name: string) => Value | undefined) {
    super();
  }
  override get(name: string): Value | undefined {
    return this.find(name);
  }
}
