// What of a container differs from what a task asks for: options and networks.
import { Differences, matches } from '../../_shared/docker-compare.js';
import { normalAddress } from '../../_shared/docker-addresses.js';
import type { Comparing, Container, Endpoint, Group, Option, Values } from './options.js';
import { isDefaultMode, type WantedNetwork } from './settings.js';

/** A group of options with the values that were given for it. */
export interface Prepared {
  readonly group: Group;
  readonly values: Values;
}

/**
 * Options that differ.
 * @param which those that can be changed in place, or those for which the container must be made anew
 */
export function optionDifferences(
  prepared: readonly Prepared[],
  container: Container,
  comparing: Comparing,
  which: 'in place' | 'anew',
): Differences {
  const differences = new Differences();
  for (const { group, values } of prepared) {
    if ((group.update !== undefined) !== (which === 'in place')) continue;
    const has = group.has(container, comparing);
    const expected = group.expected?.(values, comparing) ?? values;
    for (const option of group.options) {
      if (!(option.name in expected) || option.elsewhere === true) continue;
      const wanted = expected[option.name];
      const is = has[option.name];
      if (isSame(option, wanted, is, comparing)) continue;
      differences.add(option.name, ordered(option, wanted), ordered(option, is));
    }
  }
  return differences;
}

function isSame(option: Option, wanted: unknown, is: unknown, comparing: Comparing): boolean {
  const comparison = comparing.comparison(option.name);
  if (comparison === 'ignore') return true;
  if (option.equal) return option.equal(wanted, is);
  if (matches(wanted, is, comparison, option.kind)) return true;
  return option.name === 'network_mode' && isDefaultMode(wanted, is, comparing.info);
}

/** Where order does not count it is the alphabet's, so that differences are easy to see. */
function ordered(option: Option, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (option.kind === 'set') return [...(value as string[])].sort();
  if (option.kind !== 'set(dict)') return value;
  const key = (entry: Values): string =>
    option.name === 'mounts' ? String(entry['target']) : JSON.stringify(Object.entries(entry).sort());
  return [...(value as Values[])].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export interface NetworkDifference {
  readonly parameter: WantedNetwork;
  /** Null: not connected at all. */
  readonly container: Values | null;
}

/** Networks the container is not in, or not as it should be. */
export function networkDifferences(
  container: Container,
  wanted: readonly WantedNetwork[] | undefined,
): NetworkDifference[] {
  const connected = container.NetworkSettings?.Networks ?? {};
  return (wanted ?? []).flatMap((network): NetworkDifference[] => {
    const endpoint = connected[network.name];
    if (!endpoint) return [{ parameter: network, container: null }];
    if (isConnectedAs(network, endpoint)) return [];
    return [
      {
        parameter: network,
        container: {
          name: network.name,
          ipv4_address: endpoint.IPAMConfig?.IPv4Address ?? null,
          ipv6_address: endpoint.IPAMConfig?.IPv6Address ?? null,
          aliases: endpoint.Aliases ?? null,
          links: endpoint.Links ?? null,
          mac_address: endpoint.MacAddress ?? null,
        },
      },
    ];
  });
}

function isConnectedAs(network: WantedNetwork, endpoint: Endpoint): boolean {
  const { ipv4_address, ipv6_address, aliases, links, mac_address } = network;
  const is = endpoint.IPAMConfig ?? {};
  const more = (wanted: readonly string[], has: unknown): boolean => matches(wanted, has, 'allow_more_present', 'set');
  if (ipv4_address && normalAddress(ipv4_address) !== normalAddress(is.IPv4Address)) return false;
  if (ipv6_address && normalAddress(ipv6_address) !== normalAddress(is.IPv6Address)) return false;
  if (aliases && aliases.length > 0 && !more(aliases, endpoint.Aliases)) return false;
  const pairs = (links ?? []).map(([name, alias]) => `${name}:${alias}`);
  if (pairs.length > 0 && !more(pairs, endpoint.Links)) return false;
  return !mac_address || mac_address === endpoint.MacAddress;
}

/** Networks the container is in and should not be. */
export function extraNetworks(
  container: Container,
  wanted: readonly WantedNetwork[],
): { readonly name: string; readonly id: string }[] {
  return Object.entries(container.NetworkSettings?.Networks ?? {})
    .filter(([name]) => !wanted.some((network) => network.name === name))
    .map(([name, endpoint]) => ({ name, id: endpoint?.NetworkID ?? '' }));
}
