// A client of the Docker Engine API whose place is the host's: requests over kept-alive streams, JSON and progress as answers.
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { pipeline, type Duplex, type Readable } from 'node:stream';
import { isUnreachable, ModuleFailure, TsplayError, type HostHands, type HostView } from '../../src/kit/index.js';
import { dockerSettings, type DockerArgs } from './docker-args.js';
import { openingOf, type Opening } from './docker-connect.js';

export type Json = Record<string, unknown>;
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface DockerRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below the version, as `pathOf` makes it. */
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON, fields that are null or undefined left out; streams and bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Seconds without an answer; null is for ever; the task's own when left out. */
  readonly timeout?: number | null | undefined;
}

/** An answer that says no. */
export class DockerRefusal extends ModuleFailure {
  constructor(
    readonly status: number,
    /** What the daemon says itself. */
    readonly explanation: string,
    message: string,
  ) {
    super(message);
  }
}

/** A path of the API; names are escaped, `/` and `:` stay. */
export function pathOf(strings: TemplateStringsArray, ...names: string[]): string {
  return strings.reduce((path, text, i) => path + escapeName(names[i - 1] ?? '') + text);
}

const escapeName = (name: string): string =>
  encodeURIComponent(name)
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':')
    .replace(/^\/+/, '')
    .replace(/(^|\/)\.\.?(?=\/|$)/g, '$1%2E');

/** Of two dotted versions, whether the first is at least the second. */
function atLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  }
  return true;
}

export class DockerClient {
  private readonly agent: Agent;
  private known: string | undefined;

  private constructor(
    readonly host: HostView,
    private readonly opening: Opening,
    private readonly wanted: string | undefined,
    /** Seconds. */
    readonly timeout: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8 });
    // Node's agents take a socket now or, by callback, later; its types do not say so. Channels of ssh2 and programs
    // are no sockets: what an agent sets on those it keeps (keep-alive of TCP, timeouts) they do not have.
    Object.assign(this.agent, {
      keepSocketAlive: (): boolean => true,
      reuseSocket: (): void => undefined,
      createConnection: (_options: unknown, callback: (error: Error | null, stream?: Duplex) => void): void => {
        opening.open().then(
          (stream) =>
            callback(
              null,
              stream.on('error', () => undefined),
            ),
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
        );
      },
    });
  }

  static async connect(host: HostView, args: DockerArgs): Promise<DockerClient> {
    const settings = await dockerSettings(host, args);
    return new DockerClient(host, await openingOf(host, settings), settings.apiVersion, settings.timeout);
  }

  close(): void {
    this.agent.destroy();
  }

  /** The version that is spoken; asked for when no answer has said it yet. */
  async version(): Promise<string> {
    if (this.wanted !== undefined) return this.wanted;
    if (this.known === undefined) (await this.send({ path: '/_ping' })).resume();
    if (this.known === undefined) {
      throw new ModuleFailure('Error connecting: Invalid response from docker daemon: key "ApiVersion" is missing.');
    }
    return this.known;
  }

  /** @throws ModuleFailure in the words of the collection when the daemon is too old for what is asked */
  async needs(minimum: string, what: string): Promise<void> {
    const version = await this.version();
    if (!atLeast(version, minimum)) {
      throw new ModuleFailure(`Docker API version is ${version}. Minimum version required is ${minimum} to ${what}.`);
    }
  }

  /** An object by GET, or undefined when there is none. */
  async find<T = Json>(path: string, query?: Query): Promise<T | undefined> {
    try {
      return await this.get<T>(path, query);
    } catch (error) {
      if (error instanceof DockerRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  async get<T = Json>(path: string, query?: Query): Promise<T> {
    return JSON.parse(await this.text({ path, query })) as T;
  }

  /** A question that needs a body, and so is a POST, and changes nothing. */
  async read<T = Json>(path: string, body: unknown): Promise<T> {
    return JSON.parse(await this.text({ method: 'POST', path, body })) as T;
  }

  /** The whole answer. */
  async bytes(wanted: DockerRequest): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.send(wanted)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private async text(wanted: DockerRequest): Promise<string> {
    return (await this.bytes(wanted)).toString('utf8');
  }

  /** Sends what changes something; the hands show that this is inside a change. @returns parsed JSON, `{}` for none */
  async write<T = Json>(_hands: HostHands, wanted: DockerRequest): Promise<T> {
    const text = await this.text({ method: 'POST', ...wanted });
    return (text.trim() === '' ? {} : JSON.parse(text)) as T;
  }

  /** The answer as it comes: progress, archives. */
  async stream(_hands: HostHands | undefined, wanted: DockerRequest): Promise<IncomingMessage> {
    return this.send({ timeout: null, ...wanted });
  }

  /** @throws DockerRefusal, ModuleFailure when there is no connection */
  private async send(wanted: DockerRequest): Promise<IncomingMessage> {
    const message = await this.ask(wanted);
    const version = message.headers['api-version'];
    if (typeof version === 'string') this.known = version;
    const status = message.statusCode ?? 0;
    if (status < 400) return message;
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    throw this.refusal(wanted, status, message.statusMessage ?? '', Buffer.concat(chunks).toString());
  }

  private refusal(wanted: DockerRequest, status: number, reason: string, text: string): DockerRefusal {
    let explanation = text.trim();
    try {
      explanation = (JSON.parse(text) as { message?: string }).message ?? explanation;
    } catch {
      // Not JSON: the text itself is what it says.
    }
    const version = this.wanted ?? this.known;
    const url = `${this.opening.base}${version === undefined ? '' : `/v${version}`}${targetOf(wanted)}`;
    const who = status < 500 ? 'Client' : 'Server';
    const said = explanation === '' ? '' : ` ("${explanation}")`;
    return new DockerRefusal(status, explanation, `${status} ${who} Error for ${url}: ${reason}${said}`);
  }

  private ask(wanted: DockerRequest): Promise<IncomingMessage> {
    const { body } = wanted;
    const prefix = this.wanted === undefined ? '' : `/v${this.wanted}`;
    const streamed = isStream(body);
    const bytes = streamed || body === undefined ? undefined : Buffer.isBuffer(body) ? body : jsonBytes(body);
    const seconds = wanted.timeout === undefined ? this.timeout : wanted.timeout;
    return new Promise((resolve, reject) => {
      const sent = request({
        agent: this.agent,
        host: 'localhost',
        method: wanted.method ?? 'GET',
        path: `${prefix}${targetOf(wanted)}`,
        headers: {
          'User-Agent': 'tsplay',
          ...(bytes === undefined ? {} : { 'Content-Length': bytes.length }),
          ...(bytes === undefined || Buffer.isBuffer(body) ? {} : { 'Content-Type': 'application/json' }),
          ...(wanted.method === 'POST' && body === undefined ? { 'Content-Length': 0 } : {}),
          ...wanted.headers,
        },
      });
      sent.once('response', resolve);
      sent.on('error', (error) => {
        reject(this.explained(error));
      });
      if (seconds !== null && seconds > 0) {
        whenSilent(sent, seconds * 1000, () => {
          const late = `the Docker daemon did not answer ${targetOf(wanted)} for ${seconds} s (timeout)`;
          sent.destroy(new ModuleFailure(late));
        });
      }
      if (streamed) {
        // What the body failed of is the reason, not that the request ends then.
        body.once('error', reject);
        pipeline(body, sent, () => undefined);
      } else sent.end(bytes);
    });
  }

  /** In the words of the collection, which asks for the version first; a lost host stays what it is. */
  private explained(error: Error): Error {
    if (error instanceof ModuleFailure || isUnreachable(error)) return error;
    if (!(error instanceof TsplayError)) return this.broken(error);
    return new ModuleFailure(`Error connecting: Error while fetching server API version: ${error.message}`);
  }

  private broken(error: Error): ModuleFailure {
    return new ModuleFailure(`Error connecting: the connection to the Docker daemon failed: ${error.message}`);
  }

  /**
   * A request that turns into a stream both ways (`exec`, `attach`): what the daemon sends and what it is sent.
   * @throws DockerRefusal
   */
  async hijack(_hands: HostHands, wanted: DockerRequest): Promise<Duplex> {
    const stream = await this.opening.open();
    const bytes = jsonBytes(wanted.body ?? {});
    const prefix = this.wanted === undefined ? '' : `/v${this.wanted}`;
    return new Promise((resolve, reject) => {
      const sent = request({
        method: 'POST',
        path: `${prefix}${targetOf(wanted)}`,
        headers: {
          Host: 'localhost',
          'Content-Type': 'application/json',
          'Content-Length': bytes.length,
          Connection: 'Upgrade',
          Upgrade: 'tcp',
        },
        createConnection: () => stream,
      });
      sent.once('upgrade', (_message, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      sent.once('response', (message) => {
        const chunks: Buffer[] = [];
        message.on('data', (chunk: Buffer) => chunks.push(chunk));
        message.once('end', () => {
          stream.destroy();
          const text = Buffer.concat(chunks).toString();
          reject(this.refusal(wanted, message.statusCode ?? 0, message.statusMessage ?? '', text));
        });
      });
      sent.once('error', (error) => reject(this.explained(error)));
      sent.end(bytes);
    });
  }
}

/** Calls once when nothing has come for so long, in milliseconds; `request.setTimeout` would want a socket. */
function whenSilent(sent: ClientRequest, ms: number, late: () => void): void {
  const timer = setTimeout(late, ms);
  const heard = (): void => void timer.refresh();
  sent.once('socket', (stream) => {
    stream.on('data', heard);
    sent.once('close', () => {
      clearTimeout(timer);
      stream.off('data', heard);
    });
  });
  sent.once('error', () => clearTimeout(timer));
}

const isStream = (body: unknown): body is Readable =>
  typeof body === 'object' && body !== null && typeof (body as Partial<Readable>).pipe === 'function';

/** compat: fields of the top that are null are left out, as the daemon cannot read them into its types. */
function jsonBytes(body: unknown): Buffer {
  const fields =
    body !== null && typeof body === 'object' && !Array.isArray(body)
      ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
      : body;
  return Buffer.from(JSON.stringify(fields));
}

/** compat: booleans are spelled as the collection spells them, which shows in messages. */
function targetOf({ path, query = {} }: DockerRequest): string {
  const given = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)] as [string, string]];
  });
  const search = new URLSearchParams(given).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Runs `work` with a client that is closed afterwards. */
export async function withDocker<T>(
  context: { readonly host: HostView; readonly args: DockerArgs },
  work: (client: DockerClient) => Promise<T>,
): Promise<T> {
  const client = await DockerClient.connect(context.host, context.args);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
