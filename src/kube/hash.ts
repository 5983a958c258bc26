// `append_hash`: the suffix that makes a ConfigMap's or Secret's name change with its content.
import { createHash } from 'node:crypto';
import { asciiJson, toJson } from './json.js';
import { isObject, type KubeObject } from './types.js';

const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

function sortedKeys(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortedKeys(value[key])]),
  );
}

/**
 * The ten characters kubernetes.core appends: SHA-256 over data, kind, name and (for a Secret) type as JSON, its hex
 * digits respelled so that they form no words.
 */
export function contentHash(object: KubeObject): string {
  const { name, generateName } = object.metadata ?? {};
  const useGenerated = !name && generateName;
  const content: Record<string, unknown> = {
    data: sortedKeys(object['data'] ?? ''),
    kind: object.kind,
    ...(useGenerated ? { generateName } : { name: name ?? '' }),
    ...(object.kind === 'Secret' ? { type: object['type'] ?? '' } : {}),
  };
  const digest = createHash('sha256')
    .update(asciiJson(toJson(content)))
    .digest('hex');
  return digest.slice(0, 10).replaceAll(/[013ae]/g, (c) => LETTERS[c] ?? c);
}

/** The object under its hashed name; other kinds than ConfigMap and Secret as they are. */
export function withHash(object: KubeObject): KubeObject {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return object;
  const { name, generateName } = object.metadata ?? {};
  const hash = contentHash(object);
  if (name) return { ...object, metadata: { ...object.metadata, name: `${name}-${hash}` } };
  if (generateName) return { ...object, metadata: { ...object.metadata, generateName: `${generateName}-${hash}` } };
  return object;
}
