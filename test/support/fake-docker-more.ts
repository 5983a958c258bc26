// What the Docker daemon for unit tests answers beyond images, containers, networks and volumes by name: lists, pruning, logins, pushes, archives, commands.

type Json = Record<string, unknown>;

/** What is asked for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
}

/** What there is, by kind. */
export interface Stock {
  readonly images: Map<string, Json>;
  readonly containers: Map<string, Json>;
  readonly networks: Map<string, Json>;
  readonly volumes: Map<string, Json>;
  refuse(status: number, message: string): never;
}

const lines = (...objects: readonly Json[]): string => objects.map((one) => JSON.stringify(one)).join('\n');

/** @returns undefined when it is none of these; `{ empty: true }` is an empty answer */
export function moreAnswers({ method, path, body }: Asked, stock: Stock): unknown {
  const get = method === 'GET';
  if (path === '/version') return { ApiVersion: '1.43', Version: '24.0' };
  if (path === '/system/df') return { LayersSize: 7, Images: [...stock.images.values()] };
  if (path === '/auth') {
    if (body['password'] !== 'pass word') stock.refuse(401, 'unauthorized: incorrect username or password');
    return { Status: 'Login Succeeded', IdentityToken: '' };
  }
  if (get && path === '/containers/json')
    return [...stock.containers.values()].map(({ Id, Name }) => ({ Id, Names: [Name] }));
  if (get && path === '/images/json') return [...stock.images.values()];
  if (get && path === '/volumes') return { Volumes: [...stock.volumes.values()], Warnings: null };
  if (path === '/images/load') {
    stock.images.set('loaded:1', { Id: `sha256:${'f'.repeat(64)}`, RepoTags: ['loaded:1'], Config: {} });
    return lines({ stream: 'Loaded image: loaded:1\n' });
  }
  const pushed = /^\/images\/(.+)\/push$/.exec(path)?.[1];
  if (pushed !== undefined) {
    if (!pushed.startsWith('registry.example/'))
      return lines({ status: 'Preparing' }, { errorDetail: { message: 'unauthorized: authentication required' } });
    const done = stock.images.get(`${pushed}:1`)?.['Pushed'] === true;
    const image = stock.images.get(`${pushed}:1`);
    if (image) image['Pushed'] = true;
    return lines({ status: done ? 'Layer already exists' : 'Pushed' }, { status: '1: digest: sha256:ab' });
  }
  return pruned(path, stock) ?? executed(method, path, body, stock);
}

function pruned(path: string, stock: Stock): unknown {
  const kind = /^\/(containers|images|networks|volumes|build)\/prune$/.exec(path)?.[1];
  switch (kind) {
    case 'containers': {
      const idle = [...stock.containers].filter(([, one]) => (one['State'] as Json)['Running'] !== true);
      for (const [name] of idle) stock.containers.delete(name);
      return { ContainersDeleted: idle.length === 0 ? null : idle.map(([, { Id }]) => Id), SpaceReclaimed: 0 };
    }
    case 'images':
      return { ImagesDeleted: null, SpaceReclaimed: 0 };
    case 'networks': {
      const unused = [...stock.networks].filter(
        ([name, one]) => name !== 'bridge' && Object.keys(one['Endpoints'] as Json).length === 0,
      );
      for (const [name] of unused) stock.networks.delete(name);
      return { NetworksDeleted: unused.length === 0 ? null : unused.map(([name]) => name) };
    }
    case 'volumes': {
      const names = [...stock.volumes.keys()];
      stock.volumes.clear();
      return { VolumesDeleted: names, SpaceReclaimed: names.length * 10 };
    }
    case 'build':
      return { CachesDeleted: null, SpaceReclaimed: 0 };
    default:
      return undefined;
  }
}

/** Commands that are left to run: nobody reads what they print. */
function executed(method: string, path: string, body: Json, stock: Stock): unknown {
  if (method !== 'POST') return undefined;
  const container = /^\/containers\/([^/]+)\/exec$/.exec(path)?.[1];
  if (container !== undefined) {
    const found = stock.containers.get(container);
    if (!found) stock.refuse(404, `No such container: ${container}`);
    if ((found['State'] as Json)['Paused'] === true) stock.refuse(409, `container ${container} is paused`);
    return { Id: `run-${(body['Cmd'] as string[]).join('-')}` };
  }
  return /^\/exec\/[^/]+\/start$/.test(path) ? { empty: true } : undefined;
}
