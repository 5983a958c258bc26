// Makes and removes networks of a Docker daemon and connects containers to them.
import { defineModule, ModuleFailure, z, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { dockerRules } from '../../_shared/docker-args.js';
import { DockerRefusal, pathOf, withDocker, type DockerClient } from '../../_shared/docker-client.js';
import { Differences } from '../../_shared/docker-compare.js';
import { apiTexts, labelTexts } from '../../_shared/docker-values.js';
import { networkArgs, type NetworkArgs } from './args.js';
import { checkPools, containersOf, createBody, networkDifferences, type Network } from './decide.js';

/** By name or by the beginning of its id; of several with the name the first. */
async function findNetwork(client: DockerClient, name: string): Promise<Network | undefined> {
  try {
    return await client.find<Network>(pathOf`/networks/${name}`);
  } catch (error) {
    if (!(error instanceof DockerRefusal) || error.status !== 400) throw error;
    const all = await client.get<Network[]>('/networks');
    const first = all.find((network) => network.Name === name);
    return first && client.find<Network>(pathOf`/networks/${first.Id}`);
  }
}

const unexpected = (error: unknown): never => {
  if (!(error instanceof DockerRefusal)) throw error;
  throw new ModuleFailure(`An unexpected Docker error occurred: ${error.message}`);
};

class Manager {
  private changed = false;
  private readonly actions: string[] = [];
  private readonly tracked = new Differences();
  private network: Network | undefined;

  constructor(
    private readonly context: RunContext<NetworkArgs>,
    private readonly args: NetworkArgs,
    private readonly client: DockerClient,
  ) {}

  async run(): Promise<ModuleReturn> {
    const { args, client, context } = this;
    this.network = await findNetwork(client, args.name);
    await this.checkVersions();
    checkPools(args);
    const tells = context.diffMode || context.checkMode || args.debug;
    this.tracked.add('exists', args.state === 'present', this.network !== undefined);
    const result: ModuleReturn = {};
    const diff: Record<string, unknown> = {};
    if (args.state === 'absent') {
      if (this.network) await this.remove(this.network);
      result['actions'] = this.actions;
    } else {
      const differences = await this.present();
      diff['differences'] = differences.names;
      this.tracked.merge(differences);
      if (context.checkMode || args.debug) result['actions'] = this.actions;
      result['network'] = (await findNetwork(client, args.name)) ?? null;
    }
    if (context.diffMode) Object.assign(diff, this.tracked.sides());
    if (tells) result['diff'] = diff;
    return { ...result, changed: this.changed };
  }

  private async checkVersions(): Promise<void> {
    const { args, client } = this;
    const since = { config_from: '1.30', config_only: '1.30', scope: '1.30', attachable: '1.26', enable_ipv4: '1.47' };
    for (const [name, version] of Object.entries(since)) {
      if (args[name as keyof NetworkArgs] !== undefined) await client.needs(version, `set ${name} option`);
    }
  }

  private async present(): Promise<Differences> {
    const { args } = this;
    // compat: containers that are connected now are to stay so when none are named.
    const named = args.connected.length > 0 ? args.connected : containersOf(this.network);
    const differences = this.network ? networkDifferences(args, this.network) : new Differences();
    if (this.network && (args.force || !differences.empty)) {
      await this.remove(this.network);
      this.network = undefined;
    }
    if (!this.network) await this.create();
    await this.connect(named);
    const { network } = this;
    if (!args.appends && network) {
      for (const name of containersOf(network)) if (!named.includes(name)) await this.disconnect(name);
    }
    return differences;
  }

  private async create(): Promise<void> {
    const { args, client, context } = this;
    this.network = await context.change({ summary: `create network ${args.name}` }, async (hands) => {
      const made = await client.write<{ Id: string; Warning?: string }>(hands, {
        path: '/networks/create',
        body: createBody(args),
      });
      if (made.Warning) context.warn(`Docker warning: ${made.Warning}`);
      return client.find<Network>(pathOf`/networks/${made.Id}`);
    });
    this.done(`Created network ${args.name} with driver ${args.driver}`);
  }

  private async remove(network: Network): Promise<void> {
    const { args, client, context } = this;
    for (const name of containersOf(network)) await this.disconnect(name);
    await context.change({ summary: `remove network ${args.name}` }, async (hands) => {
      await client.write(hands, { method: 'DELETE', path: pathOf`/networks/${args.name}` });
      if (network.Scope === 'swarm') while (await findNetwork(client, args.name)) await context.task.sleep(100);
    });
    this.done(`Removed network ${args.name}`);
  }

  private async connect(names: readonly string[]): Promise<void> {
    const { args, client, context } = this;
    for (const name of names) {
      if (containersOf(this.network).includes(name)) continue;
      if (!(await client.find(pathOf`/containers/${name}/json`))) continue;
      await context.change({ summary: `connect container ${name}` }, (hands) =>
        client.write(hands, {
          path: pathOf`/networks/${args.name}/connect`,
          body: { Container: name, EndpointConfig: null },
        }),
      );
      this.done(`Connected container ${name}`);
      this.tracked.add(`connected.${name}`, true, false);
    }
  }

  private async disconnect(name: string): Promise<void> {
    const { args, client, context } = this;
    await context.change({ summary: `disconnect container ${name}` }, (hands) =>
      client.write(hands, {
        path: pathOf`/networks/${args.name}/disconnect`,
        body: { Container: name, Force: true },
      }),
    );
    this.done(`Disconnected container ${name}`);
    this.tracked.add(`connected.${name}`, false, true);
  }

  private done(action: string): void {
    this.actions.push(action);
    this.changed = true;
  }
}

export default defineModule({
  name: 'community.docker.docker_network',
  summary: 'Makes and removes networks of Docker and connects containers to them.',
  args: networkArgs,
  returns: z.object({
    network: z.looseObject({}).nullable().optional().describe('The network as the daemon describes it.'),
    actions: z.array(z.string()).optional().describe('What was or would be done, in dry runs and with `debug`.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: dockerRules,
  examples: [
    {
      name: 'A network with addresses of its own',
      task: 'community.docker.docker_network:\n  name: back\n  ipam_config:\n    - subnet: 172.30.0.0/24\n      gateway: 172.30.0.1',
    },
    {
      name: 'Remove it, whatever is connected',
      task: 'community.docker.docker_network:\n  name: back\n  state: absent',
    },
  ],
  async run(context) {
    const args = {
      ...context.args,
      driver: context.args.config_only === true ? 'null' : context.args.driver,
      driver_options: apiTexts(context.args.driver_options),
      labels: labelTexts(context.args.labels),
    };
    return withDocker(context, (client) => new Manager(context, args, client).run().catch(unexpected));
  },
});
