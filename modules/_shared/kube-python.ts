// compat: an object as the Python client's typed classes tell it: names in snake case, times with an offset, nothing left out.
import type { KubeObject } from '../../src/kit/kube.js';

/** Fields whose keys are data, not names. */
const MAPS: readonly string[] = ['labels', 'annotations', 'capacity', 'allocatable', 'fieldsV1', 'matchLabels'];

/** Fields that are told although they are not there, as None, by the path of what they are in. */
const NONE: Readonly<Record<string, readonly string[]>> = {
  metadata: [
    ...['annotations', 'creation_timestamp', 'deletion_grace_period_seconds', 'deletion_timestamp', 'finalizers'],
    ...['generate_name', 'generation', 'labels', 'managed_fields', 'name', 'namespace', 'owner_references'],
    ...['resource_version', 'self_link', 'uid'],
  ],
  'metadata.managed_fields': ['subresource'],
  spec: ['config_source', 'external_id', 'pod_cidr', 'pod_cidrs', 'provider_id', 'taints', 'unschedulable'],
  'spec.taints': ['effect', 'key', 'time_added', 'value'],
  status: [
    ...['addresses', 'allocatable', 'capacity', 'conditions', 'config', 'daemon_endpoints', 'features', 'images'],
    ...['node_info', 'phase', 'runtime_handlers', 'volumes_attached', 'volumes_in_use'],
  ],
};

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** `podCIDRs` is `pod_cidrs`, `systemUUID` is `system_uuid`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([A-Z]+s?)([A-Z][a-z]|$)/g, (_all, word: string, rest: string) => `_${word.toLowerCase()}${rest}`)
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replace(/([a-z])V1$/, '$1_v1')
    .replace(/^_/, '');
}

function converted(value: unknown, path: string, isTime: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => converted(item, path, false));
  if (typeof value === 'string') return isTime && TIME.test(value) ? value.replace(/Z$/, '+00:00') : value;
  if (value === null || typeof value !== 'object') return value;
  const fields: Record<string, unknown> = Object.fromEntries((NONE[path] ?? []).map((name) => [name, null]));
  for (const [key, inner] of Object.entries(value)) {
    const name = snakeCase(key);
    const at = path === '' ? name : `${path}.${name}`;
    fields[name] = MAPS.includes(key) ? inner : converted(inner, at, /time(?:stamp)?$|_added$/.test(name));
  }
  return fields;
}

/** @param object a Node */
export function pythonObject(object: KubeObject): Record<string, unknown> {
  return converted(object, '', false) as Record<string, unknown>;
}
