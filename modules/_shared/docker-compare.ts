// Whether what a task asks for and what the daemon has are the same, by the rules of `comparisons`; and the list of differences.

/** `value`: one thing; `list`: order counts; `set` and `set(dict)`: it does not; `dict`: by key. */
export type Kind = 'value' | 'list' | 'set' | 'set(dict)' | 'dict';
export type Comparison = 'ignore' | 'strict' | 'allow_more_present';

type Dict = Readonly<Record<string, unknown>>;

/** Python's `==` for plain data: order of keys does not count, null and absent are not the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => same(value, b[i]));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [x, y] = [a as Dict, b as Dict];
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
}

/** Whether every entry of `a` is in `b`. */
const within = (a: Dict, b: Dict): boolean =>
  Object.entries(a).every(([key, value]) => Object.hasOwn(b, key) && same(value, b[key]));

const sizeOf = (value: unknown): number =>
  Array.isArray(value) ? value.length : typeof value === 'string' ? value.length : Object.keys(value as object).length;

/** @param wanted what the task asks for; @param has what is there; null and undefined are nothing */
export function matches(wanted: unknown, has: unknown, comparison: Comparison, kind: Kind): boolean {
  if (comparison === 'ignore') return true;
  const [a, b] = [wanted ?? null, has ?? null];
  if (a === null || b === null) {
    if (a === b) return true;
    if (kind === 'value') return false;
    if (comparison === 'allow_more_present' && a === null) return true;
    return sizeOf(a ?? b) === 0;
  }
  const strict = comparison === 'strict';
  switch (kind) {
    case 'value':
      return same(a, b);
    case 'list':
      return strict ? same(a, b) : inOrder(a as unknown[], b as unknown[]);
    case 'dict':
      return strict ? same(a, b) : within(a as Dict, b as Dict);
    case 'set': {
      const [x, y] = [a as unknown[], b as unknown[]];
      const all = (some: unknown[], of: unknown[]): boolean => some.every((v) => of.some((w) => same(v, w)));
      return all(x, y) && (!strict || all(y, x));
    }
    case 'set(dict)': {
      const [x, y] = [a as Dict[], b as Dict[]];
      return x.every((v) => y.some((w) => within(v, w))) && (!strict || y.every((w) => x.some((v) => within(v, w))));
    }
  }
}

/** Whether `a` is a subsequence of `b`. */
function inOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  let at = 0;
  return a.every((value) => {
    while (at < b.length && !same(b[at], value)) at++;
    return at++ < b.length;
  });
}

export interface Difference {
  readonly name: string;
  readonly parameter: unknown;
  readonly active: unknown;
}

/** What differs, in the order it was found, and the forms in which results tell it. */
export class Differences {
  readonly all: Difference[] = [];

  add(name: string, parameter: unknown, active: unknown): void {
    this.all.push({ name, parameter: parameter ?? null, active: active ?? null });
  }

  merge(other: Differences): void {
    this.all.push(...other.all);
  }

  get empty(): boolean {
    return this.all.length === 0;
  }

  get names(): string[] {
    return this.all.map(({ name }) => name);
  }

  sides(): { before: Record<string, unknown>; after: Record<string, unknown> } {
    return {
      before: Object.fromEntries(this.all.map(({ name, active }) => [name, active])),
      after: Object.fromEntries(this.all.map(({ name, parameter }) => [name, parameter])),
    };
  }
}
