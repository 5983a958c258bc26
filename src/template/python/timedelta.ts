// Python's timedelta: what subtracting two dates gives.
import { PyObject, Float, float, type Value } from '../../value/index.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { str } from './text.js';

const DAY = 86400e6;

/** C Python rounds what falls between two microseconds to the even one. */
function rounded(micros: number): number {
  const floor = Math.floor(micros);
  const rest = micros - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** The floor of a quotient of integers, exact beyond what a float's division gives. */
function floored(a: number, b: number): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  const q = x / y;
  return Number(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
}

export class PyTimeDelta extends PyObject {
  override readonly typeName = 'timedelta';
  constructor(readonly micros: number) {
    super();
  }

  private get days(): number {
    return Math.floor(this.micros / DAY);
  }

  override get(name: string): Value | undefined {
    const rest = this.micros - this.days * DAY;
    if (name === 'days') return this.days;
    if (name === 'seconds') return Math.floor(rest / 1e6);
    if (name === 'microseconds') return rest % 1e6;
    if (name === 'total_seconds') return new NativeFunction('total_seconds', () => float(this.micros / 1e6));
    return undefined;
  }

  truthy(): boolean {
    return this.micros !== 0;
  }

  override repr(): string {
    const parts = ['days', 'seconds', 'microseconds']
      .filter((n) => this.get(n) !== 0)
      .map((n) => `${n}=${str(this.get(n) ?? 0)}`);
    return `datetime.timedelta(${parts.join(', ') || '0'})`;
  }

  override str(): string {
    const two = (n: number, width = 2): string => String(n).padStart(width, '0');
    const rest = this.micros - this.days * DAY;
    const s = Math.floor(rest / 1e6);
    const micro = rest % 1e6 ? `.${two(rest % 1e6, 6)}` : '';
    const days = this.days ? `${this.days} day${Math.abs(this.days) === 1 ? '' : 's'}, ` : '';
    return `${days}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}${micro}`;
  }

  compareTo(other: Value): number | undefined {
    return other instanceof PyTimeDelta ? this.micros - other.micros : undefined;
  }

  negated(): Value {
    return new PyTimeDelta(-this.micros);
  }

  absolute(): Value {
    return new PyTimeDelta(Math.abs(this.micros));
  }

  arithmetic(op: string, other: Value): Value | undefined {
    if (other instanceof PyTimeDelta) {
      const [a, b] = [this.micros, other.micros];
      if (op === '+' || op === '-') return new PyTimeDelta(op === '+' ? a + b : a - b);
      if (op !== '/' && op !== '//' && op !== '%') return undefined;
      if (b === 0) return fail('integer division or modulo by zero');
      if (op === '/') return float(a / b);
      return op === '//' ? floored(a, b) : new PyTimeDelta(a - floored(a, b) * b);
    }
    const n = other instanceof Float ? other.value : typeof other === 'number' ? other : undefined;
    if (n === undefined) return undefined;
    if (op === '*') return new PyTimeDelta(rounded(this.micros * n));
    if (op !== '/' && op !== '//') return undefined;
    if (n === 0) return fail('integer division or modulo by zero');
    if (op === '/') return new PyTimeDelta(rounded(this.micros / n));
    return Number.isInteger(n) && typeof other === 'number' ? new PyTimeDelta(floored(this.micros, n)) : undefined;
  }

  /** `other op this`, for what does not know about time. */
  reflected(op: string, other: Value): Value | undefined {
    return op === '*' ? this.arithmetic(op, other) : undefined;
  }
}
