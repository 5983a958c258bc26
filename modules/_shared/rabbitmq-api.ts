// Asks and tells a RabbitMQ broker by the HTTP interface of its management plugin, from where the host stands.
import { alias, choice, ModuleFailure, path, secret, str, type HostView } from '../../src/kit/index.js';
import { HttpClient, HttpFailure } from './http.js';
import { lookAtHttp } from './http-environment.js';

/** Where the interface is, and who asks. */
export const brokerArgs = {
  login_user: str().default('guest').describe('The user to log in as.'),
  login_password: secret(str().default('guest').describe('Its password.')),
  login_host: str().default('localhost').describe('Where the management plugin listens, as the target sees it.'),
  login_port: str().default('15672').describe('Its port.'),
  login_protocol: choice('http', 'https').default('http').describe('Whether it is spoken to by TLS.'),
  ca_cert: alias(path().optional(), 'cacert').describe(
    'File on the target of the authorities that sign its certificate.',
  ),
  client_cert: alias(path().optional(), 'cert').describe('File on the target of the certificate to log in with.'),
  client_key: alias(path().optional(), 'key').describe("File on the target of the certificate's key."),
  vhost: str().default('/').describe('The virtual host.'),
};

interface Login {
  readonly login_user: string;
  readonly login_password: string;
  readonly login_host: string;
  readonly login_port: string;
  readonly login_protocol: string;
  readonly ca_cert?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** The data of a reply that is JSON. */
export const dataOf = (reply: Reply): unknown => {
  try {
    return JSON.parse(reply.text) as unknown;
  } catch {
    return undefined;
  }
};

/** Whether the broker did what it was told. */
export const isDone = ({ status }: Reply): boolean => status === 201 || status === 204;

export class BrokerApi {
  private constructor(
    private readonly client: HttpClient,
    private readonly base: string,
    private readonly authorization: string,
  ) {}

  /** Reads what the host says of proxies, and the certificates. */
  static async open(host: HostView, a: Login): Promise<BrokerApi> {
    const environment = await lookAtHttp(host);
    const file = async (name: string | undefined): Promise<Buffer | undefined> =>
      name === undefined ? undefined : host.read(name);
    const cert = await file(a.client_cert);
    const client = new HttpClient(host, environment, {
      validateCerts: true,
      ca: await file(a.ca_cert),
      cert,
      key: a.client_key === undefined ? cert : await file(a.client_key),
      agent: 'tsplay',
      decompress: true,
      forceBasicAuth: false,
      timeout: 60_000,
      unredirectedHeaders: [],
      useNetrc: false,
      useProxy: true,
    });
    const address = a.login_host.includes(':') && !a.login_host.startsWith('[') ? `[${a.login_host}]` : a.login_host;
    const login = Buffer.from(`${a.login_user}:${a.login_password}`, 'utf8').toString('base64');
    return new BrokerApi(client, `${a.login_protocol}://${address}:${a.login_port}/api`, `Basic ${login}`);
  }

  /**
   * @param words parts of the path, as they are
   * @param rest a last part that is encoded already
   * @throws ModuleFailure when there is no answer
   */
  async send(method: string, words: readonly string[], body?: unknown, rest?: string): Promise<Reply> {
    const url = [this.base, ...words.map(encoded), ...(rest === undefined ? [] : [rest])].join('/');
    try {
      const response = await this.client.send({
        method,
        url,
        headers: {
          Authorization: this.authorization,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body), 'utf8') }),
        redirects: 'none',
      });
      return { status: response.status, text: response.body.toString('utf8') };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      const hint = error.hint === undefined ? '' : ` (${error.hint})`;
      throw new ModuleFailure(`${this.base}: ${error.message}${hint}; is the plugin rabbitmq_management enabled?`);
    }
  }
}

/** All but letters, digits and `_.-~`. @throws ModuleFailure for a name that an address would take for a step up */
function encoded(word: string): string {
  if (/^\.{1,2}$/.test(word))
    throw new ModuleFailure(`the HTTP interface of RabbitMQ has no address for the name '${word}'`);
  return encodeURIComponent(word).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
