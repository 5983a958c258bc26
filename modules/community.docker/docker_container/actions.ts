// What is done to a container: each step told as an action, and carried out unless it is a dry run.
import { ModuleFailure, type HostHands } from '../../../src/kit/index.js';
import {
  DockerRefusal,
  pathOf,
  type DockerClient,
  type DockerRequest,
  type Json,
} from '../../_shared/docker-client.js';
import { readOutput } from '../../_shared/docker-stream.js';
import type { ContainerArgs } from './args.js';
import type { Container, CreateRequest } from './options.js';
import type { WantedNetwork } from './settings.js';

type Change = <T>(note: { readonly summary: string }, act: (hands: HostHands) => Promise<T>) => Promise<T | undefined>;

export interface Doing {
  readonly args: ContainerArgs;
  readonly client: DockerClient;
  readonly change: Change;
  readonly warn: (message: string) => void;
  /** Told in the result of dry runs. */
  readonly actions: Json[];
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws ModuleFailure that begins with what was being done */
async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DockerRefusal) throw new ModuleFailure(`${what}: ${words(error)}`);
    throw error;
  }
}

export const inspect = (client: DockerClient, name: string): Promise<Container | undefined> =>
  client.find<Container>(pathOf`/containers/${name}/json`);

/** What the daemon is told of one network of a container. */
function endpointConfig(network: WantedNetwork): Json {
  const { ipv4_address, ipv6_address, links, aliases, mac_address } = network;
  const ipam = {
    ...(ipv4_address ? { IPv4Address: ipv4_address } : {}),
    ...(ipv6_address ? { IPv6Address: ipv6_address } : {}),
  };
  const pairs = (links ?? []).map(([name, alias]) => (alias === '' ? name : `${name}:${alias}`)).sort();
  return {
    ...(pairs.length > 0 ? { Links: pairs } : {}),
    ...(aliases && aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(mac_address ? { MacAddress: mac_address } : {}),
    ...(Object.keys(ipam).length > 0 ? { IPAMConfig: ipam } : {}),
  };
}

const parameters = (network: WantedNetwork): Json => {
  const { ipv4_address, ipv6_address, aliases, links, mac_address } = network;
  return { ipv4_address, ipv6_address, aliases, links, mac_address };
};

/** @returns the new container, or undefined in a dry run */
export async function create(
  { args, client, change, warn, actions }: Doing,
  request: CreateRequest,
  networks: readonly WantedNetwork[],
): Promise<Container | undefined> {
  actions.push({
    created: 'Created container',
    create_parameters: request,
    networks: Object.fromEntries(networks.map((network) => [network.name, parameters(network)])),
  });
  return change({ summary: `create container ${args.name}` }, async (hands) => {
    const { platform, ...body } = request;
    const made = await doing('Error creating container', () =>
      client.write<{ Id: string; Warnings?: string[] | null }>(hands, {
        path: '/containers/create',
        query: { name: args.name, platform },
        body: {
          ...body,
          NetworkingConfig: {
            EndpointsConfig: Object.fromEntries(networks.map((network) => [network.name, endpointConfig(network)])),
          },
        },
      }),
    );
    for (const warning of made.Warnings ?? []) warn(`Docker warning: ${warning}`);
    return inspect(client, made.Id);
  });
}

/** Removes or stops what may be paused: daemons of today want it to go on first. */
async function unpausing(client: DockerClient, hands: HostHands, id: string, request: DockerRequest): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await client.write(hands, request);
      return;
    } catch (error) {
      const paused =
        error instanceof DockerRefusal && /Unpause the container before stopping or killing/.test(error.explanation);
      if (!paused || tries === 3) throw error;
      await client.write(hands, { path: pathOf`/containers/${id}/unpause` });
    }
  }
}

export async function stop({ args, client, change, actions }: Doing, id: string): Promise<void> {
  if (args.force_kill) {
    actions.push({ killed: id, signal: args.kill_signal ?? null });
    await change({ summary: `kill container ${args.name}` }, (hands) =>
      doing(`Error killing container ${id}`, () =>
        client.write(hands, { path: pathOf`/containers/${id}/kill`, query: { signal: args.kill_signal } }),
      ),
    );
    return;
  }
  const seconds = args.stop_timeout;
  actions.push({ stopped: id, timeout: seconds ?? null });
  await change({ summary: `stop container ${args.name}` }, (hands) =>
    doing(`Error stopping container ${id}`, () =>
      unpausing(client, hands, id, {
        method: 'POST',
        path: pathOf`/containers/${id}/stop`,
        query: { t: seconds || undefined },
        timeout: client.timeout + (seconds || 10),
      }),
    ),
  );
}

export async function remove({ args, client, change, actions }: Doing, id: string, force = false): Promise<void> {
  actions.push({ removed: id, volume_state: !args.keep_volumes, link: false, force });
  await change({ summary: `remove container ${args.name}` }, (hands) =>
    doing(`Error removing container ${id}`, async () => {
      try {
        await unpausing(client, hands, id, {
          method: 'DELETE',
          path: pathOf`/containers/${id}`,
          query: { v: !args.keep_volumes, link: false, force },
        });
      } catch (error) {
        const gone =
          error instanceof DockerRefusal &&
          (error.status === 404 || /removal of container .* is already in progress/.test(error.explanation));
        if (!gone) throw error;
      }
    }),
  );
}

/** The exit of a container that was waited for. */
export interface Ended {
  readonly status: number;
  readonly output: string;
}

/** @returns how it ended when it is not to run in the background */
export async function start(job: Doing, id: string): Promise<Ended | undefined> {
  const { args, client, change, warn, actions } = job;
  actions.push({ started: id });
  return change({ summary: `start container ${args.name}` }, async (hands) => {
    await doing(`Error starting container ${id}`, () =>
      client.write(hands, { path: pathOf`/containers/${id}/start`, body: {} }),
    );
    if (args.detach !== false) return undefined;
    const { StatusCode } = await client.write<{ StatusCode: number }>(hands, {
      path: pathOf`/containers/${id}/wait`,
      body: {},
      timeout: null,
    });
    if (args.auto_remove === true) {
      if (args.output_logs) warn('Cannot output_logs if auto_remove is enabled!');
      return { status: StatusCode, output: 'Cannot retrieve result as auto_remove is enabled' };
    }
    return { status: StatusCode, output: await outputOf(client, id) };
  });
}

async function outputOf(client: DockerClient, id: string): Promise<string> {
  const container = await inspect(client, id);
  const driver = String((container?.HostConfig['LogConfig'] as Json | undefined)?.['Type']);
  if (!['json-file', 'journald', 'local'].includes(driver)) return `Result logged using \`${driver}\` driver`;
  const stream = await client.stream(undefined, {
    path: pathOf`/containers/${id}/logs`,
    query: { stderr: 1, stdout: 1, timestamps: 0, follow: 0, tail: 'all' },
  });
  return (await readOutput(stream, container?.Config.Tty === true)).both.toString('utf8');
}

export async function restart({ args, client, change, actions }: Doing, id: string): Promise<void> {
  const seconds = args.stop_timeout;
  actions.push({ restarted: id, timeout: seconds ?? null });
  await change({ summary: `restart container ${args.name}` }, (hands) =>
    doing(`Error restarting container ${id}`, () =>
      client.write(hands, {
        path: pathOf`/containers/${id}/restart`,
        query: { t: seconds || 10 },
        timeout: client.timeout + (seconds || 10),
      }),
    ),
  );
}

export async function update({ args, client, change, warn, actions }: Doing, id: string, body: Json): Promise<void> {
  actions.push({ updated: id, update_parameters: body });
  await change({ summary: `update container ${args.name}: ${Object.keys(body).join(', ')}` }, async (hands) => {
    const said = await doing(`Error updating container ${id}`, () =>
      client.write<{ Warnings?: string[] | null }>(hands, { path: pathOf`/containers/${id}/update`, body }),
    );
    for (const warning of said.Warnings ?? []) warn(`Docker warning: ${warning}`);
  });
}

export async function setPaused({ args, client, change, actions }: Doing, id: string, paused: boolean): Promise<void> {
  await change({ summary: `${paused ? 'pause' : 'unpause'} container ${args.name}` }, (hands) =>
    doing(`Error ${paused ? 'pausing' : 'unpausing'} container ${id}`, () =>
      client.write(hands, { path: `${pathOf`/containers/${id}`}/${paused ? 'pause' : 'unpause'}` }),
    ),
  );
  actions.push({ set_paused: paused });
}

/** Connects to a network; a connection that is not as it should be is cut first. */
export async function connect(
  { client, change, actions }: Doing,
  id: string,
  network: WantedNetwork,
  isConnected: boolean,
): Promise<void> {
  const { name } = network;
  if (isConnected) await disconnect({ client, change, actions }, id, name, network.id);
  actions.push({ added_to_network: name, network_parameters: { name, id: network.id, ...parameters(network) } });
  await change({ summary: `connect to network ${name}` }, (hands) =>
    doing(`Error connecting container to network ${name}`, () =>
      client.write(hands, {
        path: pathOf`/networks/${network.id}/connect`,
        body: { Container: id, EndpointConfig: endpointConfig(network) },
      }),
    ),
  );
}

export async function disconnect(
  { client, change, actions }: Pick<Doing, 'client' | 'change' | 'actions'>,
  id: string,
  name: string,
  network: string,
): Promise<void> {
  actions.push({ removed_from_network: name });
  await change({ summary: `disconnect from network ${name}` }, (hands) =>
    doing(`Error disconnecting container from network ${name}`, () =>
      client.write(hands, { path: pathOf`/networks/${network}/disconnect`, body: { Container: id } }),
    ),
  );
}
