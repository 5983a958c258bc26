// The parameters `uri` and `get_url` have in common, and the client they describe.
import { alias, bool, dict, int, list, path, secret, str, type HostView } from '../../src/kit/index.js';
import { HttpClient, type HttpSettings } from './http.js';
import { lookAtHttp, type HttpEnvironment } from './http-environment.js';

export const urlArguments = {
  ciphers: list(str()).optional().describe('TLS ciphers to offer, as OpenSSL names them.'),
  client_cert: path()
    .optional()
    .describe('Certificate of the client in PEM, a file on the host; may hold the key too.'),
  client_key: path().optional().describe("The key of the client's certificate in PEM, a file on the host."),
  decompress: bool().default(true).describe('Whether answers compressed with gzip are unpacked.'),
  force: bool().default(false).describe('Ask for a fresh copy whatever is there already.'),
  force_basic_auth: bool().default(false).describe('Send user and password at once, not only when asked for.'),
  headers: dict(str()).optional().describe('Further headers of the request.'),
  http_agent: str().default('ansible-httpget').describe('What the request says in User-Agent.'),
  unredirected_headers: list(str()).default([]).describe('Headers that are not sent again after a redirect.'),
  use_gssapi: bool().default(false).describe('Kerberos; only `false` is supported.'),
  use_netrc: bool().default(true).describe("Whether user and password are looked up in the host's ~/.netrc."),
  use_proxy: bool().default(true).describe('Whether the proxies of the environment are used.'),
  validate_certs: bool().default(true).describe("Whether the server's certificate must be valid."),
  url_password: alias(secret(str()).optional().describe('Password for HTTP authentication.'), 'password'),
};

/** The user has another alias in each module. */
export const userArgument = (name: string) => alias(str().optional().describe('User for HTTP authentication.'), name);

/** For modules that have no parameters for these. */
export const PLAIN_HTTP = {
  decompress: true,
  force_basic_auth: false,
  http_agent: 'ansible-httpget',
  unredirected_headers: [],
  use_gssapi: false,
  use_netrc: true,
  use_proxy: true,
} as const;

export interface UrlArguments {
  readonly ciphers?: readonly string[] | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly decompress: boolean;
  readonly force_basic_auth: boolean;
  readonly http_agent: string;
  readonly timeout: number;
  readonly unredirected_headers: readonly string[];
  readonly use_gssapi: boolean;
  readonly use_netrc: boolean;
  readonly use_proxy: boolean;
  readonly validate_certs: boolean;
  readonly url_username?: string | undefined;
  readonly url_password?: string | undefined;
}

export const timeoutArgument = (seconds: number) =>
  int().default(seconds).describe('Seconds without any progress after which the request is given up.');

export function urlRules(args: Pick<UrlArguments, 'use_gssapi'>): string[] {
  return args.use_gssapi
    ? ["'use_gssapi' is not supported by tsplay: use url_username and url_password, or curl in a command task"]
    : [];
}

/** The client a task's parameters ask for. Reads the proxies and ~/.netrc of the host unless they are `known`. */
export async function clientFor(
  host: HostView,
  args: UrlArguments,
  more: Pick<HttpSettings, 'ca' | 'socketPath'> = {},
  known?: HttpEnvironment,
): Promise<HttpClient> {
  const environment = known ?? (await lookAtHttp(host));
  const cert = args.client_cert === undefined ? undefined : await host.read(args.client_cert);
  const key = args.client_key === undefined ? cert : await host.read(args.client_key);
  return new HttpClient(host, environment, {
    ...more,
    cert,
    key,
    ciphers: args.ciphers?.join(':'),
    decompress: args.decompress,
    forceBasicAuth: args.force_basic_auth,
    agent: args.http_agent,
    timeout: args.timeout * 1000,
    unredirectedHeaders: args.unredirected_headers,
    useNetrc: args.use_netrc,
    useProxy: args.use_proxy,
    validateCerts: args.validate_certs,
    username: args.url_username,
    password: args.url_password,
  });
}
