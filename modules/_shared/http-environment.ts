// What the host's environment says about HTTP: proxies, ~/.netrc, trusted certificates.
import { script, type HostView } from '../../src/kit/index.js';

export interface HttpEnvironment {
  /** `http_proxy`, `HTTPS_PROXY`, `no_proxy`, `SSL_CERT_FILE` … as they are set. */
  readonly variables: Readonly<Record<string, string>>;
  /** The text of the netrc file; empty when there is none. */
  readonly netrc: string;
}

const LOOK = script(`for n in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE; do
  eval "v=\\\${$n-}"; [ -z "$v" ] || printf '%s=%s\\0' "$n" "$v"
done
printf '\\0'; cat -- "\${NETRC:-\${HOME:-~}/.netrc}" 2>/dev/null; :`);

/** One round trip. */
export async function lookAtHttp(host: HostView): Promise<HttpEnvironment> {
  const { stdout } = await host.probe(LOOK);
  const [assignments, netrc = ''] = splitOnce(`\0${stdout}`, '\0\0');
  const pairs = assignments.split('\0').filter((text) => text.includes('='));
  return { variables: Object.fromEntries(pairs.map((text) => splitOnce(text, '='))), netrc };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/**
 * The proxy for a URL, or undefined for a direct connection. As Python's urllib reads the variables: small letters win,
 * `no_proxy` lists domains (with or without a dot in front, perhaps with a port) or is `*`.
 */
export function proxyFor(url: URL, variables: Readonly<Record<string, string>>): URL | undefined {
  const scheme = url.protocol.slice(0, -1);
  const proxy = variables[`${scheme}_proxy`] ?? variables[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy) return undefined;
  const host = url.hostname.toLowerCase();
  const hostPort = `${host}:${url.port || (scheme === 'https' ? '443' : '80')}`;
  const exceptions = (variables['no_proxy'] ?? variables['NO_PROXY'] ?? '').split(',').map((part) => part.trim());
  const direct = exceptions.some((exception) => {
    if (exception === '') return false;
    if (exception === '*') return true;
    const name = exception.replace(/^\.+/, '').toLowerCase();
    return [host, hostPort].some((h) => h === name || h.endsWith(`.${name}`));
  });
  return direct ? undefined : new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

/** User and password for a host in the text of a netrc file; its `default` entry counts for any host. */
export function netrcLogin(text: string, host: string): { username: string; password: string } | undefined {
  const tokens = text.replace(/^\s*macdef\b[\s\S]*?(?:\n\n|$)/gm, '').match(/"(?:\\.|[^"])*"|\S+/g) ?? [];
  let current: Record<string, string> | undefined;
  const entries: Record<string, string>[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? '';
    if (token.startsWith('#')) continue;
    if (token === 'default') entries.push((current = {}));
    else if (token === 'machine') entries.push((current = { machine: tokens[++i] ?? '' }));
    else if (current && ['login', 'user', 'password', 'account'].includes(token)) {
      current[token === 'user' ? 'login' : token] = (tokens[++i] ?? '').replace(/^"(.*)"$/s, '$1');
    }
  }
  const entry = entries.find((e) => e['machine'] === host) ?? entries.find((e) => e['machine'] === undefined);
  return entry ? { username: entry['login'] ?? '', password: entry['password'] ?? '' } : undefined;
}

/** Where the systems keep the certificate authorities they trust, all in one file. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

/** The certificates the host trusts, in PEM. One round trip per host, however many tasks ask. */
export async function trustedByHost(host: HostView, environment: HttpEnvironment): Promise<string> {
  const own = environment.variables['SSL_CERT_FILE'];
  const known = own === undefined ? bundles.get(host) : undefined;
  if (known) return known;
  const files = own === undefined ? BUNDLES : [own, ...BUNDLES];
  const words = files.map((file) => `'${file.replaceAll("'", `'\\''`)}'`).join(' ');
  const read = host
    .probe(script(`for f in ${words}; do if [ -s "$f" ]; then cat -- "$f"; break; fi; done`))
    .then(({ stdout }) => stdout);
  if (own === undefined) bundles.set(host, read);
  return read;
}

const bundles = new WeakMap<HostView, Promise<string>>();
