// What modules about pods share: the kind itself, and which container of a pod is meant.
import type { KubeObject, KubeResource } from '../../src/kit/kube.js';

export const POD: KubeResource = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  namespaced: true,
};

interface Container {
  readonly name: string;
  readonly started: boolean;
}

/** The containers that the pod's status tells of, those that prepare it first. */
export function containerStates(pod: KubeObject): Container[] {
  const status = (pod['status'] ?? {}) as Readonly<Record<string, unknown>>;
  return ['initContainerStatuses', 'containerStatuses'].flatMap((field) => {
    const list = status[field];
    return (Array.isArray(list) ? (list as { name: string; started?: boolean }[]) : []).map((container) => ({
      name: container.name,
      started: container.started === true,
    }));
  });
}
