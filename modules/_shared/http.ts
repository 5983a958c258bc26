// An HTTP client whose place in the network is the host's: streams are forwarded over its connection, TLS is done here.
import { request, type IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ByteStream, HostView } from '../../src/kit/index.js';
import { answerChallenge, basicAuth, type Login } from './http-auth.js';
import { connectTo, dialProblem, HttpFailure, proxyHeaders, type TlsSettings } from './http-connect.js';
import { netrcLogin, proxyFor, type HttpEnvironment } from './http-environment.js';
import { nextHeaders, nextRequest, type RedirectPolicy } from './http-redirect.js';

export { HttpFailure } from './http-connect.js';
export type { RedirectPolicy } from './http-redirect.js';

export interface HttpSettings extends TlsSettings {
  readonly agent: string;
  readonly decompress: boolean;
  readonly forceBasicAuth: boolean;
  /** Milliseconds without progress after which a request is given up. */
  readonly timeout: number;
  readonly unredirectedHeaders: readonly string[];
  readonly useNetrc: boolean;
  readonly useProxy: boolean;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Speak to a unix socket of the host instead of the URL's address. */
  readonly socketPath?: string | undefined;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly redirects: RedirectPolicy;
  /** Bytes from which on a good answer's body is given as a `stream`, when its length is known. */
  readonly streamFrom?: number | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** `Not Found`, as the server put it. */
  readonly reason: string;
  /** Names in small letters; several of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value; attributes` of each cookie set by this answer. */
  readonly setCookies: readonly string[];
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly redirected: boolean;
  readonly body: Buffer;
  /** Instead of `body`, which is empty then: to be read once, or discarded. */
  readonly stream?: (ByteStream & { discard(): void }) | undefined;
}

const MAX_REDIRECTS = 10;

/** `http:` or `https:`; user and password are taken out of it. @throws HttpFailure */
function parseUrl(text: string): { readonly url: URL; readonly login: Login | undefined } {
  if (!URL.canParse(text)) throw new HttpFailure(`'${text}' is not a URL`, 'write it as http://host/path');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new HttpFailure(`${url.protocol}// URLs are not supported`, 'use http:// or https://');
  }
  const login =
    url.username === ''
      ? undefined
      : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  url.username = '';
  url.password = '';
  return { url, login };
}

export class HttpClient {
  constructor(
    private readonly host: HostView,
    private readonly environment: HttpEnvironment,
    private readonly settings: HttpSettings,
  ) {}

  /** Sends a request, follows redirects, answers a challenge for credentials. @throws HttpFailure */
  async send(wanted: HttpRequest): Promise<HttpResponse> {
    const { settings } = this;
    const { url: first, login: inUrl } = parseUrl(wanted.url);
    const login: Login | undefined =
      settings.username === undefined ? inUrl : { username: settings.username, password: settings.password ?? '' };
    let { method, body } = wanted;
    let url = first;
    let headers: Record<string, string> = { 'User-Agent': settings.agent, ...wanted.headers };
    if (!hasHeader(headers, 'authorization')) {
      const early = login && settings.forceBasicAuth ? login : login ? undefined : this.netrc(url);
      if (early) headers['Authorization'] = basicAuth(early);
    }
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const from = wanted.streamFrom;
      let response = await this.once(method, url, headers, body, from);
      const challenge = response.headers['www-authenticate'];
      if (
        response.status === 401 &&
        challenge &&
        login &&
        url.host === first.host &&
        !hasHeader(headers, 'authorization')
      ) {
        const path = url.pathname + url.search;
        const authorization = answerChallenge(challenge, login, { method, path });
        if (authorization !== undefined) {
          response = await this.once(method, url, { ...headers, Authorization: authorization }, body, from);
        }
      }
      const next = nextRequest(wanted.redirects, response.status, method, url, response.headers['location']);
      if (!next) return { ...response, url: url.href, redirected: url.href !== first.href };
      headers = nextHeaders(headers, settings.unredirectedHeaders, next.keepBody);
      if (!next.keepBody) body = undefined;
      ({ method, url } = next);
    }
    throw new HttpFailure(`${wanted.url} redirects more than ${MAX_REDIRECTS} times`);
  }

  private netrc(url: URL): Login | undefined {
    return this.settings.useNetrc ? netrcLogin(this.environment.netrc, url.hostname) : undefined;
  }

  private async once(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: Buffer | undefined,
    streamFrom = Infinity,
  ): Promise<Omit<HttpResponse, 'url' | 'redirected'>> {
    const { settings } = this;
    const watch = new Watchdog(settings.timeout, `no answer from ${url.host} for ${settings.timeout / 1000} s`);
    const direct = !settings.useProxy || settings.socketPath !== undefined;
    const proxy = direct ? undefined : proxyFor(url, this.environment.variables);
    try {
      const stream = await watch.over(this.open(url, proxy));
      const absolute = proxy !== undefined && url.protocol === 'http:';
      const outgoing = request({
        method,
        path: absolute ? url.href.replace(/#.*$/, '') : url.pathname + url.search,
        headers: {
          'Accept-Encoding': 'identity',
          Host: url.host,
          ...(absolute ? proxyHeaders(proxy) : {}),
          ...(body === undefined ? {} : { 'Content-Length': String(body.length) }),
          ...headers,
          Connection: 'close',
        },
        createConnection: () => stream,
      });
      const answer = new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.once('response', resolve);
        outgoing.on('error', reject);
      });
      watch.onExpiry(() => outgoing.destroy());
      outgoing.end(body);
      const incoming = await watch.over(answer);
      const answered = {
        status: incoming.statusCode ?? 0,
        reason: incoming.statusMessage ?? '',
        headers: joinHeaders(incoming.rawHeaders),
        setCookies: incoming.headers['set-cookie'] ?? [],
      };
      const size = Number(incoming.headers['content-length'] ?? NaN);
      if (method === 'GET' && answered.status === 200 && size >= streamFrom && !this.isPacked(incoming)) {
        watch.stop();
        const chunks = (): AsyncIterable<Buffer> => chunksOf(incoming, url, watch);
        return { ...answered, body: Buffer.alloc(0), stream: { size, chunks, discard: () => incoming.destroy() } };
      }
      const whole = await watch.over(this.read(incoming, method, watch));
      watch.stop();
      return { ...answered, body: whole };
    } catch (error) {
      watch.stop();
      throw requestProblem(error, url);
    }
  }

  private async open(url: URL, proxy: URL | undefined): Promise<Duplex> {
    const { host, environment, settings } = this;
    if (settings.socketPath === undefined) return connectTo(host, environment, url, proxy, settings);
    try {
      return await host.dial({ socketPath: settings.socketPath });
    } catch (error) {
      throw dialProblem(error, settings.socketPath);
    }
  }

  private isPacked(incoming: IncomingMessage): boolean {
    return this.settings.decompress && /^(?:x-)?gzip$/i.test(incoming.headers['content-encoding'] ?? '');
  }

  private async read(incoming: IncomingMessage, method: string, watch: Watchdog): Promise<Buffer> {
    incoming.on('data', () => watch.progress());
    const gzip = this.isPacked(incoming);
    const empty = method === 'HEAD' || incoming.statusCode === 204 || incoming.statusCode === 304;
    const source: Readable = gzip && !empty ? incoming.pipe(createGunzip()) : incoming;
    if (source !== incoming) incoming.once('error', (error) => source.destroy(error));
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}

/** A body as it comes. Whoever takes it slowly is not the server's fault: only waiting for a piece is timed. */
async function* chunksOf(incoming: IncomingMessage, url: URL, watch: Watchdog): AsyncGenerator<Buffer> {
  try {
    const pieces = (incoming as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    for (;;) {
      watch.progress();
      // Not raced against the watch: what is raced against one long promise is kept as long as that is.
      const piece = await pieces.next();
      watch.stop();
      if (piece.done === true) return;
      yield piece.value;
    }
  } catch (error) {
    throw watch.failure ?? requestProblem(error, url);
  } finally {
    watch.stop();
    incoming.destroy();
  }
}

/** Rejects when there is no progress for a while. */
class Watchdog {
  /** Why it ended what it watches. */
  failure: HttpFailure | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly expired: Promise<never>;
  private reject: (error: Error) => void = () => undefined;
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly ms: number,
    private readonly message: string,
  ) {
    this.expired = new Promise((_resolve, reject) => {
      this.reject = reject;
    });
    this.expired.catch(() => undefined);
    this.progress();
  }

  progress(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.failure = new HttpFailure(this.message, "is the server up? a longer 'timeout' waits longer");
      this.reject(this.failure);
      for (const listener of this.listeners) listener();
    }, this.ms);
  }

  async over<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    const result = await Promise.race([work, this.expired]);
    this.progress();
    return result;
  }

  onExpiry(listener: () => void): void {
    this.listeners.push(listener);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

const hasHeader = (headers: Readonly<Record<string, string>>, name: string): boolean =>
  Object.keys(headers).some((key) => key.toLowerCase() === name);

function joinHeaders(raw: readonly string[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    joined[name] = joined[name] === undefined ? (raw[i + 1] ?? '') : `${joined[name]}, ${raw[i + 1]}`;
  }
  return joined;
}

function requestProblem(error: unknown, url: URL): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof HttpFailure || code === undefined || (error as Error).name === 'TsplayError') return error;
  return new HttpFailure(`the connection to ${url.host} failed: ${(error as Error).message}`, undefined, error);
}
