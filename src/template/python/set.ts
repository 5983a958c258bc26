// Python's sets of numbers: their order follows from the hashes, so that it is the same in every run.
import type { Value } from '../../value/index.js';
import { equal } from './compare.js';
import { hashOf } from './hash.js';

const LEAST = 8;
/** How many neighbours are looked at before the next place is tried. */
const NEIGHBOURS = 9;

type Entry = { readonly hash: bigint; readonly value: Value } | 'gone' | undefined;

/** A hash table as CPython keeps one for a set: what it holds is walked in the order of the table. */
export class PythonSet {
  private table: Entry[] = new Array<Entry>(LEAST).fill(undefined);
  /** Places that were ever taken. */
  private filled = 0;
  /** How many elements are in the table. */
  private held = 0;
  /** How many have another place in every run: they are counted only. */
  private apart = 0;

  static of(values: readonly Value[]): PythonSet {
    const set = new PythonSet();
    const texts = new Set<Value>();
    const others: Value[] = [];
    for (const value of values) {
      const hash = hashOf(value);
      if (hash !== undefined) set.add(value, hash);
      else if (typeof value === 'string') texts.add(value);
      else if (!others.some((o) => equal(o, value))) others.push(value);
    }
    set.apart = texts.size + others.length;
    return set;
  }

  /** Whether the order is the same in every run. */
  get isFixed(): boolean {
    return this.apart === 0;
  }

  /** How many elements the set has. */
  get size(): number {
    return this.held + this.apart;
  }

  values(): Value[] {
    return this.entries().map((e) => e.value);
  }

  union(other: PythonSet): PythonSet {
    const out = this.copy();
    out.merge(other);
    return out;
  }

  intersection(other: PythonSet): PythonSet {
    const [walked, asked] = other.size > this.size ? [this, other] : [other, this];
    return walked.filtered((e) => asked.has(e));
  }

  difference(other: PythonSet): PythonSet {
    if (this.size >> 2 <= other.size) return this.filtered((e) => !other.has(e));
    const out = this.copy();
    for (const e of other.entries()) out.discard(e);
    return out;
  }

  symmetricDifference(other: PythonSet): PythonSet {
    const out = other.copy();
    for (const e of this.entries()) if (!out.discard(e)) out.add(e.value, e.hash);
    return out;
  }

  private entries(): Exclude<Entry, 'gone' | undefined>[] {
    return this.table.filter((e) => typeof e === 'object');
  }

  private has(e: { hash: bigint; value: Value }): boolean {
    return typeof this.table[this.placeOf(e.value, e.hash)] === 'object';
  }

  private filtered(keep: (e: { hash: bigint; value: Value }) => boolean): PythonSet {
    const out = new PythonSet();
    for (const e of this.entries()) if (keep(e)) out.add(e.value, e.hash);
    return out;
  }

  private copy(): PythonSet {
    const out = new PythonSet();
    out.merge(this);
    return out;
  }

  private merge(other: PythonSet): void {
    if ((this.filled + other.held) * 5 >= (this.table.length - 1) * 3) this.resize((this.held + other.held) * 2);
    if (this.filled === 0 && this.table.length === other.table.length && other.filled === other.held) {
      this.table = [...other.table];
      this.filled = this.held = other.held;
    } else for (const e of other.entries()) this.add(e.value, e.hash);
  }

  /** Where the value is, or the place it would have: one that was left, else a free one. */
  private placeOf(value: Value | undefined, hash: bigint): number {
    const mask = this.table.length - 1;
    let at = Number(hash & BigInt(mask));
    let left: number | undefined;
    for (let rest = hash; ;) {
      const last = at + NEIGHBOURS <= mask ? at + NEIGHBOURS : at;
      for (let i = at; i <= last; i++) {
        const entry = this.table[i];
        if (entry === undefined) return left ?? i;
        if (entry === 'gone') left = i;
        else if (value !== undefined && entry.hash === hash && equal(entry.value, value)) return i;
      }
      rest >>= 5n;
      at = Number((BigInt(at) * 5n + 1n + rest) & BigInt(mask));
    }
  }

  private add(value: Value, hash: bigint): void {
    const at = this.placeOf(value, hash);
    const before = this.table[at];
    if (typeof before === 'object') return;
    this.table[at] = { hash, value };
    this.held++;
    if (before === 'gone') return;
    this.filled++;
    if (this.filled * 5 >= (this.table.length - 1) * 3) this.resize(this.held > 50_000 ? this.held * 2 : this.held * 4);
  }

  private discard(e: { hash: bigint; value: Value }): boolean {
    const at = this.placeOf(e.value, e.hash);
    if (typeof this.table[at] !== 'object') return false;
    this.table[at] = 'gone';
    this.held--;
    return true;
  }

  private resize(least: number): void {
    const entries = this.entries();
    let length = LEAST;
    while (length <= least) length *= 2;
    this.table = new Array<Entry>(length).fill(undefined);
    for (const e of entries) this.table[this.placeOf(undefined, e.hash)] = e;
    this.filled = entries.length;
  }
}
