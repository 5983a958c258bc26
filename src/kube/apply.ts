// Client-side apply: what to send so that an object becomes as written, compared with what was written the last time.
import { canonicalJson, clone, sameData } from './json.js';
import { mergeKey } from './merge-keys.js';
import { isObject, type KubeObject } from './types.js';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The definition with itself noted in the annotation that the next apply compares with. */
export function annotated(definition: KubeObject): KubeObject {
  const copy = clone(definition);
  const annotations = { ...copy.metadata?.annotations, [LAST_APPLIED]: canonicalJson(definition) };
  return { ...copy, metadata: { ...copy.metadata, annotations } };
}

/** What was applied the last time; empty when nothing was or the note is damaged. */
export function lastApplied(existing: KubeObject): Record<string, unknown> {
  const note = existing.metadata?.annotations?.[LAST_APPLIED];
  if (note === undefined) return {};
  try {
    const value: unknown = JSON.parse(note);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * The JSON merge patch that turns `existing` into what `definition` says: fields that were applied before and are no
 * longer written are removed, fields others set stay. Empty when there is nothing to do.
 */
export function applyPatch(existing: KubeObject, definition: KubeObject): Record<string, unknown> {
  const desired = annotated(definition);
  return threeWay(lastApplied(existing), desired, existing, {
    kind: definition.kind ?? '',
    path: [],
  });
}

interface Position {
  readonly kind: string;
  readonly path: readonly string[];
}

type Data = Record<string, unknown>;

function threeWay(last: Data, desired: Data, actual: Data, at: Position): Data {
  const patch: Data = {};
  for (const key of Object.keys(last)) {
    if (!(key in desired) && key in actual) patch[key] = null;
  }
  for (const [key, wanted] of Object.entries(desired)) {
    const is = actual[key];
    if (wanted === null) {
      if (is !== undefined && is !== null) patch[key] = null;
      continue;
    }
    const before = last[key];
    const here = { kind: at.kind, path: [...at.path, key] };
    if (isObject(wanted) && isObject(is)) {
      const inner = threeWay(isObject(before) ? before : {}, wanted, is, here);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (Array.isArray(wanted) && Array.isArray(is)) {
      const merged = mergeLists(Array.isArray(before) ? before : [], wanted, is, here);
      if (!sameData(merged, is)) patch[key] = merged;
    } else if (!sameData(wanted, is)) {
      patch[key] = wanted;
    }
  }
  return patch;
}

/**
 * A list as it shall be. Where the API defines what tells elements apart, each element keeps what others set in it, and
 * elements that others added stay; every other list is taken as written.
 */
function mergeLists(
  last: readonly unknown[],
  desired: readonly unknown[],
  actual: readonly unknown[],
  at: Position,
): unknown[] {
  const keyOf = mergeKey(at.kind, at.path);
  const index = (list: readonly unknown[]): Map<string, Data> | undefined => {
    if (!keyOf || !list.every(isObject)) return undefined;
    const map = new Map(list.map((item) => [keyOf(item), item]));
    return map.size === list.length && !map.has('') ? map : undefined;
  };
  const [before, wanted, is] = [index(last), index(desired), index(actual)];
  if (!before || !wanted || !is) return [...desired];
  const result: unknown[] = [];
  for (const [key, item] of wanted) {
    const found = is.get(key);
    result.push(found ? mergePatch(found, threeWay(before.get(key) ?? {}, item, found, at)) : item);
  }
  for (const [key, item] of is) if (!wanted.has(key) && !before.has(key)) result.push(item);
  return result;
}

/** RFC 7396: a JSON merge patch applied; neither side is altered. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Data = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
