// Which keys of a mapping are one to Python, and how a message names one.
import { Float, PyDate, PyDateTime, TemplateText, type Value } from '../value/index.js';

/** The keys of one mapping as Python compares them: `1`, `1.0` and `true` are one, and equal dates are. */
export class HeldKeys {
  private readonly numbers = new Map<number, Value>();
  private readonly dates: (PyDate | PyDateTime)[] = [];

  /** The key that was there first and is the same to Python; the key itself when there was none. */
  of(key: Value): Value {
    if (key instanceof PyDate || key instanceof PyDateTime) {
      const known = this.dates.find((k) => key.compareTo(k) === 0);
      if (!known) this.dates.push(key);
      return known ?? key;
    }
    if (typeof key !== 'boolean' && typeof key !== 'number' && !(key instanceof Float)) return key;
    const number = key instanceof Float ? key.value : Number(key);
    const known = this.numbers.get(number);
    if (known === undefined) this.numbers.set(number, key);
    return known ?? key;
  }
}

/** The key as a message names it. */
export function shownKey(key: Value): string {
  if (key instanceof TemplateText) return key.source;
  if (key instanceof PyDate || key instanceof PyDateTime) return key.str();
  return key === null || typeof key !== 'object' ? String(key) : '?';
}
