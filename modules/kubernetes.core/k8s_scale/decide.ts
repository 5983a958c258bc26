// Whether an object is to be scaled, and if not, what is said about it.
import type { KubeObject } from '../../../src/kit/kube.js';

export interface Wish {
  readonly replicas: number;
  readonly currentReplicas: number | undefined;
  readonly resourceVersion: string | undefined;
}

export type Verdict =
  | { readonly do: 'scale' | 'nothing' }
  /** compat: not as the task expects it, which is told and no failure. */
  | { readonly do: 'pass over'; readonly why: string }
  | { readonly do: 'fail'; readonly why: string };

/** The number that scaling changes: a Job's parallelism, else the replicas. */
function countOf(object: KubeObject): number | undefined {
  const spec = (object['spec'] ?? {}) as Record<string, unknown>;
  const count = spec[object.kind === 'Job' ? 'parallelism' : 'replicas'];
  return typeof count === 'number' ? count : undefined;
}

export function decide(object: KubeObject, wish: Wish): Verdict {
  const { name, namespace, resourceVersion } = object.metadata ?? {};
  const which = `object kind=${object.kind} name=${name} namespace=${namespace ?? 'None'}`;
  const count = countOf(object);
  if (count === undefined) return { do: 'fail', why: `Failed to retrieve the available count for ${which}.` };
  if (wish.resourceVersion !== undefined && wish.resourceVersion !== resourceVersion) {
    const why = `expected resource version ${wish.resourceVersion} does not match with actual ${resourceVersion} for ${which}.`;
    return { do: 'pass over', why };
  }
  if (wish.currentReplicas !== undefined && wish.currentReplicas !== count) {
    return {
      do: 'pass over',
      why: `current replicas ${wish.currentReplicas} does not match with actual ${count} for ${which}.`,
    };
  }
  return { do: count === wish.replicas ? 'nothing' : 'scale' };
}
