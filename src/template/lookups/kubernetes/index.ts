// The lookups of kubernetes.core, and the old names that ansible-core redirects to them.
import type { Lookup } from '../../types.js';
import { k8s } from './k8s.js';
import { kustomize } from './kustomize.js';

export const KUBERNETES_LOOKUPS: [string, Lookup][] = [
  ['kubernetes.core.k8s', k8s],
  ['community.kubernetes.k8s', k8s],
  ['k8s', k8s],
  ['kubernetes.core.kustomize', kustomize],
];
