// Makes and removes networks of podman.
import { bool, choice, defineModule, int, list, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import {
  lookPodman,
  podmanArgs,
  podmanDebug,
  PodmanDifferences,
  runSteps,
  type Json,
  type PodmanStep,
} from '../../_shared/podman.js';
import { quadletArgs, writeQuadlet } from '../../_shared/quadlet.js';
import { createWords, networkDifferences, quadlet } from './decide.js';

const options = z.strictObject({
  bclim: int().optional().describe('Threshold of broadcast queueing; -1 switches it off.'),
  bridge_name: str().optional().describe('Name of the bridge, as `com.docker.network.bridge.name`.'),
  driver_mtu: str().optional().describe('The MTU, as `com.docker.network.driver.mtu`.'),
  isolate: bool().optional().describe('Block traffic to other networks that have this.'),
  metric: int().optional().describe('Metric of the default route; with netavark.'),
  mode: str().optional().describe('Mode of ipvlan or macvlan.'),
  mtu: int().optional().describe('The MTU of the bridge.'),
  no_default_route: str().optional().describe('1: no default route is added.'),
  parent: str().optional().describe('Device of the host for macvlan.'),
  vlan: int().optional().describe('VLAN tag; switches filtering on.'),
  vrf: str().optional().describe('VRF the bridge is put into; with netavark.'),
});

const args = z.strictObject({
  ...podmanArgs,
  ...podmanDebug,
  ...quadletArgs,
  name: str().describe('Name of the network.'),
  state: choice('present', 'absent', 'quadlet')
    .default('present')
    .describe('Whether there is one, or only its Quadlet file is written.'),
  driver: str().optional().describe('Its driver: `bridge`, `macvlan`, `ipvlan`. Not compared with what is there.'),
  disable_dns: bool().optional().describe('Resolve no names of containers.'),
  dns: list(str()).optional().describe('Name servers for its containers.'),
  force: bool().default(false).describe('Remove the containers that use it, too, when it is removed.'),
  gateway: str().optional().describe('Gateway of `subnet`.'),
  interface_name: str().optional().describe('Name of the bridge, or the parent device of macvlan.'),
  internal: bool()
    .optional()
    .describe('No way out of it; a network is expected to have one unless this says otherwise.'),
  ip_range: str().optional().describe('Range of `subnet` that addresses are taken from. Not compared.'),
  ipam_driver: choice('host-local', 'dhcp', 'none').optional().describe('Who gives addresses.'),
  ipv6: bool().optional().describe('IPv6 as well; then subnets are not compared.'),
  macvlan: str().optional().describe('Device of a macvlan connection.'),
  net_config: list(
    z.strictObject({
      subnet: str().describe('The subnet, as ADDRESS/BITS.'),
      gateway: str().describe('Its gateway.'),
      ip_range: str().optional().describe('Range of it that addresses are taken from.'),
    }),
  )
    .optional()
    .describe('Several subnets.'),
  opt: options.optional().describe('Options of the network. Of one that is there, `mtu` and `vlan` are compared.'),
  recreate: bool().default(false).describe('Remove it and make it anew each time.'),
  route: list(str()).optional().describe('Static routes, as `DESTINATION,GATEWAY,METRIC`; the metric may be left out.'),
  subnet: str().optional().describe('The subnet, as ADDRESS/BITS.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'containers.podman.podman_network',
  summary: 'Makes and removes networks of podman.',
  args,
  returns: z.object({
    network: z.looseObject({}).describe('The network as podman inspects it; empty when there is none.'),
    actions: z.array(z.string()).describe('What was done.'),
    podman_actions: z.array(z.string()).optional().describe('The commands that were run.'),
    podman_version: z.string().optional().describe('Version of podman, with `debug`.'),
  }),
  requires: ['podman'],
  check: 'none',
  diff: true,
  rules: (a) => [
    ...(a.subnet !== undefined && a.net_config !== undefined
      ? ['parameters are mutually exclusive: subnet|net_config']
      : []),
    ...(['ip_range', 'gateway'] as const)
      .filter((name) => a[name] !== undefined && a.subnet === undefined)
      .map((name) => `missing parameter(s) required by '${name}': subnet`),
  ],
  examples: [
    { name: 'A network', task: 'containers.podman.podman_network:\n  name: back' },
    {
      name: 'A network of its own subnet without a way out',
      task: 'containers.podman.podman_network:\n  name: back\n  subnet: 192.168.22.0/24\n  gateway: 192.168.22.1\n  internal: true',
    },
  ],
  async run(context) {
    const { args: a, host, diffMode } = context;
    if (a.state === 'quadlet')
      return { actions: [], network: {}, ...(await writeQuadlet(context, 'network', a.name, quadlet(a))) };
    const inspect = async () => lookPodman(host, a.executable, { network: ['network', 'inspect', a.name] });
    const look = await inspect();
    const network = look.first('network');
    const present = a.state === 'present';
    const differences = present && network ? networkDifferences(a, network, look.version) : new PodmanDifferences();
    const steps = decide(a, network, !differences.empty);
    const { commands, stdout, stderr } = await runSteps(context, `network ${a.name}`, steps.commands);
    const changed = commands.length > 0;
    const result: ModuleReturn = { changed, actions: steps.told, podman_actions: commands };
    if (!present) return { ...result, network: {} };
    const now = changed ? (await inspect()).first('network') : network;
    if (diffMode && !differences.empty) result['diff'] = differences.sides();
    if (a.debug) result['podman_version'] = look.version;
    return { ...result, network: now ?? {}, ...outputOf(stdout, stderr) };
  },
});

interface Steps {
  readonly commands: readonly PodmanStep[];
  readonly told: readonly string[];
}

/** The commands, and what is told of them. */
export function decide(a: Args, network: Json | undefined, different: boolean): Steps {
  const create = { action: 'create' as const, words: createWords(a) };
  const words = ['network', 'rm', a.name, ...(a.force ? ['--force'] : [])];
  const remove = { action: 'delete' as const, words };
  if (a.state === 'absent') return network ? { commands: [remove], told: [`deleted ${a.name}`] } : NOTHING;
  if (!network) return { commands: [create], told: [`created ${a.name}`] };
  return a.recreate || different ? { commands: [remove, create], told: [`recreated ${a.name}`] } : NOTHING;
}

const NOTHING: Steps = { commands: [], told: [] };
