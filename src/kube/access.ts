// How an API server is reached and with what credentials: the outcome of parameters, environment and kubeconfig.

/** How to get to an API server, complete: nothing has to be read any more. */
export interface KubeAccess {
  /** `https://127.0.0.1:6443`, maybe with a path; no slash at the end. */
  readonly server: string;
  /** PEM; undefined means the well-known authorities. */
  readonly ca: string | undefined;
  readonly clientCert: string | undefined;
  readonly clientKey: string | undefined;
  readonly verify: boolean;
  /** The name the certificate must be for, when it is not the server's. */
  readonly tlsServerName: string | undefined;
  /** Authorization, impersonation and the like; several values for one name are several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly proxy: KubeProxy | undefined;
  /** The context's namespace, `default` when it has none. */
  readonly namespace: string;
  /** Where this came from, for messages: `/etc/rancher/k3s/k3s.yaml`. */
  readonly origin: string;
}

export interface KubeProxy {
  readonly host: string;
  readonly port: number;
  /** Sent to the proxy with CONNECT. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The connection parameters of the Kubernetes modules, by their documented names; all optional. */
export interface AuthArgs {
  readonly kubeconfig?: unknown;
  readonly context?: string | undefined;
  readonly host?: string | undefined;
  readonly api_key?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly validate_certs?: boolean | undefined;
  readonly ca_cert?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly proxy?: string | undefined;
  readonly no_proxy?: string | undefined;
  readonly proxy_headers?:
    | {
        readonly basic_auth?: string | undefined;
        readonly proxy_basic_auth?: string | undefined;
        readonly user_agent?: string | undefined;
      }
    | undefined;
  readonly impersonate_user?: string | undefined;
  readonly impersonate_groups?: readonly string[] | undefined;
}

const FALSE = new Set(['0', 'false', 'no']);

/**
 * Fills what was not given from `K8S_AUTH_*` variables of the target, by the documented names and their older aliases.
 * @param env the target's environment as the task sees it
 */
export function withEnvironment(args: AuthArgs, env: ReadonlyMap<string, string>): AuthArgs {
  const read = (...names: string[]): string | undefined =>
    names.map((name) => env.get(`K8S_AUTH_${name}`)).find((value) => value !== undefined && value !== '');
  const verify = read('VALIDATE_CERTS', 'VERIFY_SSL');
  const groups = read('IMPERSONATE_GROUPS');
  return {
    kubeconfig: args.kubeconfig ?? read('KUBECONFIG'),
    context: args.context ?? read('CONTEXT'),
    host: args.host ?? read('HOST'),
    api_key: args.api_key ?? read('API_KEY'),
    username: args.username ?? read('USERNAME'),
    password: args.password ?? read('PASSWORD'),
    validate_certs: args.validate_certs ?? (verify === undefined ? undefined : !FALSE.has(verify.toLowerCase())),
    ca_cert: args.ca_cert ?? read('CA_CERT', 'SSL_CA_CERT'),
    client_cert: args.client_cert ?? read('CLIENT_CERT', 'CERT_FILE'),
    client_key: args.client_key ?? read('CLIENT_KEY', 'KEY_FILE'),
    proxy: args.proxy ?? read('PROXY'),
    no_proxy: args.no_proxy ?? read('NO_PROXY'),
    proxy_headers: args.proxy_headers ?? {
      basic_auth: read('PROXY_HEADERS_BASIC_AUTH'),
      proxy_basic_auth: read('PROXY_HEADERS_PROXY_BASIC_AUTH'),
      user_agent: read('PROXY_HEADERS_USER_AGENT'),
    },
    impersonate_user: args.impersonate_user ?? read('IMPERSONATE_USER'),
    impersonate_groups: args.impersonate_groups ?? groups?.split(',').filter((group) => group !== ''),
  };
}

/** Whether the parameters alone are enough, so that no kubeconfig is looked for. */
export function isComplete(args: AuthArgs): boolean {
  if (!args.host) return false;
  return Boolean((args.username && args.password) || args.api_key || (args.client_cert && args.client_key));
}

/** The names of all variables `withEnvironment` and the search for a kubeconfig look at. */
export const AUTH_VARIABLES: readonly string[] = [
  ...[
    ...['KUBECONFIG', 'CONTEXT', 'HOST', 'API_KEY', 'USERNAME', 'PASSWORD', 'VALIDATE_CERTS', 'VERIFY_SSL'],
    ...['CA_CERT', 'SSL_CA_CERT', 'CLIENT_CERT', 'CERT_FILE', 'CLIENT_KEY', 'KEY_FILE', 'PROXY', 'NO_PROXY'],
    ...['PROXY_HEADERS_BASIC_AUTH', 'PROXY_HEADERS_PROXY_BASIC_AUTH', 'PROXY_HEADERS_USER_AGENT'],
    ...['IMPERSONATE_USER', 'IMPERSONATE_GROUPS', 'PERSIST_CONFIG'],
  ].map((name) => `K8S_AUTH_${name}`),
  ...['KUBECONFIG', 'HOME', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'],
];
