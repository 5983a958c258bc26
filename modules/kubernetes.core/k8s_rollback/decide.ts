// Which revision of a rollout comes before the present one, and the patch that brings it back.
import type { KubeObject } from '../../../src/kit/kube.js';

export const REVISION = 'deployment.kubernetes.io/revision';
const GENERATION = 'deprecated.daemonset.template.generation';

export type Patch =
  | { readonly kind: 'json'; readonly operations: readonly unknown[] }
  | { readonly kind: 'strategic-merge'; readonly object: KubeObject };

const revisionOf = (history: KubeObject): number =>
  Number(history.metadata?.annotations?.[history.kind === 'ReplicaSet' ? REVISION : GENERATION]);

/** compat: of a DaemonSet the generation counts, which any change of it raises. */
function present(object: KubeObject): number {
  if (object.kind === 'DaemonSet') return Number(object.metadata?.['generation']);
  return Number(object.metadata?.annotations?.[REVISION]);
}

/**
 * @param history the ReplicaSets or ControllerRevisions that the selector finds
 * @returns undefined when there is no revision just before
 */
export function decide(object: KubeObject, history: readonly KubeObject[]): Patch | undefined {
  const uid = object.metadata?.uid;
  const own = history.filter((item) => {
    const owners = item.metadata?.['ownerReferences'];
    return !Array.isArray(owners) || owners.some((owner: { uid?: string }) => owner.uid === uid);
  });
  const before = own.find((item) => revisionOf(item) === present(object) - 1);
  if (!before) return undefined;
  if (object.kind === 'DaemonSet') return { kind: 'strategic-merge', object: before['data'] as KubeObject };
  const { template } = before['spec'] as { template: KubeObject };
  const { 'pod-template-hash': _hash, ...labels } = template.metadata?.labels ?? {};
  const value = { ...template, metadata: { ...template.metadata, labels } };
  // Others' annotations of the Deployment stay, as with `kubectl rollout undo`; the collection drops them.
  const annotations = { ...object.metadata?.annotations, [REVISION]: String(revisionOf(before)) };
  return {
    kind: 'json',
    operations: [
      { op: 'replace', path: '/spec/template', value },
      { op: 'replace', path: '/metadata/annotations', value: annotations },
    ],
  };
}
