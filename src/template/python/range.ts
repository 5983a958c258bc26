// Python's range: a sequence of whole numbers that is not a list until something makes it one.
import { PyObject, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { spend } from './budget.js';
import { NativeFunction } from './callable.js';
import { equal } from './compare.js';
import { fail } from './errors.js';
import { indexOf } from './numbers.js';

const LIMIT = 1e7;

export class PyRange extends PyObject {
  override readonly typeName = 'range';
  readonly length: number;

  private constructor(
    private readonly start: number,
    private readonly stop: number,
    private readonly step: number,
  ) {
    super();
    this.length = Math.max(0, Math.ceil((stop - start) / step));
    if (![start, stop, step].every(Number.isSafeInteger)) fail('range() of numbers this large is refused');
  }

  /** `range(stop)`, `range(start, stop)`, `range(start, stop, step)`. @throws TsplayError template-value */
  static of(args: readonly Value[]): PyRange {
    if (args.length > 3) fail(`range expected at most 3 arguments, got ${args.length}`);
    const [first, second, third] = args.map((v) => indexOf(v, 'range() arguments'));
    if (first === undefined) return fail('range expected at least 1 argument, got 0');
    const [start, stop, step] = second === undefined ? [0, first, 1] : [first, second, third ?? 1];
    if (step === 0) fail('range() arg 3 must not be zero');
    return new PyRange(start, stop, step);
  }

  items(): Value[] {
    if (this.length > LIMIT) fail(`range() of ${this.length} elements is refused; the limit is ${LIMIT}`);
    spend(this.length);
    return Array.from({ length: this.length }, (_, i) => this.start + i * this.step);
  }

  truthy(): boolean {
    return this.length > 0;
  }

  element(key: Value): Value | undefined {
    if (typeof key !== 'number' && typeof key !== 'boolean' && typeof key !== 'bigint') return undefined;
    const n = Number(key);
    if (!Number.isInteger(n)) return undefined;
    const i = n < 0 ? n + this.length : n;
    return i >= 0 && i < this.length ? this.start + i * this.step : undefined;
  }

  /** The part from the element `from` to before `to`, both already within the range. */
  part(from: number, to: number, by: number): PyRange {
    return new PyRange(this.start + from * this.step, this.start + to * this.step, this.step * by);
  }

  /** Ranges are equal when they give the same numbers, and have no order. */
  compareTo(other: Value): number | undefined {
    if (!(other instanceof PyRange) || other.length !== this.length) return undefined;
    if (this.length === 0) return 0;
    return this.start === other.start && (this.length === 1 || this.step === other.step) ? 0 : undefined;
  }

  override get(name: string): Value | undefined {
    switch (name) {
      case 'start':
      case 'stop':
      case 'step':
        return this[name];
      case 'count':
        return new NativeFunction('count', (args, kwargs) => {
          const [value] = bind('count', args, kwargs, ['value'], 1);
          return this.items().filter((v) => equal(v, value as Value)).length;
        });
      case 'index':
        return new NativeFunction('index', (args, kwargs) => {
          const [value] = bind('index', args, kwargs, ['value'], 1);
          const at = this.items().findIndex((v) => equal(v, value as Value));
          return at < 0 ? fail('the value is not in range') : at;
        });
      default:
        return undefined;
    }
  }

  override repr(): string {
    return `range(${this.start}, ${this.stop}${this.step === 1 ? '' : `, ${this.step}`})`;
  }
}
