// Reads a node of the cluster.
import { underHeading } from './kube-failure.js';
import type { KubeClient, KubeObject, KubeResource } from '../../src/kit/kube.js';

export const NODE: KubeResource = {
  apiVersion: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
};

/** @returns undefined when there is none @throws ModuleFailure when it may not be read */
export function readNode(client: KubeClient, name: string): Promise<KubeObject | undefined> {
  return underHeading(`Failed to retrieve node '${name}' due to: `, () => client.get(NODE, '', name));
}
