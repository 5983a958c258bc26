// Everything an API server serves, version by version, as `k8s_cluster_info` lists it.
import type { V1APIGroupList, V1APIResourceList, V1APIVersions } from '@kubernetes/client-node';
import { refusal } from './errors.js';
import { versionPath } from './discovery.js';
import type { KubeHttp } from './http.js';

/** A kind in one version. */
export interface ServedKind {
  readonly groupVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly singularName: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Whether the version is the one its group recommends. */
  readonly preferred: boolean;
}

/** Groups whose own server is down are left out. @throws KubeRefusal */
export async function catalogue(http: KubeHttp, origin: string): Promise<readonly ServedKind[]> {
  const ask = async <T>(path: string): Promise<T> => {
    const response = await http.request({ method: 'GET', path });
    if (response.status === 200 && response.body !== undefined) return response.body as T;
    throw refusal(response, `ask the API server what it serves (${path})`, origin);
  };
  const [core, groups] = await Promise.all([ask<V1APIVersions>('/api'), ask<V1APIGroupList>('/apis')]);
  const versions = [
    ...core.versions.map((version) => ({ groupVersion: version, preferred: true })),
    ...groups.groups.flatMap((group) =>
      group.versions.map(({ groupVersion }) => ({
        groupVersion,
        preferred: groupVersion === group.preferredVersion?.groupVersion,
      })),
    ),
  ];
  const lists = await Promise.all(
    versions.map(async ({ groupVersion, preferred }) => {
      const list = await ask<V1APIResourceList>(versionPath(groupVersion)).catch(() => undefined);
      return (list?.resources ?? [])
        .filter((r) => !r.name.includes('/'))
        .map((r): ServedKind => ({
          groupVersion,
          kind: r.kind,
          name: r.name,
          singularName: r.singularName,
          shortNames: r.shortNames ?? [],
          categories: r.categories ?? [],
          namespaced: r.namespaced,
          preferred,
        }));
    }),
  );
  return lists.flat();
}
