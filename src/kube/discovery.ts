// Which kinds the API server serves, in which versions and under which paths; asked lazily and remembered.
import type { V1APIGroupList, V1APIResourceList, V1APIVersions } from '@kubernetes/client-node';
import { TsplayError } from '../ground/index.js';
import { refusal } from './errors.js';
import type { KubeHttp, KubeResponse } from './http.js';
import type { KubeResource } from './types.js';

/** The path below which a version's resources are. */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** The kinds in a version's list, without subresources. */
export function resourcesIn(apiVersion: string, list: V1APIResourceList): KubeResource[] {
  return (list.resources ?? [])
    .filter((r) => !r.name.includes('/'))
    .map((r) => ({
      apiVersion: r.version ? (r.group ? `${r.group}/${r.version}` : r.version) : apiVersion,
      kind: r.kind,
      plural: r.name,
      singular: r.singularName,
      shortNames: r.shortNames ?? [],
      namespaced: r.namespaced,
      subresources: (list.resources ?? []).flatMap(({ name }) =>
        name.startsWith(`${r.name}/`) ? [name.slice(r.name.length + 1)] : [],
      ),
    }));
}

/**
 * Finds a resource by kind, else by plural, else by singular, else by short name, as kubernetes.core does.
 * compat: all of these count as `kind`.
 */
export function matching(resources: readonly KubeResource[], kind: string): readonly KubeResource[] {
  const ways: ((r: KubeResource) => boolean)[] = [
    (r) => r.kind === kind,
    (r) => r.plural === kind,
    (r) => r.singular === kind && kind !== '',
    (r) => r.shortNames.includes(kind),
  ];
  return ways.map((way) => resources.filter(way)).find((found) => found.length > 0) ?? [];
}

/** Cached by API version; a kind that is not there makes it ask again. */
export class Discovery {
  private readonly versions = new Map<string, Promise<readonly KubeResource[]>>();
  private everything: Promise<readonly KubeResource[]> | undefined;

  constructor(
    private readonly http: KubeHttp,
    private readonly origin: string,
  ) {}

  /** Forgets what is known, so that the next question asks the server. */
  forget(): void {
    this.versions.clear();
    this.everything = undefined;
  }

  /**
   * compat: with the plain version `v1` the kind is looked for in the core group and, if it is not there, in version
   * v1 of every group, so that `kind: Deployment` works without an api_version.
   * @returns undefined when the server does not serve it
   */
  async find(apiVersion: string, kind: string): Promise<KubeResource | undefined> {
    const cached = this.versions.has(apiVersion);
    const found = await this.lookUp(apiVersion, kind);
    if (found || !cached) return found;
    this.forget();
    return this.lookUp(apiVersion, kind);
  }

  private async lookUp(apiVersion: string, kind: string): Promise<KubeResource | undefined> {
    const own = matching(await this.version(apiVersion), kind);
    if (own.length > 0) return own[0];
    if (apiVersion.includes('/')) return undefined;
    const others = matching(
      (await this.all()).filter((r) => r.apiVersion.split('/').at(-1) === apiVersion),
      kind,
    );
    if (others.length > 1) {
      throw new TsplayError(
        'kube-unknown-kind',
        `kind '${kind}' in '${apiVersion}' can be ${others.map((r) => `${r.apiVersion} ${r.kind}`).join(' or ')}`,
        {
          hint: 'give the api_version with its group',
        },
      );
    }
    return others[0];
  }

  private version(apiVersion: string): Promise<readonly KubeResource[]> {
    const known = this.versions.get(apiVersion);
    if (known) return known;
    const asked = this.http.request({ method: 'GET', path: versionPath(apiVersion) }).then((response) => {
      if (response.status === 404) return [];
      return resourcesIn(apiVersion, this.expect<V1APIResourceList>(response, versionPath(apiVersion)));
    });
    this.versions.set(apiVersion, asked);
    asked.catch(() => this.versions.delete(apiVersion));
    return asked;
  }

  /** Everything the server serves. Groups whose own server is down are left out. */
  all(): Promise<readonly KubeResource[]> {
    if (this.everything) return this.everything;
    const asked = this.askAll();
    this.everything = asked;
    asked.catch(() => (this.everything = undefined));
    return asked;
  }

  private async askAll(): Promise<readonly KubeResource[]> {
    const [core, groups] = await Promise.all([
      this.http.request({ method: 'GET', path: '/api' }),
      this.http.request({ method: 'GET', path: '/apis' }),
    ]);
    const names = [
      ...this.expect<V1APIVersions>(core, '/api').versions,
      ...this.expect<V1APIGroupList>(groups, '/apis').groups.flatMap((g) => g.versions.map((v) => v.groupVersion)),
    ];
    const lists = await Promise.all(names.map((name) => this.version(name).catch(() => [])));
    return lists.flat();
  }

  private expect<T>(response: KubeResponse, path: string): T {
    if (response.status === 200 && response.body !== undefined) return response.body as T;
    throw refusal(response, `ask the API server what it serves (${path})`, this.origin);
  }

  /** The error for a kind that is not there, naming what the server has instead. */
  async unknown(apiVersion: string, kind: string): Promise<TsplayError> {
    const all = await this.all();
    const same = matching(all, kind);
    const versions = [...new Set(all.map((r) => r.apiVersion))];
    const what = `the API server does not serve kind '${kind}' in version '${apiVersion}'`;
    if (same.length > 0) {
      const offered = same.map((r) => `${r.apiVersion}${r.kind === kind ? '' : ` (kind ${r.kind})`}`).join(', ');
      return new TsplayError('kube-unknown-kind', `${what}; it has ${kind} in: ${offered}`, {
        hint: 'write one of these as apiVersion; fields may have other names in it',
      });
    }
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const inGroup = versions.filter((v) => (v.includes('/') ? v.split('/')[0] : '') === group);
    const hint =
      inGroup.length > 0
        ? `of '${group === '' ? 'core' : group}' it serves ${inGroup.join(', ')}; check the spelling of the kind`
        : 'a custom kind needs its CustomResourceDefinition applied first';
    return new TsplayError('kube-unknown-kind', `${what}, nor in any other version`, { hint });
  }
}
