// The objects Jinja2 gives templates: loop, namespace, cycler, joiner, imported modules.
import { PyObject, Undefined, type Value } from '../../value/index.js';
import { Callable, NativeFunction } from '../python/callable.js';
import { equal } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { repr } from '../python/text.js';
import type { Kwargs } from '../python/arguments.js';

/** `namespace()`: attributes that templates may set. */
export class Namespace extends PyObject {
  override readonly typeName = 'Namespace';
  constructor(readonly attributes: Map<string, Value>) {
    super();
  }
  override get(name: string): Value | undefined {
    return this.attributes.get(name);
  }
  override repr(): string {
    return `<Namespace ${repr(new Map<Value, Value>(this.attributes))}>`;
  }
  element(key: Value): Value | undefined {
    return typeof key === 'string' ? this.attributes.get(key) : undefined;
  }
}

/** The names an imported template exports. */
export class TemplateModule extends PyObject {
  override readonly typeName = 'TemplateModule';
  constructor(
    readonly name: string,
    readonly exports: ReadonlyMap<string, Value>,
    readonly output: string,
  ) {
    super();
  }
  override get(name: string): Value | undefined {
    return this.exports.get(name);
  }
  override str(): string {
    return this.output;
  }
}

/** The `loop` variable. */
export class LoopVariable extends Callable {
  override readonly typeName = 'LoopContext';
  index0 = 0;
  private lastChanged: readonly Value[] | undefined;

  constructor(
    private readonly items: readonly Value[],
    private readonly depth0: number,
    private readonly recurse: ((items: Value) => string) | undefined,
  ) {
    super();
  }

  override call(args: readonly Value[]): Value {
    if (!this.recurse) fail("The loop must have the 'recursive' marker to be called recursively.");
    return this.recurse(args[0] ?? null);
  }

  override get(name: string): Value | undefined {
    const n = this.items.length;
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'revindex':
        return n - this.index0;
      case 'revindex0':
        return n - this.index0 - 1;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.index0 === n - 1;
      case 'length':
        return n;
      case 'depth':
        return this.depth0 + 1;
      case 'depth0':
        return this.depth0;
      case 'previtem':
        return this.index0 > 0 ? this.items[this.index0 - 1] : new Undefined('there is no previous item');
      case 'nextitem':
        return this.index0 + 1 < n ? this.items[this.index0 + 1] : new Undefined('there is no next item');
      case 'cycle':
        return new NativeFunction('cycle', (args) => {
          if (args.length === 0) fail('no items for cycling given');
          return args[this.index0 % args.length] as Value;
        });
      case 'changed':
        return new NativeFunction('changed', (args) => {
          const before = this.lastChanged;
          this.lastChanged = args;
          return !(before?.length === args.length && before.every((v, i) => equal(v, args[i] as Value)));
        });
      default:
        return undefined;
    }
  }
}

class Cycler extends PyObject {
  override readonly typeName = 'Cycler';
  private at = 0;
  constructor(private readonly items: readonly Value[]) {
    super();
  }
  override get(name: string): Value | undefined {
    if (name === 'current') return this.items[this.at];
    if (name === 'next')
      return new NativeFunction('next', () => {
        const item = this.items[this.at] as Value;
        this.at = (this.at + 1) % this.items.length;
        return item;
      });
    if (name === 'reset') return new NativeFunction('reset', () => ((this.at = 0), null));
    return undefined;
  }
}

/** `cycler(...)` */
export function cycler(args: readonly Value[]): Value {
  return args.length > 0 ? new Cycler(args) : fail('at least one item has to be provided');
}

class Joiner extends Callable {
  override readonly typeName = 'Joiner';
  private used = false;
  constructor(private readonly separator: Value) {
    super();
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    if (this.used) return this.separator;
    this.used = true;
    return '';
  }
}

/** `joiner(sep)` */
export function joiner(args: readonly Value[], kwargs: Kwargs): Value {
  const given = args.length > 0 ? args[0] : kwargs.get('sep');
  return new Joiner(given === undefined ? ', ' : given);
}
