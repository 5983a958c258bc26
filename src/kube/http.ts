// HTTP to one API server: requests over kept-alive TLS connections that begin on the target.
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import type { DialTarget } from '../connection/types.js';
import { TsplayError } from '../ground/index.js';
import type { KubeAccess } from './access.js';
import { toJson } from './json.js';
import { openTunnel } from './proxy.js';
import { SELF } from './types.js';

export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the server's address, beginning with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  readonly accept?: string;
}

export interface KubeResponse {
  readonly status: number;
  /** Parsed JSON; undefined when the answer was something else. */
  readonly body: unknown;
  readonly text: string;
  /** The texts of `Warning` headers. */
  readonly warnings: readonly string[];
  /** Seconds the server asks to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;
}

/** A stream that speaks another protocol now, or why it does not. */
export type Upgraded =
  { readonly stream: Duplex; readonly protocol: string; readonly accept: string } | { readonly refused: KubeResponse };

export type Dial = (target: DialTarget) => Promise<Duplex>;

/** Requests, and so connections, at the same time; further ones queue. */
const MAX_AT_ONCE = 6;
/** Milliseconds an answer may stay silent; the API server itself gives up after 60 seconds. */
const SILENCE = 75_000;

export class KubeHttp {
  private readonly base: URL;
  private readonly agent: PlainAgent;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param dial opens a stream from the target; may be replaced when the host got a new connection */
  constructor(
    private readonly access: KubeAccess,
    public dial: Dial,
  ) {
    this.base = new URL(access.server);
    const options = { keepAlive: true, maxFreeSockets: MAX_AT_ONCE };
    this.agent = this.base.protocol === 'https:' ? new TlsAgent(options) : new PlainAgent(options);
    // Node's agents take a socket now or, by callback, later; its types do not say so.
    Object.assign(this.agent, {
      createConnection: (_options: unknown, callback: (error: Error | null, stream?: Duplex) => void): void => {
        this.open().then(
          (stream) => callback(null, stream),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
      },
    });
  }

  /** Closes all connections that are not in use. */
  close(): void {
    this.agent.destroy();
  }

  private async open(): Promise<Duplex> {
    const { access, base } = this;
    const host = base.hostname.replace(/^\[|\]$/g, '');
    const secure = base.protocol === 'https:';
    const port = Number(base.port || (secure ? 443 : 80));
    const { proxy } = access;
    const stream = proxy
      ? await openTunnel(await this.dial({ host: proxy.host, port: proxy.port }), proxy, host, port)
      : await this.dial({ host, port });
    if (!secure) return stream;
    const isAddress = /^[\d.]+$|:/.test(host);
    const name = access.tlsServerName ?? (isAddress ? undefined : host);
    return tlsConnect({
      socket: stream,
      host,
      ...(name === undefined ? {} : { servername: name }),
      ...(access.ca === undefined ? {} : { ca: access.ca }),
      ...(access.clientCert === undefined ? {} : { cert: access.clientCert, key: access.clientKey }),
      rejectUnauthorized: access.verify,
      ALPNProtocols: ['http/1.1'],
    });
  }

  /**
   * One request; whatever the server answers is returned, not thrown. A connection that the server closed while it was
   * idle is replaced once, except for requests that create.
   * @throws TsplayError dial-failed, unreachable, kube-refused (TLS), timeout
   */
  async request(request: KubeRequest): Promise<KubeResponse> {
    // The agent's own limit does not hold where connections are opened asynchronously.
    if (this.running >= MAX_AT_ONCE) await new Promise<void>((start) => this.waiting.push(start));
    else this.running++;
    try {
      return await this.attempt(request);
    } catch (error) {
      if (error instanceof StaleConnection && request.method !== 'POST')
        return await this.attempt(request).catch(rethrow);
      return rethrow(error);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /**
   * Asks for another protocol on a connection of its own, and gives the connection once the server agreed.
   * @param headers those of the protocol asked for
   * @returns the stream, and which protocol the server chose; or its refusal
   * @throws TsplayError dial-failed, unreachable, kube-refused (TLS)
   */
  upgrade(path: string, query: URLSearchParams, headers: Readonly<Record<string, string>>): Promise<Upgraded> {
    const options = this.options('GET', path, query, headers);
    return new Promise((resolve, reject) => {
      const sent = (this.base.protocol === 'https:' ? tlsRequest : plainRequest)(options, (response) => {
        collect(response).then((refused) => resolve({ refused }), reject);
      });
      const silence = setTimeout(() => {
        sent.destroy(new TsplayError('timeout', `the API server ${this.access.server} did not answer GET ${path}`));
      }, SILENCE);
      sent.on('upgrade', (response, stream: Duplex, head: Buffer) => {
        if (head.length > 0) stream.unshift(head);
        const chosen = response.headers['sec-websocket-protocol'] ?? '';
        resolve({ stream, protocol: chosen, accept: response.headers['sec-websocket-accept'] ?? '' });
      });
      sent.on('error', (error) => reject(this.explain(error)));
      sent.on('close', () => clearTimeout(silence));
      sent.end();
    });
  }

  private options(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: Readonly<Record<string, string | number>>,
  ): RequestOptions {
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    const prefix = this.base.pathname.replace(/\/$/, '');
    return {
      agent: this.agent,
      host: this.base.hostname,
      port: this.base.port,
      method,
      path: `${prefix}${path}${search}`,
      headers: { 'user-agent': SELF, ...headers, ...(this.access.headers as Record<string, string | string[]>) },
    };
  }

  private attempt(request: KubeRequest): Promise<KubeResponse> {
    const body = request.body === undefined ? undefined : Buffer.from(toJson(request.body));
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) query.set(name, value);
    const headers = {
      accept: request.accept ?? 'application/json',
      'accept-encoding': 'gzip',
      ...(body === undefined
        ? {}
        : { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length }),
    };
    const options = this.options(request.method, request.path, query, headers);
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = (this.base.protocol === 'https:' ? tlsRequest : plainRequest)(options, (response) => {
        response.on('data', () => silence.refresh());
        collect(response)
          .then(resolve, reject)
          .finally(() => clearTimeout(silence));
      });
      // A timer of our own: the streams that ssh gives know no `setTimeout`.
      const silence = setTimeout(() => {
        const what = `the API server ${this.access.server} did not answer ${request.method} ${request.path} within ${SILENCE / 1000} s`;
        sent.destroy(new TsplayError('timeout', what));
      }, SILENCE);
      sent.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(silence);
        const stale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        reject(stale ? new StaleConnection(this.explain(error)) : this.explain(error));
      });
      sent.end(body);
    });
  }

  private explain(error: NodeJS.ErrnoException): TsplayError {
    if (error instanceof TsplayError) return error;
    const { access } = this;
    const code = error.code ?? '';
    const at = `${access.server} (from ${access.origin})`;
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
      return new TsplayError('kube-refused', `the certificate of ${at} is for another name: ${error.message}`, {
        hint: 'use an address the certificate names, set tls-server-name in the kubeconfig, or `validate_certs: false`',
      });
    }
    if (/CERT|SELF_SIGNED|UNABLE_TO|ISSUER/.test(code)) {
      return new TsplayError('kube-refused', `the certificate of ${at} is not trusted: ${error.message}`, {
        hint: 'give its authority as `ca_cert` or in the kubeconfig; after the cluster was made anew the kubeconfig is an old one',
      });
    }
    if (/EPROTO|ERR_SSL|ERR_OSSL|ERR_TLS/.test(code)) {
      return new TsplayError('kube-refused', `no TLS connection to ${at}: ${error.message}`, {
        hint: 'check the port, and that the client certificate and key in the kubeconfig belong together',
      });
    }
    return new TsplayError('dial-failed', `the connection to the API server ${at} broke: ${error.message}`, {
      cause: error,
    });
  }
}

/** A kept-alive connection turned out to be closed. */
class StaleConnection extends Error {
  constructor(readonly reason: TsplayError) {
    super(reason.message);
  }
}

function rethrow(error: unknown): never {
  throw error instanceof StaleConnection ? error.reason : error;
}

async function collect(response: IncomingMessage): Promise<KubeResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
  const isJson = (response.headers['content-type'] ?? '').includes('json');
  const retry = Number(response.headers['retry-after']);
  const warning = response.headers['warning'];
  return {
    status: response.statusCode ?? 0,
    body: isJson ? (JSON.parse(text) as unknown) : undefined,
    text,
    warnings: parseWarnings(Array.isArray(warning) ? warning.join(', ') : (warning ?? '')),
    retryAfter: Number.isFinite(retry) && retry > 0 ? retry : undefined,
  };
}

/** The texts in `Warning` headers, `299 - "text"`, as RFC 7234 has them. */
export function parseWarnings(header: string): string[] {
  return [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((m) => (m[1] ?? '').replaceAll(/\\(.)/g, '$1'));
}
