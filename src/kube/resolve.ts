// Works out how a task reaches its API server: parameters over environment over kubeconfig on the target.
import { TsplayError } from '../ground/index.js';
import type { HostView } from '../host/types.js';
import { toJs } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';
import { isComplete, withEnvironment, type AuthArgs, type KubeAccess } from './access.js';
import { chooseContext, type KubeconfigChoice, type KubeconfigSource, type TextOrFile } from './kubeconfig.js';
import { proxyFor } from './proxy.js';
import { fileContent, K3S_KUBECONFIG, readTarget, SERVICE_ACCOUNT, type TargetReading } from './target.js';

export interface Resolved {
  readonly access: KubeAccess;
  /** The content of the files asked for along the way, by path. */
  readonly reading: TargetReading;
}

/**
 * One round trip; a second one when the kubeconfig names files.
 * @param extraFiles further files of the target to read in the same round trip (a manifest)
 * @throws TsplayError kube-config, file-missing, file-unreadable, unreachable
 */
export async function resolveAccess(host: HostView, given: AuthArgs, extraFiles: readonly string[]): Promise<Resolved> {
  const named = typeof given.kubeconfig === 'string' ? await expandAll(host, given.kubeconfig) : [];
  const reading = await readTarget(host, [...extraFiles, ...named], given.kubeconfig === undefined);
  if (isYes(reading.env.get('K8S_AUTH_PERSIST_CONFIG'))) {
    throw new TsplayError(
      'unsupported-argument',
      'K8S_AUTH_PERSIST_CONFIG is set on the target: tsplay never rewrites a kubeconfig',
      {
        hint: 'unset it; refresh tokens are not used',
      },
    );
  }
  const args = withEnvironment(given, reading.env);
  const base = isComplete(args) ? undefined : await kubeconfigOf(host, args, named, reading);
  const files = filesOf(args, base);
  const more = files.length === 0 ? reading : await readTarget(host, files, false);
  return { access: combine(args, base, more, reading), reading };
}

function isYes(text: string | undefined): boolean {
  return text !== undefined && !['0', 'false', 'no'].includes(text.toLowerCase());
}

function expandAll(host: HostView, list: string): Promise<string[]> {
  return Promise.all(
    list
      .split(':')
      .filter((path) => path !== '')
      .map((path) => host.expand(path)),
  );
}

interface Base {
  readonly choice: KubeconfigChoice;
  readonly origin: string;
}

async function kubeconfigOf(
  host: HostView,
  args: AuthArgs,
  named: readonly string[],
  reading: TargetReading,
): Promise<Base | undefined> {
  if (args.kubeconfig !== undefined && typeof args.kubeconfig !== 'string') {
    return {
      choice: chooseContext([{ path: undefined, content: args.kubeconfig }], args.context),
      origin: 'kubeconfig',
    };
  }
  const inCluster = args.kubeconfig === undefined && args.context === undefined ? serviceAccount(reading) : undefined;
  if (inCluster) return { choice: inCluster, origin: SERVICE_ACCOUNT };
  const fromEnv = reading.env.get('K8S_AUTH_KUBECONFIG') ?? reading.env.get('KUBECONFIG');
  const search = fromEnv?.split(':').filter((path) => path !== '') ?? [
    `${reading.env.get('HOME') ?? ''}/.kube/config`,
    K3S_KUBECONFIG,
  ];
  const paths = named.length > 0 ? named : search;
  const present = paths.filter((path) => reading.files.get(path)?.kind !== 'missing' && reading.files.has(path));
  if (present.length === 0) {
    if (args.host && named.length === 0 && fromEnv === undefined) return undefined;
    throw new TsplayError(
      'kube-config',
      `no kubeconfig on ${host.name}: ${paths.join(' and ')} ${paths.length > 1 ? 'do' : 'does'} not exist`,
      {
        hint: 'give `kubeconfig`, or `host` with `api_key`; for one that only root can see, use `become: true`',
      },
    );
  }
  const sources = present.map((path) => ({
    path,
    content: parseConfig(path, fileContent(reading, path, 'kubeconfig')),
  }));
  return { choice: chooseContext(sources, args.context), origin: present.join(':') };
}

function parseConfig(path: string, bytes: Buffer): KubeconfigSource['content'] {
  const { value, diagnostics } = loadYamlDocument(bytes.toString('utf8'), path, { trust: 'data' });
  const wrong = diagnostics.find((d) => d.severity === 'error');
  if (wrong) {
    const place = wrong.span ? ` (line ${wrong.span.line})` : '';
    throw new TsplayError('kube-config', `kubeconfig ${path} is not valid YAML: ${wrong.message}${place}`);
  }
  return toJs(value);
}

function serviceAccount(reading: TargetReading): KubeconfigChoice | undefined {
  const host = reading.env.get('KUBERNETES_SERVICE_HOST');
  const port = reading.env.get('KUBERNETES_SERVICE_PORT');
  const text = (name: string): string | undefined => {
    const file = reading.files.get(`${SERVICE_ACCOUNT}/${name}`);
    return file?.kind === 'content' ? file.bytes.toString('utf8').trim() : undefined;
  };
  const [token, ca] = [text('token'), text('ca.crt')];
  if (!host || !port || !token || !ca) return undefined;
  return {
    context: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: { text: ca },
    skipVerify: false,
    tlsServerName: undefined,
    proxyUrl: undefined,
    clientCert: undefined,
    clientKey: undefined,
    token: { text: token },
    username: undefined,
    password: undefined,
    impersonateUser: undefined,
    impersonateGroups: [],
    namespace: text('namespace'),
  };
}

/** Key material that still has to be read; parameters hide what the kubeconfig says. */
function filesOf(args: AuthArgs, base: Base | undefined): string[] {
  const files = [args.ca_cert, args.client_cert, args.client_key];
  const named = (value: TextOrFile | undefined, overridden: unknown): void => {
    if (value && 'file' in value && overridden === undefined) files.push(value.file);
  };
  named(base?.choice.ca, args.ca_cert);
  named(base?.choice.clientCert, args.client_cert);
  named(base?.choice.clientKey, args.client_key);
  named(base?.choice.token, args.api_key);
  return files.filter((file) => file !== undefined);
}

function combine(args: AuthArgs, base: Base | undefined, more: TargetReading, reading: TargetReading): KubeAccess {
  const choice = base?.choice;
  const text = (file: string | undefined, value: TextOrFile | undefined, what: string): string | undefined => {
    if (file !== undefined) return fileContent(more, file, what).toString('utf8');
    if (value === undefined) return undefined;
    return 'text' in value ? value.text : fileContent(more, value.file, what).toString('utf8');
  };
  const server = (args.host ?? choice?.server ?? '').replace(/\/+$/, '');
  checkServer(server, base?.origin);
  const headers: Record<string, string | readonly string[]> = {};
  const token = args.api_key ?? text(undefined, choice?.token, 'token file')?.trim();
  const user = args.username ?? choice?.username;
  const basic =
    args.proxy_headers?.basic_auth ?? (user ? `${user}:${args.password ?? choice?.password ?? ''}` : undefined);
  if (token) headers['authorization'] = `Bearer ${token}`;
  else if (basic) headers['authorization'] = `Basic ${Buffer.from(basic).toString('base64')}`;
  const as = args.impersonate_user ?? choice?.impersonateUser;
  if (as) headers['impersonate-user'] = as;
  const groups = args.impersonate_groups ?? choice?.impersonateGroups ?? [];
  if (groups.length > 0) headers['impersonate-group'] = groups;
  if (groups.length > 0 && !as) {
    throw new TsplayError(
      'kube-config',
      'impersonate_groups needs impersonate_user: the API server refuses groups without a user',
    );
  }
  const clientCert = text(args.client_cert, choice?.clientCert, 'client certificate');
  const clientKey = text(args.client_key, choice?.clientKey, 'client key');
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    throw new TsplayError(
      'kube-config',
      'a client certificate needs its key and the key its certificate: only one of them is given',
    );
  }
  return {
    server,
    ca: text(args.ca_cert, choice?.ca, 'CA certificate'),
    clientCert,
    clientKey,
    verify: args.validate_certs ?? !(choice?.skipVerify ?? false),
    tlsServerName: choice?.tlsServerName,
    headers,
    proxy: proxyFor(args.proxy ?? choice?.proxyUrl, args.no_proxy, args.proxy_headers ?? {}, new URL(server)),
    namespace: choice?.namespace ?? 'default',
    origin: base?.origin ?? (reading.env.has('K8S_AUTH_HOST') ? 'K8S_AUTH_HOST' : 'parameters'),
  };
}

function checkServer(server: string, origin: string | undefined): void {
  const where = origin === undefined ? 'host' : `kubeconfig ${origin}: server`;
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    throw new TsplayError('kube-config', `${where} '${server}' is not a URL`, { hint: 'write https://ADDRESS:6443' });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TsplayError('kube-config', `${where} '${server}' must begin with https:// or http://`);
  }
}
