// Opens the stream of one HTTP request as the host would: through its proxy, with TLS on top.
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect, rootCertificates, type ConnectionOptions } from 'node:tls';
import { TsplayError, type HostView } from '../../src/kit/index.js';
import { basicAuth } from './http-auth.js';
import { trustedByHost, type HttpEnvironment } from './http-environment.js';

/** No answer was had; the message says why in words, `hint` what to do. */
export class HttpFailure extends Error {
  constructor(
    message: string,
    readonly hint?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'HttpFailure';
  }
}

export interface TlsSettings {
  readonly validateCerts: boolean;
  /** The only authorities to trust, in PEM, instead of those of the host and of Node. */
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  readonly ciphers?: string | undefined;
}

/** What TLS says when the chain ends at an authority we do not know: the host may know it. */
const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
/** The host name as it is dialled: an IPv6 address without its brackets. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Connects to an address as seen from the host.
 * @throws HttpFailure that tells a refused connection from an sshd that forwards nothing
 */
async function dialFrom(host: HostView, address: string, port: number): Promise<Duplex> {
  try {
    const stream = await host.dial({ host: address, port });
    // Whoever uses the stream listens too; this keeps an error after the answer from ending the program.
    return stream.on('error', () => undefined);
  } catch (error) {
    throw dialProblem(error, `${address}:${port}`);
  }
}

/** ssh2 gives the reason of RFC 4254 §5.1; 1 is "administratively prohibited". */
export function isForwardingRefused(error: unknown): boolean {
  const cause = error instanceof TsplayError ? (error.cause as { reason?: unknown } | undefined) : undefined;
  return cause?.reason === 1;
}

export function dialProblem(error: unknown, where: string): unknown {
  if (!(error instanceof TsplayError) || error.code !== 'dial-failed') {
    const code = (error as NodeJS.ErrnoException).code;
    return code === undefined
      ? error
      : new HttpFailure(`connection to ${where} failed: ${String(code)}`, undefined, error);
  }
  if (!isForwardingRefused(error)) return new HttpFailure(error.message, error.hint, error);
  return new HttpFailure(
    `the sshd of the host does not let connections to ${where} be forwarded`,
    "set 'AllowTcpForwarding yes' (or 'local') in its sshd_config: tsplay makes the host's HTTP requests through the SSH connection",
    error,
  );
}

/** A stream to the server of `url`, ready for the request; `proxy` as by `proxyFor`. */
export async function connectTo(
  host: HostView,
  environment: HttpEnvironment,
  url: URL,
  proxy: URL | undefined,
  tls: TlsSettings,
): Promise<Duplex> {
  const open = (): Promise<Duplex> => openRaw(host, url, proxy, tls);
  if (url.protocol !== 'https:') return open();
  if (tls.ca || !tls.validateCerts) return secure(await open(), hostOf(url), tls, tls.ca);
  try {
    return await secure(await open(), hostOf(url), tls, undefined);
  } catch (error) {
    if (!UNKNOWN_AUTHORITY.has(((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? '')) throw error;
    const trusted = await trustedByHost(host, environment);
    if (trusted === '') throw error;
    return secure(await open(), hostOf(url), tls, [...rootCertificates, trusted]);
  }
}

async function openRaw(host: HostView, url: URL, proxy: URL | undefined, tls: TlsSettings): Promise<Duplex> {
  if (!proxy) return dialFrom(host, hostOf(url), portOf(url));
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') {
    throw new HttpFailure(
      `the proxy ${proxy.protocol}//${proxy.host} is not an HTTP proxy`,
      'only http:// and https:// proxies are supported; use_proxy: false goes without',
    );
  }
  const dialled = await dialFrom(host, hostOf(proxy), portOf(proxy));
  const stream = proxy.protocol === 'https:' ? await secure(dialled, hostOf(proxy), tls, tls.ca) : dialled;
  return url.protocol === 'https:' ? tunnel(stream, url, proxy) : stream;
}

/** The Proxy-Authorization header for a proxy with user and password in its URL. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const login = { username: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  return { 'Proxy-Authorization': basicAuth(login) };
}

function tunnel(stream: Duplex, url: URL, proxy: URL): Promise<Duplex> {
  const authority = `${url.hostname}:${portOf(url)}`;
  return new Promise((resolve, reject) => {
    const connecting = request({
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...proxyHeaders(proxy) },
      createConnection: () => stream,
    });
    connecting.once('connect', (response, socket, head) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        const answer = `${response.statusCode} ${response.statusMessage ?? ''}`.trim();
        reject(new HttpFailure(`the proxy ${proxy.host} refused the tunnel to ${authority}: ${answer}`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    connecting.once('error', (error) =>
      reject(new HttpFailure(`the proxy ${proxy.host} failed: ${error.message}`, undefined, error)),
    );
    connecting.end();
  });
}

function secure(stream: Duplex, name: string, tls: TlsSettings, ca: ConnectionOptions['ca']): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const isAddress = name.includes(':') || /^[\d.]+$/.test(name);
    const fail = (error: unknown): void => {
      stream.destroy();
      reject(tlsProblem(error as NodeJS.ErrnoException, name));
    };
    try {
      const socket = tlsConnect({
        socket: stream,
        host: name,
        ...(isAddress ? {} : { servername: name }),
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: tls.validateCerts,
        ...(ca === undefined ? {} : { ca }),
        ...(tls.cert ? { cert: tls.cert } : {}),
        ...(tls.key ? { key: tls.key } : {}),
        ...(tls.ciphers === undefined ? {} : { ciphers: tls.ciphers }),
      });
      socket.once('secureConnect', () => {
        socket.off('error', fail);
        resolve(socket);
      });
      socket.once('error', fail);
    } catch (error) {
      fail(error);
    }
  });
}

function tlsProblem(error: NodeJS.ErrnoException, name: string): HttpFailure {
  const code = error.code ?? '';
  if (UNKNOWN_AUTHORITY.has(code)) {
    return new HttpFailure(
      `the certificate of ${name} is not trusted: ${error.message}`,
      "add its authority to the host's certificates (update-ca-certificates), name it with ca_path where there is one, or set validate_certs: false",
      error,
    );
  }
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_CERT')) {
    const hint = 'renew the certificate or correct the name in the URL; validate_certs: false goes without checking';
    return new HttpFailure(`the certificate of ${name} is not valid: ${error.message}`, hint, error);
  }
  return new HttpFailure(`TLS with ${name} failed: ${error.message}`, undefined, error);
}
