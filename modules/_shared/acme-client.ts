// Speaks ACME (RFC 8555) from where the task runs: the directory, nonces, signed requests and their answers.
import { ModuleFailure, type HostView } from '../../src/kit/index.js';
import type { ServerArguments } from './acme-args.js';
import { isJson, refused, type AcmeAnswer, type Json } from './acme-failure.js';
import { signMessage, type AccountKey } from './acme-key.js';
import { HttpClient, HttpFailure } from './http.js';
import { lookAtHttp } from './http-environment.js';

/** Answers after which the same request is sent again. */
const PASSING = new Set([408, 429, 502, 503, 504]);
const MAX_RETRIES = 20;
const MAX_NONCES = 6;
const BAD_NONCE = 'urn:ietf:params:acme:error:badNonce';

export interface AcmeSurroundings {
  readonly host: HostView;
  /** Milliseconds; rejects when the run is cancelled. */
  readonly sleep: (ms: number) => Promise<void>;
}

interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export class AcmeClient {
  /** Known after the account was found or made. */
  accountUri: string | undefined;
  private nonce: string | undefined;

  private constructor(
    private readonly http: HttpClient,
    private readonly around: AcmeSurroundings,
    private own: AccountKey | undefined,
    readonly directory: Json,
  ) {}

  /** Reads the directory. @param account undefined: nothing is signed. @throws ModuleFailure */
  static async open(
    around: AcmeSurroundings,
    args: ServerArguments & { readonly account_uri?: string | undefined },
    account: AccountKey | undefined,
  ): Promise<AcmeClient> {
    const http = new HttpClient(around.host, await lookAtHttp(around.host), {
      agent: 'tsplay',
      decompress: true,
      forceBasicAuth: false,
      timeout: args.request_timeout * 1000,
      unredirectedHeaders: [],
      useNetrc: true,
      useProxy: true,
      validateCerts: args.validate_certs,
    });
    const answer = await send(http, around, { method: 'GET', url: args.acme_directory });
    if (answer.status >= 400) throw refused(answer);
    const directory = answer.json ?? {};
    if (['newNonce', 'newAccount', 'newOrder'].some((name) => typeof directory[name] !== 'string')) {
      throw new ModuleFailure('ACME directory does not seem to follow protocol ACME v2');
    }
    const client = new AcmeClient(http, around, account, directory);
    client.accountUri = args.account_uri === '' ? undefined : args.account_uri;
    return client;
  }

  /** The key that signs. @throws ModuleFailure when there is none */
  get account(): AccountKey {
    if (!this.own) throw new ModuleFailure('no account key was given');
    return this.own;
  }

  set account(key: AccountKey) {
    this.own = key;
  }

  get meta(): Json {
    return isJson(this.directory['meta']) ? this.directory['meta'] : {};
  }

  /** The URL of a resource. @throws ModuleFailure when the server has none */
  resource(name: string): string {
    const url = this.directory[name];
    if (typeof url !== 'string') throw new ModuleFailure(`the ACME server does not offer ${name}`);
    return url;
  }

  pause = (ms: number): Promise<void> => this.around.sleep(ms);

  /** A signed request, whatever its answer. @param payload undefined: only reads (POST-as-GET) */
  async post(url: string, payload: unknown, headers: Readonly<Record<string, string>> = {}): Promise<AcmeAnswer> {
    for (let tries = 1; ; tries++) {
      const nonce = this.nonce ?? (await this.freshNonce());
      this.nonce = undefined;
      const who = this.accountUri === undefined ? { jwk: this.account.jwk } : { kid: this.accountUri };
      const signed = signMessage(this.account, { alg: this.account.algorithm, ...who, nonce, url }, payload);
      const answer = await send(
        this.http,
        this.around,
        {
          method: 'POST',
          url,
          headers: { 'Content-Type': 'application/jose+json', ...headers },
          body: Buffer.from(JSON.stringify(signed)),
        },
        // A nonce is used up by the first try, whatever became of it.
        false,
      );
      this.nonce = answer.headers['replay-nonce'];
      if (answer.json?.['type'] === BAD_NONCE && answer.status >= 400 && tries <= MAX_NONCES) continue;
      if (!PASSING.has(answer.status)) return answer;
      await this.waitBefore(answer, tries);
      this.nonce = undefined;
    }
  }

  /** The same, where the answer must have one of these statuses. @throws AcmeFailure */
  async ask(url: string, payload: unknown, what: string, ...statuses: readonly number[]): Promise<AcmeAnswer> {
    const answer = await this.post(url, payload);
    if (!statuses.includes(answer.status)) throw refused(answer, what);
    return answer;
  }

  /** Reads; a server that knows no POST-as-GET is asked without a signature. @throws AcmeFailure */
  async read(url: string, headers: Readonly<Record<string, string>> = {}): Promise<AcmeAnswer> {
    let answer = await this.post(url, undefined, headers);
    if (answer.status === 405) answer = await send(this.http, this.around, { method: 'GET', url, headers });
    if (answer.status < 200 || answer.status >= 400) throw refused(answer);
    return answer;
  }

  /** Asks without a signature, whatever the answer. */
  get(url: string): Promise<AcmeAnswer> {
    return send(this.http, this.around, { method: 'GET', url });
  }

  /** An object that must be there. @throws AcmeFailure */
  async readObject(url: string): Promise<Json> {
    const answer = await this.read(url);
    if (!answer.json)
      throw new ModuleFailure(`Failed to parse the ACME response: ${url} ${answer.body.toString('utf8')}`);
    return answer.json;
  }

  private async freshNonce(): Promise<string> {
    for (let tries = 1; tries <= MAX_NONCES; tries++) {
      const answer = await send(this.http, this.around, { method: 'HEAD', url: this.resource('newNonce') });
      if (answer.status !== 200 && answer.status !== 204) {
        throw new ModuleFailure(`Failed to get replay-nonce, got status ${answer.status}`);
      }
      const nonce = answer.headers['replay-nonce'];
      if (nonce !== undefined) return nonce;
    }
    throw new ModuleFailure('Was not able to obtain nonce, giving up after 5 retries');
  }

  private waitBefore(answer: AcmeAnswer, tries: number): Promise<void> {
    return waitBefore(this.around, answer, tries);
  }
}

async function send(http: HttpClient, around: AcmeSurroundings, request: Request, retry = true): Promise<AcmeAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await once(http, request);
    if (!retry || !PASSING.has(answer.status)) return answer;
    await waitBefore(around, answer, tries);
  }
}

async function once(http: HttpClient, { method, url, headers = {}, body }: Request): Promise<AcmeAnswer> {
  try {
    const {
      status,
      headers: answered,
      body: bytes,
    } = await http.send({
      method,
      url,
      headers,
      body,
      redirects: 'urllib2',
    });
    return { status, url, headers: answered, body: bytes, json: parsed(bytes) };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new ModuleFailure(`Failure downloading ${url}, ${error.message}${error.hint ? ` (${error.hint})` : ''}`);
  }
}

/** Seconds as the server says (at most 60), else ten. @throws AcmeFailure after too many tries */
async function waitBefore(around: AcmeSurroundings, answer: AcmeAnswer, tries: number): Promise<void> {
  if (tries > MAX_RETRIES) throw refused(answer, `Giving up after ${MAX_RETRIES} retries`);
  const told = answer.headers['retry-after'] ?? '';
  await around.sleep(1000 * (/^\d+$/.test(told) ? Math.min(Math.max(1, Number(told)), 60) : 10));
}

function parsed(bytes: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The addresses of a `Link` header with this relation. */
export function linksOf(answer: Pick<AcmeAnswer, 'headers'>, relation: string): string[] {
  const links = (answer.headers['link'] ?? '').matchAll(/<([^>]+)>\s*;\s*rel="?(\w+)"?/g);
  return [...links].filter(([, , rel]) => rel === relation).map(([, url = '']) => url);
}
