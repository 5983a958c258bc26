// Speaks to the REST API of GitHub, from where the task runs.
import { ModuleFailure, type HostView } from '../../src/kit/index.js';
import { HttpClient, HttpFailure, type HttpResponse } from './http.js';
import { lookAtHttp } from './http-environment.js';

export interface GithubLogin {
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** The one time password of two factors. */
  readonly otp?: number | undefined;
}

export interface GithubAnswer {
  readonly status: number;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  readonly next: string | undefined;
  readonly response: HttpResponse;
}

export type GithubObject = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is GithubObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export class Github {
  private constructor(
    private readonly http: HttpClient,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async open(host: HostView, login: GithubLogin): Promise<Github> {
    const basic = login.username !== undefined && login.password !== undefined;
    const http = new HttpClient(host, await lookAtHttp(host), {
      agent: 'tsplay',
      decompress: true,
      forceBasicAuth: basic,
      timeout: 30_000,
      unredirectedHeaders: ['authorization'],
      useNetrc: false,
      useProxy: true,
      validateCerts: true,
      ...(basic ? { username: login.username, password: login.password } : {}),
    });
    return new Github(http, {
      Accept: 'application/vnd.github.v3+json',
      ...(!basic && login.token !== undefined ? { Authorization: `token ${login.token}` } : {}),
      ...(basic && login.otp !== undefined ? { 'X-GitHub-OTP': String(login.otp) } : {}),
    });
  }

  /** Whatever the answer. @throws ModuleFailure when none comes */
  async ask(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<GithubAnswer> {
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    try {
      const response = await this.http.send({
        method,
        url,
        headers: { ...this.headers, ...content },
        body: body === undefined ? undefined : Buffer.from(JSON.stringify(body), 'utf8'),
        redirects: 'urllib2',
      });
      const [next] = /<([^>]+)>;\s*rel="next"/.exec(response.headers['link'] ?? '')?.slice(1) ?? [];
      return { status: response.status, json: parsed(response.body), next, response };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      throw new ModuleFailure(`failed to send request ${method} to ${url}: ${error.message}`);
    }
  }

  /** All pages of a list. @param refuse is told of an answer that is an error, and throws */
  async list(url: string, refuse: (answer: GithubAnswer) => never): Promise<GithubObject[]> {
    const out: GithubObject[] = [];
    for (let page: string | undefined = url; page !== undefined;) {
      const answer: GithubAnswer = await this.ask('GET', page);
      if (answer.status < 200 || answer.status >= 300) refuse(answer);
      if (Array.isArray(answer.json)) out.push(...answer.json.filter(isObject));
      page = answer.next;
    }
    return out;
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** What the API says of an error; null when it says nothing. */
export const messageOf = ({ json }: GithubAnswer): string | null =>
  isObject(json) && typeof json['message'] === 'string' ? json['message'] : null;

/** Where the API of github.com is. */
export const GITHUB_API = 'https://api.github.com';
