// What a kubeconfig says: the cluster, the user and the namespace of a context, and which files hold the rest.
import type { Cluster, Context, User } from '@kubernetes/client-node/dist/config_types.js';
// Only this part of the client library is loaded: its index takes half a second of CPU to load.
import { newClusters, newContexts, newUsers } from '@kubernetes/client-node/dist/config_types.js';
import { TsplayError } from '../ground/index.js';
import { isObject } from './types.js';

/** Text that is given, or stands in a file on the target. */
export type TextOrFile = { readonly text: string } | { readonly file: string };

export interface KubeconfigChoice {
  readonly context: string;
  readonly server: string;
  readonly ca: TextOrFile | undefined;
  readonly skipVerify: boolean;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
  readonly clientCert: TextOrFile | undefined;
  readonly clientKey: TextOrFile | undefined;
  readonly token: TextOrFile | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly impersonateUser: string | undefined;
  readonly impersonateGroups: readonly string[];
  readonly namespace: string | undefined;
}

/** A kubeconfig as loaded from YAML and where it came from; relative paths in it start at that file's directory. */
export interface KubeconfigSource {
  readonly path: string | undefined;
  readonly content: unknown;
}

interface LoadedUser extends User {
  readonly tokenFile: string | undefined;
  readonly groups: readonly string[];
}

interface Loaded {
  readonly clusters: readonly Cluster[];
  readonly users: readonly LoadedUser[];
  readonly contexts: readonly Context[];
  readonly current: string | undefined;
}

function broken(source: KubeconfigSource, what: string, hint?: string): TsplayError {
  return new TsplayError('kube-config', `kubeconfig ${source.path ?? '(given as a dict)'}: ${what}`, { hint });
}

function load(source: KubeconfigSource): Loaded {
  const { content, path } = source;
  if (!isObject(content)) throw broken(source, 'is not a mapping with clusters, users and contexts');
  const directory = path === undefined ? '' : path.replace(/[^/]*$/, '');
  const absolute = (file: string | undefined): string | undefined =>
    file === undefined || file.startsWith('/') ? file : directory + file;
  const entries = (name: string): unknown[] => {
    const value = content[name] ?? [];
    if (!Array.isArray(value)) throw broken(source, `${name} is not a list`);
    if (!value.every(isObject)) throw broken(source, `${name} has an entry that is not a mapping`);
    return value;
  };
  try {
    const clusters = newClusters(entries('clusters')).map((c) => ({ ...c, caFile: absolute(c.caFile) }) as Cluster);
    const users = entries('users').map((entry): LoadedUser => {
      const inner = isObject(entry) && isObject(entry['user']) ? entry['user'] : {};
      // The library would read a token file here, on the controller; it belongs to the target.
      const { 'token-file': unused, tokenFile, ...rest } = inner;
      const file = tokenFile ?? unused;
      const [user] = newUsers([{ ...(entry as object), user: rest }]);
      if (!user) throw new Error('users has an entry without a name');
      const groups = Array.isArray(inner['as-groups']) ? inner['as-groups'].map(String) : [];
      return {
        ...user,
        certFile: absolute(user.certFile ?? undefined),
        keyFile: absolute(user.keyFile ?? undefined),
        tokenFile: typeof file === 'string' ? absolute(file) : undefined,
        groups,
      } as LoadedUser;
    });
    const current = content['current-context'];
    return {
      clusters,
      users,
      contexts: newContexts(entries('contexts')),
      current: typeof current === 'string' && current !== '' ? current : undefined,
    };
  } catch (error) {
    if (error instanceof TsplayError) throw error;
    throw broken(source, error instanceof Error ? error.message : String(error));
  }
}

function decoded(source: KubeconfigSource, what: string, base64: string): TextOrFile {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  if (!text.includes('-----BEGIN')) throw broken(source, `${what} is not base64 of a PEM certificate or key`);
  return { text };
}

function choose(
  source: KubeconfigSource,
  what: string,
  data?: string | null,
  file?: string | null,
): TextOrFile | undefined {
  if (data) return decoded(source, `${what}-data`, data);
  return file ? { file } : undefined;
}

/** Refuses ways to log in that need a program or a browser beside the kubeconfig. */
function refuseHelpers(source: KubeconfigSource, user: LoadedUser): void {
  const exec = user.exec as { command?: string } | null | undefined;
  if (exec) {
    throw broken(
      source,
      `user '${user.name}' gets its credentials from the program '${exec.command ?? '?'}' (exec), which tsplay does not run`,
      'use a token, a client certificate, or give `api_key` to the task',
    );
  }
  if (user.authProvider) {
    throw broken(
      source,
      `user '${user.name}' logs in by auth-provider '${(user.authProvider as { name?: string }).name ?? '?'}', which tsplay does not have`,
      'use a token, a client certificate, or give `api_key` to the task',
    );
  }
}

/**
 * The context to use from one or several kubeconfigs; of equal names the first counts, as with kubectl.
 * @param wanted the context's name; default the current one
 * @throws TsplayError kube-config: no such context, cluster or user, or a way to log in that is refused
 */
export function chooseContext(sources: readonly KubeconfigSource[], wanted: string | undefined): KubeconfigChoice {
  const first = sources[0];
  if (!first) throw new TsplayError('kube-config', 'there is no kubeconfig');
  const loaded = sources.map((source) => ({ source, ...load(source) }));
  const contexts = loaded.flatMap((l) => l.contexts.map((context) => ({ source: l.source, context })));
  const name = wanted ?? loaded.find((l) => l.current !== undefined)?.current;
  const names = contexts.map((c) => c.context.name);
  if (name === undefined) {
    throw broken(first, 'has no current-context', `give 'context': one of ${names.join(', ') || '(none there)'}`);
  }
  const found = contexts.find((c) => c.context.name === name);
  if (!found) throw broken(first, `has no context '${name}'`, `its contexts are: ${names.join(', ') || '(none)'}`);
  const { source, context } = found;
  const cluster = loaded.flatMap((l) => l.clusters).find((c) => c.name === context.cluster);
  if (!cluster) throw broken(source, `context '${name}' names the cluster '${context.cluster}', which is not there`);
  const user = loaded.flatMap((l) => l.users).find((u) => u.name === context.user);
  if (!user && context.user)
    throw broken(source, `context '${name}' names the user '${context.user}', which is not there`);
  if (user) refuseHelpers(source, user);
  const token = user?.token;
  return {
    context: name,
    server: cluster.server,
    ca: choose(source, 'certificate-authority', cluster.caData, cluster.caFile),
    skipVerify: cluster.skipTLSVerify === true,
    tlsServerName: cluster.tlsServerName,
    proxyUrl: cluster.proxyUrl,
    clientCert: choose(source, 'client-certificate', user?.certData, user?.certFile),
    clientKey: choose(source, 'client-key', user?.keyData, user?.keyFile),
    token: token ? { text: token } : user?.tokenFile ? { file: user.tokenFile } : undefined,
    username: user?.username ?? undefined,
    password: user?.password ?? undefined,
    impersonateUser: user?.impersonateUser ?? undefined,
    impersonateGroups: user?.groups ?? [],
    namespace: context.namespace,
  };
}
