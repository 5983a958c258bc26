// What the room for Kubernetes passes around: objects as the API has them, resources as discovery tells them.

/** Any API object, as JSON gives it. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: KubeMetadata;
  [field: string]: unknown;
}

interface KubeMetadata {
  name?: string;
  namespace?: string;
  generateName?: string;
  labels?: Record<string, string> | null;
  annotations?: Record<string, string> | null;
  resourceVersion?: string;
  uid?: string;
  [field: string]: unknown;
}

/** A kind the server serves and how it is addressed. */
export interface KubeResource {
  /** `v1`, `apps/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  /** The name in paths: `deployments`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** What can be asked of one object besides itself: `log`, `scale`; undefined where nobody said. */
  readonly subresources?: readonly string[];
}

export const SELF = 'tsplay';

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** `Deployment "web" in namespace "shop"`, for messages. */
export function nameObject(object: KubeObject, namespaced = true): string {
  const { name, generateName, namespace } = object.metadata ?? {};
  const called = name ?? (generateName === undefined ? undefined : `${generateName}*`);
  const where = namespaced && namespace !== undefined ? ` in namespace "${namespace}"` : '';
  return `${object.kind ?? 'object'}${called === undefined ? '' : ` "${called}"`}${where}`;
}
