// How deep a value is nested: what goes on with it goes down into it, level by level.

/** Far more than any module answers; a program that was told to do harm can nest without end. */
export const DEEPEST_RESULT = 500;

/** Whether a value has more than `limit` levels of lists and mappings in each other. Needs no stack for that. */
export function isDeeper(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: unknown[] = [];
    for (const item of level) {
      if (item === null || typeof item !== 'object' || ArrayBuffer.isView(item)) continue;
      const inner: Iterable<unknown> = Array.isArray(item)
        ? item
        : item instanceof Map
          ? item.values()
          : Object.values(item);
      for (const part of inner) if (part !== null && typeof part === 'object') next.push(part);
    }
    level = next;
  }
  return false;
}
