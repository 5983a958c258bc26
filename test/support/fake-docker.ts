// A Docker daemon for unit tests: keeps images, containers, networks and volumes in memory and answers on a unix socket.
//
//   const daemon = fakeDocker();              // in a test file: started, reset before every test, ended
//   runCases(module, join(import.meta.dirname, 'cases'));
//
// Before every test there are: image `app:1` (label, environment, command, port and volume of its own), image `other:2`,
// a running container `web` of `app:1`, a network `back` with `web` in it, a volume `data` with a label.
// A pull of `registry.example/...` brings an image; of anything else it fails.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { moreAnswers } from './fake-docker-more.js';

type Json = Record<string, unknown>;

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const id = (n: number): string => n.toString(16).padStart(64, '0');

export class FakeDocker {
  /** Requests that changed something, as `METHOD path`. */
  writes: string[] = [];
  private images = new Map<string, Json>();
  private containers = new Map<string, Json>();
  private networks = new Map<string, Json>();
  private volumes = new Map<string, Json>();
  private made = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.made = 0;
    for (const kind of [this.images, this.containers, this.networks, this.volumes]) kind.clear();
    this.addImage('app:1', {
      Env: ['PATH=/bin', 'LEVEL=low'],
      Labels: { from: 'image' },
      Cmd: ['serve'],
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/var/lib/app': {} },
    });
    this.addImage('other:2', { Env: null, Labels: null, Cmd: ['other'] });
    this.createNetwork({ Name: 'bridge', Driver: 'bridge' });
    this.createNetwork({ Name: 'back', Driver: 'bridge', Labels: { made: 'here' } });
    this.createVolume({ Name: 'data', Driver: 'local', Labels: { keep: 'yes' }, DriverOpts: null });
    this.createContainer('web', {
      Image: 'app:1',
      Env: ['MODE=a'],
      Labels: { tier: 'front' },
      HostConfig: { NetworkMode: 'back', RestartPolicy: { Name: 'always', MaximumRetryCount: 0 }, Memory: 0 },
      NetworkingConfig: { EndpointsConfig: { back: {} } },
    });
    this.container('web')['State'] = { Status: 'running', Running: true, Paused: false };
    this.writes = [];
  }

  addImage(name: string, config: Json): void {
    const image = {
      Id: `sha256:${id(++this.made)}`,
      RepoTags: [name],
      Config: config,
      Os: 'linux',
      Architecture: 'amd64',
    };
    this.images.set(name, image);
  }

  /** @returns what the daemon answers; undefined is an empty answer. @throws Refusal */
  answer(method: string, url: URL, body: Json): unknown {
    const path = decodeURIComponent(url.pathname).replace(/^\/v1\.\d+/, '');
    if (method !== 'GET') this.writes.push(`${method} ${path}`);
    const { images, containers, networks, volumes } = this;
    const refuse = (status: number, message: string): never => {
      throw new Refusal(status, message);
    };
    const more = moreAnswers({ method, path, body }, { images, containers, networks, volumes, refuse });
    if (more !== undefined) return (more as Json)['empty'] === true ? undefined : more;
    const [, kind = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
    switch (kind) {
      case '_ping':
        return 'OK';
      case 'info':
        return { OSType: 'linux', Architecture: 'x86_64' };
      case 'images':
        return this.answerImages(method, rest, url.searchParams);
      case 'containers':
        return this.answerContainers(method, rest, url.searchParams, body);
      case 'networks':
        return this.answerNetworks(method, rest, body);
      case 'volumes':
        return this.answerVolumes(method, rest, body);
      default:
        throw new Refusal(404, 'page not found');
    }
  }

  private answerImages(method: string, rest: string, query: URLSearchParams): unknown {
    if (method === 'POST' && rest === 'create') return this.pull(query.get('fromImage') ?? '', query.get('tag') ?? '');
    const name = rest.replace(/\/(json|tag)$/, '');
    const image = this.images.get(name) ?? [...this.images.values()].find(({ Id }) => Id === name);
    if (!image) throw new Refusal(404, `No such image: ${name}`);
    if (method === 'GET') return image;
    if (method === 'DELETE') {
      this.images.delete(name);
      return [{ Untagged: name }];
    }
    this.images.set(`${query.get('repo')}:${query.get('tag')}`, image);
    return undefined;
  }

  private pull(name: string, tag: string): unknown {
    if (!name.startsWith('registry.example/')) throw new Refusal(404, `pull access denied for ${name}`);
    if (name.endsWith('/broken')) return { error: 'no space left', errorDetail: { message: 'no space left', code: 5 } };
    // What was pulled once is the newest.
    if (!this.images.has(`${name}:${tag}`))
      this.addImage(`${name}:${tag}`, { Env: null, Labels: null, Cmd: ['pulled'] });
    return { status: 'Downloaded' };
  }

  private container(name: string): Json {
    const found =
      this.containers.get(name) ??
      [...this.containers.values()].find(({ Id }) => Id === name || Id === name.slice(0, 64));
    if (!found) throw new Refusal(404, `No such container: ${name}`);
    return found;
  }

  private answerContainers(method: string, rest: string, query: URLSearchParams, body: Json): unknown {
    if (rest === 'create') return this.createContainer(query.get('name') ?? '', body);
    const [name = '', verb = ''] = rest.split('/');
    const container = this.container(name);
    if (method === 'DELETE') {
      this.containers.delete(String(container['Name']).slice(1));
      return undefined;
    }
    switch (verb) {
      case 'json':
        return { ...container, NetworkSettings: { Networks: this.endpoints(String(container['Id'])) } };
      case 'start':
      case 'restart':
      case 'unpause':
        container['State'] = { Status: 'running', Running: true, Paused: false };
        return undefined;
      case 'pause':
        container['State'] = { Status: 'paused', Running: true, Paused: true };
        return undefined;
      case 'stop':
      case 'kill':
        container['State'] = { Status: 'exited', Running: false, Paused: false };
        return undefined;
      case 'update':
        Object.assign(container['HostConfig'] as Json, body);
        return { Warnings: null };
      default:
        throw new Refusal(404, 'page not found');
    }
  }

  private createContainer(name: string, body: Json): Json {
    if (this.containers.has(name)) throw new Refusal(409, `The container name "/${name}" is already in use`);
    const image =
      this.images.get(String(body['Image'])) ?? this.answerImages('GET', String(body['Image']), new URLSearchParams());
    const { HostConfig, NetworkingConfig, ...config } = body;
    const own = (image as Json)['Config'] as Json;
    const given = (config['Env'] ?? []) as string[];
    const names = new Set(given.map((pair) => pair.split('=')[0]));
    const container = {
      Id: id(++this.made),
      Name: `/${name}`,
      Image: (image as Json)['Id'],
      Config: {
        ...own,
        ...config,
        Env: [...given, ...((own['Env'] ?? []) as string[]).filter((pair) => !names.has(pair.split('=')[0]))],
        Labels: { ...(own['Labels'] as Json | null), ...(config['Labels'] as Json | null) },
        Cmd: config['Cmd'] ?? own['Cmd'],
        ExposedPorts: { ...(own['ExposedPorts'] as Json), ...(config['ExposedPorts'] as Json) },
        Volumes: { ...(own['Volumes'] as Json), ...(config['Volumes'] as Json) },
      },
      HostConfig: {
        NetworkMode: 'default',
        RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
        ...(HostConfig as Json),
      },
      State: { Status: 'created', Running: false, Paused: false },
    };
    this.containers.set(name, container);
    const endpoints = (NetworkingConfig as Json | undefined)?.['EndpointsConfig'] as Json | undefined;
    for (const [network, config] of Object.entries(endpoints ?? {})) this.attach(network, container.Id, config as Json);
    return { Id: container.Id, Warnings: [] };
  }

  private endpoints(container: string): Json {
    return Object.fromEntries(
      [...this.networks.values()].flatMap(({ Name, Id, Endpoints }) => {
        const endpoint = (Endpoints as Record<string, Json>)[container];
        return endpoint ? [[String(Name), { ...endpoint, NetworkID: Id }]] : [];
      }),
    );
  }

  private attach(network: string, container: string, config: Json): void {
    (this.network(network)['Endpoints'] as Json)[container] = config;
  }

  private network(name: string): Json {
    const found = this.networks.get(name) ?? [...this.networks.values()].find(({ Id }) => Id === name);
    if (!found) throw new Refusal(404, `network ${name} not found`);
    return found;
  }

  private shown({ Endpoints, ...network }: Json): Json {
    const containers = [...this.containers.values()].filter(({ Id }) => String(Id) in (Endpoints as Json));
    const entries = containers.map(({ Id, Name }) => [String(Id), { Name: String(Name).slice(1) }]);
    return { ...network, Containers: Object.fromEntries(entries) };
  }

  private answerNetworks(method: string, rest: string, body: Json): unknown {
    if (rest === '') return [...this.networks.values()].map((network) => this.shown(network));
    if (rest === 'create') return this.createNetwork(body);
    const [name = '', verb = ''] = rest.split('/');
    const network = this.network(name);
    if (method === 'GET') return this.shown(network);
    if (method === 'DELETE') {
      this.networks.delete(String(network['Name']));
      return undefined;
    }
    const { Id } = this.container(String(body['Container']));
    if (verb === 'connect') this.attach(name, String(Id), (body['EndpointConfig'] ?? {}) as Json);
    else delete (network['Endpoints'] as Json)[String(Id)];
    return undefined;
  }

  private createNetwork(body: Json): Json {
    const name = String(body['Name']);
    if (this.networks.has(name)) throw new Refusal(409, `network with name ${name} already exists`);
    const Id = id(++this.made);
    const ipam = body['IPAM'] ?? { Driver: 'default', Options: null, Config: [{ Subnet: '172.30.0.0/16' }] };
    const plain = { Scope: 'local', Internal: false, Attachable: false, EnableIPv6: false, Options: {}, Labels: {} };
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
    this.networks.set(name, { ...plain, ...given, Id, IPAM: ipam, Endpoints: {} });
    return { Id, Warning: '' };
  }

  private answerVolumes(method: string, rest: string, body: Json): unknown {
    if (rest === 'create') return this.createVolume(body);
    const volume = this.volumes.get(rest);
    if (!volume) throw new Refusal(404, `get ${rest}: no such volume`);
    if (method === 'DELETE') {
      if (rest === 'busy') throw new Refusal(409, 'volume is in use');
      this.volumes.delete(rest);
      return undefined;
    }
    return volume;
  }

  private createVolume({ Name, Driver, Labels, DriverOpts }: Json): Json {
    const options = Object.keys(DriverOpts ?? {}).length === 0 ? null : DriverOpts;
    const volume = { Name, Driver, Labels: Labels ?? null, Options: options, Mountpoint: `/volumes/${String(Name)}` };
    this.volumes.set(String(Name), volume);
    return volume;
  }
}

async function respond(daemon: FakeDocker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const headers = { 'Api-Version': '1.43', 'Content-Type': 'application/json' };
  try {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const archive = request.headers['content-type'] === 'application/x-tar';
    const body = text === '' || archive ? {} : (JSON.parse(text) as Json);
    const answer = daemon.answer(request.method ?? 'GET', url, body);
    if (answer === undefined) response.writeHead(204, headers).end();
    else response.writeHead(200, headers).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    response.writeHead(status, headers).end(JSON.stringify({ message: (error as Error).message }));
  }
}

/** A daemon for all tests of a file, which modules on the local machine find by `DOCKER_HOST`. */
export function fakeDocker(): FakeDocker {
  const daemon = new FakeDocker();
  const server = createServer((request, response) => void respond(daemon, request, response));
  const directory = mkdtempSync(join(tmpdir(), 'tsplay-docker-'));
  const socket = join(directory, 'docker.sock');
  const before = process.env['DOCKER_HOST'];
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    process.env['DOCKER_HOST'] = `unix://${socket}`;
  });
  beforeEach(() => daemon.reset());
  afterAll(() => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return daemon;
}
