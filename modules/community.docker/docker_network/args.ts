// The parameters of community.docker.docker_network.
import { alias, bool, choice, dict, list, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs } from '../../_shared/docker-args.js';

const pool = z.strictObject({
  subnet: str().optional().describe('The network, in CIDR notation.'),
  iprange: str().optional().describe('Addresses that containers get, in CIDR notation.'),
  gateway: str().optional().describe('The address of the gateway.'),
  aux_addresses: dict(z.unknown()).optional().describe('Addresses that are taken, by host name.'),
});

export const networkArgs = z.strictObject({
  ...dockerArgs,
  ...debugArg,
  name: alias(str(), 'network_name').describe('The name of the network.'),
  state: choice('present', 'absent').default('present').describe('Whether it exists.'),
  connected: alias(list(str()), 'containers')
    .default([])
    .describe('Containers that are connected; others are disconnected unless `appends`.'),
  appends: alias(bool(), 'incremental').default(false).describe('Leave other containers connected.'),
  force: bool().default(false).describe('Disconnect all, remove it and make it anew.'),
  driver: str().default('bridge').describe('The driver.'),
  driver_options: dict(z.unknown()).default({}).describe('Options of the driver.'),
  config_from: str().optional().describe('A network of configuration to take the configuration from.'),
  config_only: bool().optional().describe('It is configuration only.'),
  ipam_driver: str().optional().describe('What manages addresses.'),
  ipam_driver_options: dict(z.unknown()).optional().describe('Options of `ipam_driver`.'),
  ipam_config: list(pool).optional().describe('Ranges of addresses.'),
  enable_ipv4: bool().optional().describe('Whether it has IPv4; needs API 1.47.'),
  enable_ipv6: bool().optional().describe('Whether it has IPv6.'),
  internal: bool().optional().describe('Cut off from other networks.'),
  attachable: bool().optional().describe('Containers that are no services may join it on other nodes.'),
  ingress: bool().optional().describe("It is the swarm's routing mesh."),
  scope: choice('local', 'global', 'swarm').optional().describe('How far it reaches.'),
  labels: dict(z.unknown()).default({}).describe('Labels.'),
});

export type NetworkArgs = z.output<typeof networkArgs>;
