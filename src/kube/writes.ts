// The requests that change something on an API server, as data: one value can be tried dry and then carried out.
import { versionPath } from './discovery.js';
import type { KubeRequest } from './http.js';
import type { KubeObject, KubeResource } from './types.js';

export type PatchType = 'strategic-merge' | 'merge';

interface Common {
  readonly resource: KubeResource;
  /** Ignored for kinds without namespaces. */
  readonly namespace: string;
  /** How the server treats fields it does not know; default its own, Warn. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined;
}

export type KubeWrite =
  | (Common & { readonly verb: 'create'; readonly object: KubeObject })
  | (Common & { readonly verb: 'replace'; readonly name: string; readonly object: KubeObject })
  | (Common & { readonly verb: 'patch'; readonly name: string; readonly type: PatchType; readonly object: KubeObject })
  | (Common & {
      readonly verb: 'apply';
      readonly name: string;
      readonly object: KubeObject;
      readonly fieldManager: string;
      readonly force: boolean;
    })
  | (Common & { readonly verb: 'json-patch'; readonly name: string; readonly operations: readonly unknown[] })
  /** The number of replicas alone, by the subresource that autoscalers use too. */
  | (Common & { readonly verb: 'scale'; readonly name: string; readonly replicas: number })
  | (Common & { readonly verb: 'delete'; readonly name: string; readonly options: Readonly<Record<string, unknown>> });

/** The path of a collection, or of one object in it. */
export function resourcePath(resource: KubeResource, namespace: string | undefined, name?: string): string {
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${versionPath(resource.apiVersion)}${scope}/${resource.plural}${object}`;
}

/** @param dryRun the server does everything but keep the outcome */
export function writeRequest(write: KubeWrite, dryRun: boolean): KubeRequest {
  const query: Record<string, string | undefined> = {
    dryRun: dryRun ? 'All' : undefined,
    fieldValidation: write.verb === 'delete' ? undefined : write.fieldValidation,
  };
  const path = resourcePath(write.resource, write.namespace, write.verb === 'create' ? undefined : write.name);
  switch (write.verb) {
    case 'create':
      return { method: 'POST', path, query, body: write.object };
    case 'replace':
      return { method: 'PUT', path, query, body: write.object };
    case 'patch':
      return { method: 'PATCH', path, query, body: write.object, contentType: `application/${write.type}-patch+json` };
    case 'json-patch':
      return { method: 'PATCH', path, query, body: write.operations, contentType: 'application/json-patch+json' };
    case 'scale':
      return {
        method: 'PATCH',
        path: `${path}/scale`,
        query,
        body: { spec: { replicas: write.replicas } },
        contentType: 'application/merge-patch+json',
      };
    case 'apply':
      return {
        method: 'PATCH',
        path,
        query: { ...query, fieldManager: write.fieldManager, force: write.force ? 'true' : undefined },
        body: write.object,
        contentType: 'application/apply-patch+yaml',
      };
    case 'delete': {
      // With a body the server looks at nothing but the body: a dry run said in the query alone would really delete.
      const dry = dryRun ? { dryRun: ['All'] } : {};
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...write.options, ...dry };
      return { method: 'DELETE', path, query, body };
    }
  }
}
