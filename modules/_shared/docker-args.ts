// The parameters by which all Docker modules find their daemon, and where the environment of the host fills them in.
import { alias, bool, int, lines, path, script, sh, str, type HostView } from '../../src/kit/index.js';
import { ask } from './told.js';

/** Left open where the environment of the host may speak (`DOCKER_HOST` and its kin) before the default does. */
export const dockerArgs = {
  docker_host: alias(str(), 'docker_url')
    .optional()
    .describe(
      'Where the daemon listens as the host sees it: `unix://PATH` or `tcp://ADDRESS:PORT`; else `DOCKER_HOST`, else `unix:///var/run/docker.sock`.',
    ),
  tls_hostname: str()
    .optional()
    .describe("The name the daemon's certificate must have; else `DOCKER_TLS_HOSTNAME`, else that of `docker_host`."),
  api_version: alias(str(), 'docker_api_version')
    .optional()
    .describe('Version of the API to speak; else `DOCKER_API_VERSION`, else `auto`: the newest the daemon has.'),
  timeout: int()
    .optional()
    .describe('Seconds without an answer after which a request is given up; else `DOCKER_TIMEOUT`, else 60.'),
  ca_path: alias(path(), 'ca_cert', 'tls_ca_cert', 'cacert_path')
    .optional()
    .describe('Authority that must have signed the certificate of the daemon; else `ca.pem` in `DOCKER_CERT_PATH`.'),
  client_cert: alias(path(), 'tls_client_cert', 'cert_path')
    .optional()
    .describe('Certificate to log in with; else `cert.pem` in `DOCKER_CERT_PATH`.'),
  client_key: alias(path(), 'tls_client_key', 'key_path')
    .optional()
    .describe('Key of the certificate to log in with; else `key.pem` in `DOCKER_CERT_PATH`.'),
  tls: bool().optional().describe('Speak TLS without checking who answers; else `DOCKER_TLS`, else false.'),
  use_ssh_client: bool()
    .default(false)
    .describe('Only for `ssh://` addresses, which are refused: delegate the task to that host instead.'),
  validate_certs: alias(bool(), 'tls_verify')
    .optional()
    .describe("Speak TLS and check the daemon's certificate; else `DOCKER_TLS_VERIFY`, else false."),
};

export const debugArg = {
  debug: bool().default(false).describe('Return `actions`, the list of what was done, and `diff`.'),
};

/** What the modules above have in common once parsed. */
export interface DockerArgs {
  readonly docker_host?: string | undefined;
  readonly tls_hostname?: string | undefined;
  readonly api_version?: string | undefined;
  readonly timeout?: number | undefined;
  readonly ca_path?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly tls?: boolean | undefined;
  readonly use_ssh_client?: boolean | undefined;
  readonly validate_certs?: boolean | undefined;
}

export function dockerRules(args: DockerArgs): string[] {
  const together = (args.client_cert === undefined) === (args.client_key === undefined);
  return together ? [] : ['parameters are required together: client_cert, client_key'];
}

/** Where the daemon is and how it is spoken to, all open questions answered. */
export interface DockerSettings {
  readonly address: string;
  readonly tlsHostname: string | undefined;
  /** Undefined: the daemon's newest. */
  readonly apiVersion: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  readonly caPath: string | undefined;
  readonly certPath: string | undefined;
  readonly keyPath: string | undefined;
  readonly tls: 'none' | 'unchecked' | 'checked';
  /** Of a unix socket: what the task's user may do with it. */
  readonly socket: 'usable' | 'forbidden' | 'missing' | undefined;
  /** Programs of the host that pass bytes on to a socket. */
  readonly relays: readonly string[];
  /** Who the task's user is, for messages. */
  readonly user: string;
  /** Whether a client program was asked for to reach an `ssh://` address. */
  readonly sshClient: boolean;
}

const DEFAULT_ADDRESS = 'unix:///var/run/docker.sock';
const TRUE = /^(?:y|yes|on|1|true|t|1\.0)$/i;
const FALSE = /^(?:n|no|off|0|false|f|0\.0)$/i;

/** compat: what is neither true nor false but something, as `DOCKER_TLS_VERIFY=foo`, is true. */
function flag(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return TRUE.test(text) || (!FALSE.test(text) && text !== '');
}

/** `h` is the address the task gives. */
const LOOK =
  script(`for v in DOCKER_HOST DOCKER_TLS_HOSTNAME DOCKER_API_VERSION DOCKER_TIMEOUT DOCKER_CERT_PATH DOCKER_TLS DOCKER_TLS_VERIFY; do
  eval "x=\\\${$v-}"
  [ -z "$x" ] || say "$v" "$x"
done
[ -n "$h" ] || h=\${DOCKER_HOST:-unix:///var/run/docker.sock}
case $h in
unix://* | http+unix://*)
  p=/\${h#*:///}
  if [ -S "$p" ]; then
    if [ -w "$p" ] && [ -r "$p" ]; then say socket usable; else say socket forbidden; fi
  elif ls -d -- "$p" 2>&1 | grep -qi 'permission denied'; then say socket forbidden
  else say socket missing; fi
  for c in docker socat nc; do if command -v "$c" >/dev/null 2>&1; then say relay "$c"; fi; done
  u=$(nc -h 2>&1 | grep -e '-[A-Za-z0-9]*U')
  case $u in
  *-*N*U*) say relay nc-NU ;;
  ?*) say relay nc-U ;;
  esac ;;
esac
say user "$(id -un 2>/dev/null || id -u)"`);

/** Asks the host once for what the arguments leave open. */
export async function dockerSettings(host: HostView, args: DockerArgs): Promise<DockerSettings> {
  const told = await ask(host, lines([sh`h=${args.docker_host ?? ''}`, LOOK]));
  const env = (name: string): string | undefined => told.value(name);
  const certificates = env('DOCKER_CERT_PATH');
  const inCertificates = (file: string): string | undefined =>
    certificates === undefined ? undefined : `${certificates.replace(/\/+$/, '')}/${file}`;
  const version = args.api_version ?? env('DOCKER_API_VERSION') ?? 'auto';
  const checked = args.validate_certs ?? flag(env('DOCKER_TLS_VERIFY')) ?? false;
  const unchecked = args.tls ?? flag(env('DOCKER_TLS')) ?? false;
  const socket = told.value('socket');
  return {
    address: nonEmpty(args.docker_host) ?? env('DOCKER_HOST') ?? DEFAULT_ADDRESS,
    tlsHostname: args.tls_hostname ?? env('DOCKER_TLS_HOSTNAME'),
    apiVersion: version.toLowerCase() === 'auto' ? undefined : version.replace(/^v/, ''),
    timeout: args.timeout ?? Number(env('DOCKER_TIMEOUT') ?? 60),
    caPath: args.ca_path ?? inCertificates('ca.pem'),
    certPath: args.client_cert ?? inCertificates('cert.pem'),
    keyPath: args.client_key ?? inCertificates('key.pem'),
    tls: checked ? 'checked' : unchecked ? 'unchecked' : 'none',
    socket: socket === 'usable' || socket === 'forbidden' || socket === 'missing' ? socket : undefined,
    relays: told.values('relay'),
    user: told.value('user') ?? '',
    sshClient: args.use_ssh_client === true,
  };
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
