// The objects Jinja2 gives templates: loop, namespace, cycler, joiner, imported modules.
import { PyObject, Undefined, tuple, type Value, type ValueMap } from '../../value/index.js';
import { Callable, NativeFunction } from '../python/callable.js';
import { equal } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { repr } from '../python/text.js';
import { walk, type Walk } from '../python/walk.js';
import { bind, type Kwargs } from '../python/arguments.js';

/** `namespace()`: attributes that templates may set. */
export class Namespace extends PyObject {
  override readonly typeName = 'Namespace';
  constructor(readonly attributes: ValueMap) {
    super();
  }
  override get(name: string): Value | undefined {
    return this.attributes.get(name);
  }
  override repr(): string {
    return `<Namespace ${repr(this.attributes)}>`;
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
    /** Whether it printed something that is no text. */
    private readonly hasOther: boolean,
  ) {
    super();
  }
  override get(name: string): Value | undefined {
    return this.exports.get(name);
  }
  /** compat: Ansible joins what an imported template printed without making text of it first. */
  override str(): string {
    return this.hasOther ? fail('the imported template prints something that is no text') : this.output;
  }
}

/** The `loop` variable. */
export class LoopVariable extends Callable {
  override readonly typeName = 'LoopContext';
  private index0 = -1;
  private before: Value | undefined;
  private current: Value | undefined;
  /** The element after this one, when it was looked at already. */
  private after: Value | undefined;
  private size: number | undefined;
  private lastChanged: readonly Value[] | undefined;

  constructor(
    private rest: Walk,
    private readonly depth0: number,
    private readonly recurse: ((items: Value) => string) | undefined,
  ) {
    super();
  }

  override call(args: readonly Value[]): Value {
    if (!this.recurse) fail("The loop must have the 'recursive' marker to be called recursively.");
    return this.recurse(args[0] ?? null);
  }

  /** Goes on to the next element and gives it; undefined at the end. */
  advance(): Value | undefined {
    const next = this.peek();
    if (next === undefined) return undefined;
    this.after = undefined;
    this.index0++;
    this.before = this.current;
    return (this.current = next);
  }

  private peek(): Value | undefined {
    // None is an element, too.
    if (this.after === undefined) this.after = this.rest.next();
    return this.after;
  }

  /** How many elements there are; of those that come one by one, the rest is fetched for it. */
  get length(): number {
    if (this.size !== undefined) return this.size;
    const known = this.rest.length();
    if (known !== undefined) return (this.size = known);
    const rest: Value[] = [];
    for (let v = this.rest.next(); v !== undefined; v = this.rest.next()) rest.push(v);
    this.rest = walk(rest);
    return (this.size = rest.length + this.index0 + 1 + (this.after === undefined ? 0 : 1));
  }

  /** compat: who walks the loop itself takes the rest of its turns away. */
  items(): Value[] {
    const out: Value[] = [];
    for (let v = this.advance(); v !== undefined; v = this.advance()) out.push(tuple([v, this]));
    return out;
  }

  /** compat: `loop | first` takes one turn away. */
  first(): Value | undefined {
    const v = this.advance();
    return v === undefined ? undefined : tuple([v, this]);
  }

  override repr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.length}>`;
  }

  override get(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.index0 + 1;
      case 'index0':
        return this.index0;
      case 'revindex':
        return this.length - this.index0;
      case 'revindex0':
        return this.length - this.index0 - 1;
      case 'first':
        return this.index0 === 0;
      case 'last':
        return this.peek() === undefined;
      case 'length':
        return this.length;
      case 'depth':
        return this.depth0 + 1;
      case 'depth0':
        return this.depth0;
      case 'previtem':
        return this.index0 > 0 ? this.before : new Undefined('there is no previous item');
      case 'nextitem':
        return this.peek() === undefined ? new Undefined('there is no next item') : this.after;
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
  constructor(private readonly given: readonly Value[]) {
    super();
  }
  override get(name: string): Value | undefined {
    if (name === 'current') return this.given[this.at];
    if (name === 'items') return tuple(this.given);
    if (name === 'pos') return this.at;
    if (name === 'next')
      return new NativeFunction('next', () => {
        const item = this.given[this.at] as Value;
        this.at = (this.at + 1) % this.given.length;
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
  override get(name: string): Value | undefined {
    if (name === 'sep') return this.separator;
    return name === 'used' ? this.used : undefined;
  }
  override call(_args: readonly Value[], _kwargs: Kwargs): Value {
    if (this.used) return this.separator;
    this.used = true;
    return '';
  }
}

/** `joiner(sep)` */
export function joiner(args: readonly Value[], kwargs: Kwargs): Value {
  const [given] = bind('joiner', args, kwargs, ['sep']);
  return new Joiner(given === undefined ? ', ' : given);
}
