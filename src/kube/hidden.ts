// `hidden_fields`: leaves the named fields out of what a module returns.
import { clone } from './json.js';
import { isObject } from './types.js';

/** `a.b[3][x.y/z].c` as its steps. */
export function fieldPath(text: string): string[] {
  return [...text.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((m) => m[1] ?? m[2] ?? '');
}

/** A copy without the fields; containers that became empty go too. Lists are addressed by index. */
export function hideFields<T>(value: T, fields: readonly string[] | undefined): T {
  if (!fields || fields.length === 0) return value;
  const copy = clone(value);
  // Later elements first, so that an index still means the same element after another was taken out.
  const paths = fields.map(fieldPath).sort((a, b) => b.join('.').localeCompare(a.join('.'), 'en', { numeric: true }));
  for (const path of paths) remove(copy, path);
  return copy;
}

function remove(container: unknown, path: readonly string[]): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (Array.isArray(container)) {
    const index = /^\d+$/.test(step) ? Number(step) : container.length;
    if (index >= container.length) return;
    if (rest.length > 0) remove(container[index], rest);
    if (rest.length === 0 || isEmpty(container[index])) container.splice(index, 1);
  } else if (isObject(container) && step in container) {
    if (rest.length > 0) remove(container[step], rest);
    if (rest.length === 0 || isEmpty(container[step])) delete container[step];
  }
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
