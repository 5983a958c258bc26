// Whether a workload waits for a pod that cannot start: a container that ends again and again, an image that is not there.
import type { KubeClient } from './client.js';
import { isObject, type KubeObject } from './types.js';

/** A container that will hardly start any more. */
export interface Stuck {
  readonly pod: string;
  readonly container: string;
  readonly reason: string;
  /** No look later can find it otherwise. */
  readonly isCertain: boolean;
}

/** What no new try of the kubelet mends. */
const CERTAIN: readonly string[] = ['InvalidImageName', 'ErrImageNeverPull'];
/** What a registry that answers again would mend. */
const PULL: readonly string[] = ['ImagePullBackOff', 'ErrImagePull'];
/** How often a container has ended before it counts: many start once too early, before what they need. */
const CRASHES = 2;

function statusesOf(pod: KubeObject): Record<string, unknown>[] {
  const status = isObject(pod['status']) ? pod['status'] : {};
  return ['initContainerStatuses', 'containerStatuses'].flatMap((field) => {
    const list = status[field];
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
}

/** The containers of a pod that cannot start. */
export function stuckContainers(pod: KubeObject): Stuck[] {
  return statusesOf(pod).flatMap((container): Stuck[] => {
    const state = isObject(container['state']) ? container['state'] : {};
    const reason = isObject(state['waiting']) ? state['waiting']['reason'] : undefined;
    if (typeof reason !== 'string') return [];
    const isCrashing = reason === 'CrashLoopBackOff' && Number(container['restartCount'] ?? 0) >= CRASHES;
    if (!isCrashing && !PULL.includes(reason) && !CERTAIN.includes(reason)) return [];
    const name = typeof container['name'] === 'string' ? container['name'] : '';
    return [
      { pod: pod.metadata?.name ?? '', container: name, reason, isCertain: isCrashing || CERTAIN.includes(reason) },
    ];
  });
}

const selectorText = (labels: Readonly<Record<string, unknown>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');

/** The labels that the pods of a workload's newest revision have; undefined when it has no pods or they cannot be told. */
async function newestPods(client: KubeClient, object: KubeObject): Promise<string | undefined> {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const status = isObject(object['status']) ? object['status'] : {};
  const selector = isObject(spec['selector']) ? spec['selector'] : {};
  const labels = isObject(selector['matchLabels']) ? selector['matchLabels'] : undefined;
  if (object.kind === 'ReplicationController') return selectorText(selector);
  if (!labels) return undefined;
  const annotations = object.metadata?.annotations ?? {};
  switch (object.kind) {
    case 'Job':
    case 'ReplicaSet':
      return selectorText(labels);
    case 'StatefulSet': {
      const revision = status['updateRevision'];
      return typeof revision === 'string'
        ? selectorText({ ...labels, 'controller-revision-hash': revision })
        : undefined;
    }
    case 'DaemonSet': {
      const generation = annotations['deprecated.daemonset.template.generation'];
      return generation === undefined
        ? selectorText(labels)
        : selectorText({ ...labels, 'pod-template-generation': generation });
    }
    case 'Deployment': {
      const resource = await client.findResource('apps/v1', 'ReplicaSet');
      const revision = annotations['deployment.kubernetes.io/revision'];
      if (!resource || revision === undefined) return undefined;
      const sets = await client.list(resource, {
        namespace: object.metadata?.namespace,
        labelSelector: selectorText(labels),
      });
      const newest = sets.find((set) => set.metadata?.annotations?.['deployment.kubernetes.io/revision'] === revision);
      const hash = newest?.metadata?.labels?.['pod-template-hash'];
      return hash === undefined ? undefined : selectorText({ ...labels, 'pod-template-hash': hash });
    }
    default:
      return undefined;
  }
}

/** Containers of an object's pods (those of its newest revision) that cannot start. What cannot be read is left out. */
export async function stuckPods(client: KubeClient, object: KubeObject): Promise<Stuck[]> {
  if (object.kind === 'Pod') return stuckContainers(object);
  try {
    const labelSelector = await newestPods(client, object);
    const resource = labelSelector === undefined ? undefined : await client.findResource('v1', 'Pod');
    if (!resource) return [];
    const pods = await client.list(resource, { namespace: object.metadata?.namespace, labelSelector });
    return pods.filter((pod) => pod.metadata?.['deletionTimestamp'] === undefined).flatMap(stuckContainers);
  } catch {
    // Without the right to read pods the wait ends by its time-out.
    return [];
  }
}
