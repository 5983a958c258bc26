// JSON text for the API server from values that may hold whole numbers beyond JavaScript's.

/** `JSON.stringify` that writes bigints as numbers. */
export function toJson(value: unknown): string {
  const marks = new Set<string>();
  const text = JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v !== 'bigint') return v;
    marks.add(String(v));
    return `\u0000${v}\u0000`;
  });
  return marks.size === 0 ? text : text.replaceAll(/"\\u0000(-?\d+)\\u0000"/g, '$1');
}

/** A deep copy that shares nothing; plain data only. */
export function clone<T>(value: T): T {
  return structuredClone(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

/** JSON with sorted keys and without blanks, characters outside ASCII escaped: what Python's client writes. */
export function canonicalJson(value: unknown): string {
  return asciiJson(toJson(sorted(value)));
}

export function asciiJson(text: string): string {
  return text.replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Deep equality of plain data; keys whose value is undefined count as absent. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'bigint' || typeof b === 'bigint')
    return String(a) === String(b) && typeof a !== 'string' && typeof b !== 'string';
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => sameData(v, b[i]));
  }
  const left = Object.entries(a).filter(([, v]) => v !== undefined);
  const right = new Map(Object.entries(b).filter(([, v]) => v !== undefined));
  return left.length === right.size && left.every(([k, v]) => right.has(k) && sameData(v, right.get(k)));
}
