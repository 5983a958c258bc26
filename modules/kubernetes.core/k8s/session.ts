// What one k8s task works with: the client, its parameters, and what it would have made in check mode.
import type { RunContext } from '../../../src/kit/index.js';
import type { KubeClient, KubeObject, KubeResource } from '../../../src/kit/kube.js';
import type { K8sArgs } from './args.js';

/** Kinds and namespaces that this task would have made by now, were it not check mode. */
export class Foreseen {
  private readonly kinds = new Map<string, KubeResource>();
  private readonly namespaces = new Set<string>();

  note(object: KubeObject): void {
    if (object.kind === 'Namespace' && object.metadata?.name) this.namespaces.add(object.metadata.name);
    if (object.kind !== 'CustomResourceDefinition') return;
    const spec = object['spec'] as
      | {
          group?: string;
          scope?: string;
          names?: Record<string, string>;
          versions?: { name: string; served?: boolean }[];
        }
      | undefined;
    const { kind, plural } = spec?.names ?? {};
    if (!spec?.group || !kind || !plural) return;
    for (const version of spec.versions ?? []) {
      const apiVersion = `${spec.group}/${version.name}`;
      const resource = { apiVersion, kind, plural, singular: '', shortNames: [], namespaced: spec.scope !== 'Cluster' };
      this.kinds.set(`${apiVersion} ${kind}`, resource);
    }
  }

  kind(apiVersion: string, kind: string): KubeResource | undefined {
    return this.kinds.get(`${apiVersion} ${kind}`);
  }

  namespace(name: string): boolean {
    return this.namespaces.has(name);
  }
}

export interface Session {
  readonly context: RunContext<K8sArgs>;
  readonly client: KubeClient;
  readonly foreseen: Foreseen;
}

/** The namespace an object is in. */
export function namespaceOf(session: Session, object: KubeObject): string {
  return object.metadata?.namespace ?? session.client.namespace;
}

/** One object's part of the result. */
export interface ObjectResult extends Record<string, unknown> {
  changed: boolean;
  result: unknown;
}
