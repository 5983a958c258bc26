// Whether a network is as a task asks for, and the request that makes it so.
import { ModuleFailure } from '../../../src/kit/index.js';
import { normalAddress, normalNetwork } from '../../_shared/docker-addresses.js';
import { Differences, same } from '../../_shared/docker-compare.js';
import type { Json } from '../../_shared/docker-client.js';
import type { NetworkArgs } from './args.js';

type Dict = Readonly<Record<string, unknown>>;

/** What is used of a network's inspection. */
export interface Network extends Json {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Scope?: string;
  readonly Options?: Dict | null;
  readonly Labels?: Dict | null;
  readonly ConfigFrom?: { readonly Network?: string } | null;
  readonly IPAM?: {
    readonly Driver?: string;
    readonly Options?: Dict | null;
    readonly Config?: readonly Dict[] | null;
  } | null;
  readonly Containers?: Readonly<Record<string, { readonly Name: string }>> | null;
}

export const containersOf = (network: Network | undefined): string[] =>
  Object.values(network?.Containers ?? {}).map(({ Name }) => Name);

const CIDR4 = /^(?:\d{1,3}\.){3}\d{1,3}\/(?:\d|[12]\d|3[0-2])$/;
const CIDR6 = /^[0-9a-fA-F:]+\/(?:\d|[1-9]\d|1[0-2]\d)$/;

/** @throws ModuleFailure for a subnet that is none */
export function checkPools({ ipam_config = [] }: NetworkArgs): void {
  for (const { subnet = '' } of ipam_config) {
    if (!CIDR4.test(subnet) && !CIDR6.test(subnet)) throw new ModuleFailure(`"${subnet}" is not a valid CIDR`);
  }
}

/** A pool as the daemon tells it, under the names of the parameters. */
const poolOf = (config: Dict): Dict =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key === 'AuxiliaryAddresses' ? 'aux_addresses' : key.toLowerCase(),
      value,
    ]),
  );

function normalPool(pool: Dict): Dict {
  return Object.fromEntries(
    Object.entries(pool).map(([key, value]) => {
      if (key === 'subnet' || key === 'iprange') return [key, normalNetwork(value as string)];
      if (key === 'gateway') return [key, normalAddress(value as string)];
      if (key !== 'aux_addresses' || value === null) return [key, value];
      return [
        key,
        Object.fromEntries(Object.entries(value as Dict).map(([n, ip]) => [n, normalAddress(ip as string)])),
      ];
    }),
  );
}

const given = (pool: Dict): Dict =>
  Object.fromEntries(Object.entries(pool).filter(([, value]) => value !== undefined && value !== null));

function comparePools(found: Differences, wanted: readonly Dict[], network: Network): void {
  const config = network.IPAM?.Config;
  if (!config || config.length === 0) {
    found.add('ipam_config', wanted.map(allKeys), config ?? null);
    return;
  }
  const pools = config.map(poolOf);
  wanted.forEach((pool, i) => {
    const normal = normalPool(given(pool));
    const is =
      pools.find((one) => Object.entries(normal).every(([key, value]) => same(value, normalPool(one)[key]))) ?? {};
    for (const [key, value] of Object.entries(given(pool))) {
      if (!same(normal[key], normalPool(is)[key])) found.add(`ipam_config[${i}].${key}`, value, is[key]);
    }
  });
}

const allKeys = ({ subnet, iprange, gateway, aux_addresses }: Dict): Dict => ({
  subnet: subnet ?? null,
  iprange: iprange ?? null,
  gateway: gateway ?? null,
  aux_addresses: aux_addresses ?? null,
});

function compareEntries(found: Differences, name: string, wanted: Dict, has: Dict | null | undefined): void {
  if (Object.keys(wanted).length === 0) return;
  if (!has || Object.keys(has).length === 0) found.add(name, wanted, has);
  else
    for (const [key, value] of Object.entries(wanted)) {
      if (!Object.hasOwn(has, key) || !same(value, has[key])) found.add(`${name}.${key}`, value, has[key]);
    }
}

/** @param args with driver options and labels as texts */
export function networkDifferences(args: NetworkArgs, network: Network): Differences {
  const found = new Differences();
  const compare = (name: string, wanted: unknown, has: unknown, shown: unknown = has): void => {
    if (wanted !== undefined && wanted !== has) found.add(name, wanted, shown);
  };
  compare('config_only', args.config_only, network['ConfigOnly'] ?? false);
  compare('config_from', args.config_from, network.ConfigFrom?.Network ?? '');
  if (args.driver !== '') compare('driver', args.driver, network.Driver);
  compareEntries(found, 'driver_options', args.driver_options, network.Options);
  if (args.ipam_driver && network.IPAM?.Driver !== args.ipam_driver) {
    found.add('ipam_driver', args.ipam_driver, network.IPAM);
  }
  const options = network.IPAM?.Options ?? {};
  if (args.ipam_driver_options !== undefined && !same(options, args.ipam_driver_options)) {
    found.add('ipam_driver_options', args.ipam_driver_options, options);
  }
  if (args.ipam_config && args.ipam_config.length > 0) comparePools(found, args.ipam_config, network);
  compare('enable_ipv4', args.enable_ipv4, network['EnableIPv4'] ?? false);
  compare('enable_ipv6', args.enable_ipv6, network['EnableIPv6'] ?? false);
  compare('internal', args.internal, network['Internal'] ?? false, network['Internal']);
  compare('scope', args.scope, network.Scope);
  compare('attachable', args.attachable, network['Attachable'] ?? false, network['Attachable']);
  compare('ingress', args.ingress, network['Ingress'] ?? false, network['Ingress']);
  compareEntries(found, 'labels', args.labels, network.Labels);
  return found;
}

/** The body of the request that creates the network. */
export function createBody(args: NetworkArgs): Json {
  const pools = (args.ipam_config ?? []).map(({ subnet, iprange, gateway, aux_addresses }) => ({
    Subnet: subnet ?? null,
    IPRange: iprange ?? null,
    Gateway: gateway ?? null,
    AuxiliaryAddresses: aux_addresses ?? null,
  }));
  const hasOptions = Object.keys(args.ipam_driver_options ?? {}).length > 0;
  const manages = Boolean(args.ipam_driver) || hasOptions || pools.length > 0;
  return {
    Name: args.name,
    Driver: args.driver,
    Options: args.driver_options,
    IPAM: manages
      ? { Driver: args.ipam_driver ?? null, Config: pools, Options: args.ipam_driver_options ?? null }
      : null,
    ConfigOnly: args.config_only ?? null,
    ConfigFrom: args.config_from ? { Network: args.config_from } : null,
    EnableIPv6: args.enable_ipv6 ?? null,
    EnableIPv4: args.enable_ipv4 ?? null,
    Internal: args.internal === true ? true : null,
    Scope: args.scope ?? null,
    Attachable: args.attachable ?? null,
    Ingress: args.ingress ?? null,
    Labels: args.labels,
  };
}
