// The client modules use: reads and dry runs at any time, writes only with a host's hands.
import { createHash } from 'node:crypto';
import { TsplayError } from '../ground/index.js';
import type { HostHands, HostView } from '../host/types.js';
import type { AuthArgs, KubeAccess } from './access.js';
import { Discovery } from './discovery.js';
import { catalogue, type ServedKind } from './catalogue.js';
import { KubeRefusal, refusal } from './errors.js';
import { startExec, type Exec, type ExecOptions } from './exec.js';
import { KubeHttp, type KubeRequest, type KubeResponse } from './http.js';
import { resolveAccess } from './resolve.js';
import type { TargetReading } from './target.js';
import { isObject, nameObject, type KubeObject, type KubeResource } from './types.js';
import { resourcePath, writeRequest, type KubeWrite } from './writes.js';

export interface Selection {
  /** Undefined means all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface Written {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** Objects per page of a list. */
const PAGE = 500;
/** How often a request is repeated that the server asked to send later. */
const RETRIES = 4;
/** A new kind is served a moment after its definition was made; this is how often and long it is asked for. */
const ESTABLISH_ATTEMPTS = 50;
const ESTABLISH_PAUSE = 200;

export class KubeClient {
  private readonly discovery: Discovery;

  constructor(
    readonly access: KubeAccess,
    readonly http: KubeHttp,
    private readonly sleep: (ms: number) => Promise<void>,
  ) {
    this.discovery = new Discovery(http, access.origin);
  }

  /** The namespace an object is in when nothing says so. */
  get namespace(): string {
    return this.access.namespace;
  }

  /** @returns undefined when the server does not serve the kind */
  findResource(apiVersion: string, kind: string): Promise<KubeResource | undefined> {
    return this.discovery.find(apiVersion, kind);
  }

  /** @throws TsplayError kube-unknown-kind that names the versions there are */
  async resource(apiVersion: string, kind: string): Promise<KubeResource> {
    const found = await this.findResource(apiVersion, kind);
    if (found) return found;
    const giveUp = (await this.isBeingMade(apiVersion, kind)) ? ESTABLISH_ATTEMPTS : 0;
    for (let attempt = 0; attempt < giveUp; attempt++) {
      await this.sleep(ESTABLISH_PAUSE);
      this.discovery.forget();
      const now = await this.findResource(apiVersion, kind);
      if (now) return now;
    }
    throw await this.discovery.unknown(apiVersion, kind);
  }

  /** Whether a definition of the kind is there that the server is only about to serve. */
  private async isBeingMade(apiVersion: string, kind: string): Promise<boolean> {
    const [group, version] = apiVersion.split('/');
    if (version === undefined) return false;
    const resource = await this.findResource('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    if (!resource) return false;
    // Without the right to read definitions there is nothing to wait for.
    const definitions = await this.list(resource, {}).catch(() => []);
    return definitions.some(({ spec }) => {
      if (!isObject(spec) || spec['group'] !== group || !isObject(spec['names'])) return false;
      const { kind: own, plural, singular } = spec['names'];
      const versions = Array.isArray(spec['versions']) ? spec['versions'].filter(isObject) : [];
      return (
        [own, plural, singular].includes(kind) && versions.some((v) => v['name'] === version && v['served'] === true)
      );
    });
  }

  /** @returns undefined when it does not exist @throws KubeRefusal */
  async get(resource: KubeResource, namespace: string, name: string): Promise<KubeObject | undefined> {
    const response = await this.send({ method: 'GET', path: resourcePath(resource, namespace, name) });
    if (response.status === 404) {
      // A path the server no longer knows is answered in plain text: what discovery told is out of date.
      if (response.body === undefined) this.discovery.forget();
      return undefined;
    }
    return this.object(
      response,
      `read ${nameObject({ kind: resource.kind, metadata: { name, namespace } }, resource.namespaced)}`,
    );
  }

  /** All objects of a kind; each with its apiVersion and kind. @throws KubeRefusal */
  async list(resource: KubeResource, selection: Selection): Promise<KubeObject[]> {
    const items: KubeObject[] = [];
    let next: string | undefined;
    do {
      const response = await this.send({
        method: 'GET',
        path: resourcePath(resource, selection.namespace),
        query: {
          labelSelector: selection.labelSelector,
          fieldSelector: selection.fieldSelector,
          limit: String(PAGE),
          continue: next,
        },
      });
      const page = this.object(response, `list ${resource.plural}`);
      for (const item of (page['items'] ?? []) as KubeObject[]) {
        items.push({ apiVersion: resource.apiVersion, kind: resource.kind, ...item });
      }
      const more: unknown = page.metadata?.['continue'];
      next = typeof more === 'string' && more !== '' ? more : undefined;
    } while (next !== undefined);
    return items;
  }

  /** The last lines a container wrote. @returns '' when there are none to be had */
  async logs(namespace: string, pod: string, container: string, tail: number, previous: boolean): Promise<string> {
    const response = await this.http.request({
      method: 'GET',
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`,
      query: { container, tailLines: String(tail), previous: previous ? 'true' : undefined },
      accept: '*/*',
    });
    return response.status === 200 ? response.text : '';
  }

  /** What a write would lead to; nothing is kept. @throws KubeRefusal as the write itself would */
  dryRun(write: KubeWrite): Promise<Written> {
    return this.write(write, true);
  }

  /** Carries a write out. The hands are not used: asking for them keeps writes inside `change`. @throws KubeRefusal */
  perform(_hands: HostHands, write: KubeWrite): Promise<Written> {
    return this.write(write, false);
  }

  /**
   * Asks the server to end a pod, which it does unless a PodDisruptionBudget is against it at the moment.
   * @param options what a DeleteOptions object takes
   * @returns undefined when it is on its way or there is none, else what is against it
   * @throws KubeRefusal for anything else
   */
  async evict(
    _hands: HostHands,
    pod: { readonly namespace: string; readonly name: string },
    options: Readonly<Record<string, unknown>>,
  ): Promise<KubeRefusal | undefined> {
    const response = await this.http.request({
      method: 'POST',
      path: `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/eviction`,
      body: {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: pod.name, namespace: pod.namespace },
        ...(Object.keys(options).length > 0 ? { deleteOptions: options } : {}),
      },
    });
    if (response.status < 300 || response.status === 404) return undefined;
    const refused = refusal(response, `evict pod ${pod.namespace}/${pod.name}`, this.access.origin);
    if (response.status === 429) return refused;
    throw refused;
  }

  /** What the server says at a path that is no object: `/version`. @throws KubeRefusal */
  async ask(path: string): Promise<Record<string, unknown>> {
    return this.object(await this.send({ method: 'GET', path }), `read ${path}`);
  }

  /** Every kind in every version the server has. @throws KubeRefusal */
  catalogue(): Promise<readonly ServedKind[]> {
    this.discovery.forget();
    return catalogue(this.http, this.access.origin);
  }

  /** A log as it is. @throws KubeRefusal */
  async log(namespace: string, pod: string, query: Readonly<Record<string, string | undefined>>): Promise<string> {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
    const response = await this.http.request({ method: 'GET', path, query, accept: '*/*' });
    if (response.status === 200) return response.text;
    throw refusal(response, `read the log of pod ${namespace}/${pod}`, this.access.origin);
  }

  /** Starts a command in a container. In a look it must only read. @throws KubeRefusal, TsplayError dial-failed */
  exec(namespace: string, pod: string, command: readonly string[], options: ExecOptions): Promise<Exec> {
    return startExec(this.http, this.access.origin, { namespace, pod, command, ...options });
  }

  private async write(write: KubeWrite, dryRun: boolean): Promise<Written> {
    const response = await this.send(writeRequest(write, dryRun));
    const own = 'object' in write ? write.object.metadata : { name: write.name };
    const name = nameObject(
      { kind: write.resource.kind, metadata: { namespace: write.namespace, ...own } },
      write.resource.namespaced,
    );
    const verb = write.verb === 'json-patch' ? 'patch' : write.verb;
    return { object: this.object(response, `${verb} ${name}`), warnings: response.warnings };
  }

  private object(response: KubeResponse, action: string): KubeObject {
    if (response.status < 300 && isObject(response.body)) return response.body;
    throw refusal(response, action, this.access.origin);
  }

  /** Sends, and repeats what the server is too busy for. */
  private async send(request: KubeRequest): Promise<KubeResponse> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.http.request(request);
      const busy = response.status === 429 || (response.status >= 500 && response.retryAfter !== undefined);
      if (!busy || attempt > RETRIES) return response;
      await this.sleep(Math.min(response.retryAfter ?? 1, 10) * 1000);
    }
  }
}

/** Clients by host and credentials: they keep their connections and what discovery told them from task to task. */
const pool = new Map<string, KubeClient>();

export interface Connected {
  readonly client: KubeClient;
  /** What was read on the target along the way. */
  readonly reading: TargetReading;
}

/**
 * The client for a task: one round trip to read the kubeconfig (and `extraFiles`) on the target; a client with the same
 * credentials is used again.
 * @param args the module's connection parameters
 * @throws TsplayError kube-config, file-unreadable, unreachable
 */
export async function connectKube(
  host: HostView,
  args: AuthArgs,
  sleep: (ms: number) => Promise<void>,
  extraFiles: readonly string[] = [],
): Promise<Connected> {
  const { access, reading } = await resolveAccess(host, args, extraFiles);
  const key = createHash('sha256')
    .update(JSON.stringify([host.name, access]))
    .digest('base64');
  let client = pool.get(key);
  if (!client) {
    client = new KubeClient(access, new KubeHttp(access, (target) => host.dial(target)), sleep);
    pool.set(key, client);
  }
  client.http.dial = (target) => host.dial(target);
  return { client, reading };
}

/** Whether an error is the server's 404, 409 and so on. */
export function isRefusal(error: unknown, status: number): error is KubeRefusal {
  return error instanceof KubeRefusal && error.status === status;
}

/** Whether a connection failed in a way that may pass: the API server restarts, say. */
export function isPassing(error: unknown): boolean {
  if (error instanceof KubeRefusal) return error.status >= 500;
  return error instanceof TsplayError && (error.code === 'dial-failed' || error.code === 'timeout');
}
