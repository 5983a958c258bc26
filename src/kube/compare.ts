// Whether two states of an object mean the same, and what differs between them as text.
import { clone, sameData } from './json.js';
import { mergeKeys } from './merge-keys.js';
import { isObject, type KubeObject } from './types.js';

export interface CompareOptions {
  /** Whether `status` counts: only when the manifest itself has one. */
  readonly status?: boolean;
  /** Whether who manages which field counts (server-side apply), times left aside. */
  readonly managers?: boolean;
}

/** Metadata the server writes on its own account. */
const SERVER_METADATA = ['resourceVersion', 'generation', 'managedFields', 'creationTimestamp', 'uid', 'selfLink'];

/** A copy without what the server changes by itself. */
function meaningful(object: KubeObject, options: CompareOptions = {}): KubeObject {
  const copy = { ...object };
  if (!options.status) delete copy['status'];
  if (isObject(copy.metadata)) {
    const metadata = { ...copy.metadata };
    for (const field of SERVER_METADATA) delete metadata[field];
    if (options.managers) metadata['managedFields'] = managers(object);
    copy.metadata = metadata;
  }
  return copy;
}

function managers(object: KubeObject): unknown {
  const fields = object.metadata?.['managedFields'];
  if (!Array.isArray(fields)) return undefined;
  return fields.filter(isObject).map(({ time: _time, ...rest }) => rest);
}

export function sameObject(a: KubeObject, b: KubeObject, options: CompareOptions = {}): boolean {
  return sameData(meaningful(a, options), meaningful(b, options));
}

/** Where a value stands in an object that is patched by strategic merge. */
export interface MergePosition {
  readonly kind: string;
  readonly path: readonly string[];
}

/**
 * Whether patching `existing` with `patch` certainly changes nothing, so that the server need not be asked. False means
 * only "ask": quantities the server writes otherwise, defaulted fields inside lists and the like are its to judge.
 * @param at given for a strategic merge, where lists are merged element by element
 */
export function certainlySame(existing: unknown, patch: unknown, at?: MergePosition): boolean {
  if (Array.isArray(existing) && Array.isArray(patch))
    return sameData(existing, patch) || isMerged(existing, patch, at);
  if (!isObject(patch)) return sameData(existing, patch);
  if (!isObject(existing)) return false;
  return Object.entries(patch).every(([key, value]) => {
    if (key.startsWith('$')) return false;
    if (value === null) return existing[key] === undefined || existing[key] === null;
    const inner = at && { kind: at.kind, path: [...at.path, key] };
    return key in existing && certainlySame(existing[key], value, inner);
  });
}

/** Whether each element of a list to be merged in is there already, told apart as the API does. */
function isMerged(existing: readonly unknown[], patch: readonly unknown[], at: MergePosition | undefined): boolean {
  const field = at && mergeKeys(at.kind, at.path)?.[0];
  if (field === undefined || !existing.every(isObject) || !patch.every(isObject)) return false;
  const index = new Map(existing.map((item) => [item[field], item]));
  if (index.size !== existing.length || new Set(patch.map((item) => item[field])).size !== patch.length) return false;
  return patch.every((item) => item[field] !== undefined && certainlySame(index.get(item[field]), item, at));
}

const MASK = '***';

/**
 * An object as it is shown in a diff: without the server's own metadata, and with a Secret's values masked, so that
 * only whether they differ is seen.
 * @param other the other side, to tell masked values that differ apart
 */
export function shown(object: KubeObject, other?: KubeObject): KubeObject {
  const copy = clone(meaningful(object));
  if (object.kind !== 'Secret') return copy;
  for (const field of ['data', 'stringData']) {
    const values = copy[field];
    if (!isObject(values)) continue;
    const others = isObject(other?.[field]) ? other[field] : {};
    for (const [key, value] of Object.entries(values)) {
      values[key] =
        other === undefined || sameData(value, others[key]) ? MASK : `${MASK} (${key in others ? 'differs' : 'new'})`;
    }
  }
  const annotations = copy.metadata?.annotations;
  for (const key of Object.keys(annotations ?? {})) {
    if (annotations && key === 'kubectl.kubernetes.io/last-applied-configuration') annotations[key] = MASK;
  }
  return copy;
}

/** Plain data as indented text in YAML's block style, keys sorted: for people to read, not to be parsed. */
export function blockText(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${blockText(item, `${indent}  `).trimStart()}`).join('');
  }
  if (!isObject(value)) return `${indent}${scalar(value)}\n`;
  return Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => {
      const inner = value[key];
      if (Array.isArray(inner) && inner.length > 0) return `${indent}${key}:\n${blockText(inner, indent)}`;
      if (isObject(inner) && Object.keys(inner).length > 0)
        return `${indent}${key}:\n${blockText(inner, `${indent}  `)}`;
      if (typeof inner === 'string' && inner.includes('\n'))
        return `${indent}${key}: |\n${lines(inner, `${indent}  `)}`;
      return `${indent}${key}: ${scalar(inner)}\n`;
    })
    .join('');
}

function lines(text: string, indent: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${indent}${line}\n`)
    .join('');
}

function scalar(value: unknown): string {
  if (Array.isArray(value)) return '[]';
  if (isObject(value)) return '{}';
  if (typeof value !== 'string') return String(value);
  const plain =
    /^[A-Za-z0-9_./][\w./@:+=, -]*$/.test(value) && !/: |^[\d.]+$|^(?:true|false|null|yes|no|on|off)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}
