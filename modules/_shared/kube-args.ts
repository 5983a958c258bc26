// The parameters all Kubernetes modules have: how to reach the API server, what to wait for.
import { alias, bool, choice, int, list, path, raw, secret, str, z } from '../../src/kit/index.js';

export const authArgs = {
  kubeconfig: raw()
    .optional()
    .describe(
      'A kubeconfig on the target: a path, several joined by `:`, or the content as a dict. Default: `K8S_AUTH_KUBECONFIG`, ' +
        '`KUBECONFIG`, `~/.kube/config`, then `/etc/rancher/k3s/k3s.yaml`.',
    ),
  context: str().optional().describe('The context in the kubeconfig; default its current one.'),
  host: str().optional().describe("The API server's URL, as seen from the target."),
  api_key: secret(str()).optional().describe('A bearer token.'),
  username: str().optional().describe('User name for HTTP basic authentication.'),
  password: secret(str()).optional().describe('Password for HTTP basic authentication.'),
  validate_certs: alias(bool(), 'verify_ssl').optional().describe("Whether the server's certificate is checked."),
  ca_cert: alias(path(), 'ssl_ca_cert').optional().describe('File on the target with the certificate authority (PEM).'),
  client_cert: alias(path(), 'cert_file').optional().describe('File on the target with the client certificate (PEM).'),
  client_key: alias(path(), 'key_file')
    .optional()
    .describe("File on the target with the client certificate's key (PEM)."),
  proxy: str().optional().describe('An http:// proxy between the target and the API server.'),
  no_proxy: str().optional().describe('Comma-separated hosts, domains and ranges reached without the proxy.'),
  proxy_headers: z
    .strictObject({
      basic_auth: secret(str()).optional().describe('user:password for the API server.'),
      proxy_basic_auth: secret(str()).optional().describe('user:password for the proxy.'),
      user_agent: str().optional().describe('What the proxy is told as user agent.'),
    })
    .optional()
    .describe('Headers for the proxy.'),
  persist_config: bool().optional().describe('Only `false`: a kubeconfig is never rewritten.'),
  impersonate_user: str().optional().describe('Act as this user.'),
  impersonate_groups: list(str()).optional().describe('Act as a member of these groups.'),
};

export const waitArgs = {
  wait: bool().default(false).describe('Wait until the object is ready, or gone with `state: absent`.'),
  wait_sleep: int().default(5).describe('Seconds between two looks, at most; the first ones come sooner.'),
  wait_timeout: int().default(120).describe('Seconds to wait in all.'),
  wait_condition: z
    .strictObject({
      type: str().optional().describe("The condition's type; without it the whole parameter is ignored."),
      status: z
        .preprocess((v) => (typeof v === 'string' && /^unknown$/i.test(v) ? 'Unknown' : v), z.unknown())
        .pipe(
          z.preprocess(
            (v) => {
              if (v === true || (typeof v === 'string' && /^(true|yes|on|1)$/i.test(v))) return 'True';
              if (v === false || (typeof v === 'string' && /^(false|no|off|0)$/i.test(v))) return 'False';
              return v;
            },
            choice('True', 'False', 'Unknown'),
          ),
        )
        .default('True')
        .describe('The status it must have.'),
      reason: str().optional().describe('The reason it must have.'),
    })
    .optional()
    .describe('A condition in the status to wait for instead of the usual readiness.'),
};

export const objectArgs = {
  api_version: alias(str(), 'api', 'version').default('v1').describe('The version, with its group: `apps/v1`.'),
  name: str().optional().describe("The object's name."),
  namespace: str().optional().describe("The object's namespace."),
};

export const hiddenFields = list(str())
  .optional()
  .describe('Fields left out of the result, such as `metadata.managedFields` or `spec.containers[0].env[3].value`.');

/** What no parameter combination may have. */
export function authRules(args: {
  readonly persist_config?: boolean | undefined;
  readonly kubeconfig?: unknown;
}): string[] {
  const broken: string[] = [];
  if (args.persist_config) broken.push("'persist_config: true' is not supported by tsplay: tokens are not refreshed");
  const { kubeconfig } = args;
  if (
    kubeconfig !== undefined &&
    typeof kubeconfig !== 'string' &&
    (kubeconfig === null || typeof kubeconfig !== 'object' || Array.isArray(kubeconfig))
  ) {
    broken.push("'kubeconfig' must be a path or a dict");
  }
  return broken;
}
