// The command that makes a network, what of one differs from what is asked for, and its Quadlet file.
import { objectOf, olderThan, PodmanDifferences, textsOf, type Json } from '../../_shared/podman.js';
import { quadletText, type QuadletLine } from '../../_shared/quadlet.js';
import type { Args } from './index.js';

const python = (value: boolean): string => (value ? 'True' : 'False');

/** Names of options as podman has them. */
const OPTION: Readonly<Record<string, string>> = {
  bridge_name: 'com.docker.network.bridge.name',
  driver_mtu: 'com.docker.network.driver.mtu',
};

/** Options that are given, as text. */
const given = (a: Args): [string, string][] =>
  Object.entries(a.opt ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, typeof value === 'boolean' ? python(value) : String(value)]);

export function createWords(a: Args): string[] {
  const one = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value]);
  const flag = (name: string, value: boolean | undefined): string[] =>
    value === undefined ? [] : [`--${name}=${python(value)}`];
  return [
    'network',
    'create',
    a.name,
    ...flag('disable-dns', a.disable_dns),
    ...(a.dns ?? []).flatMap((server) => ['--dns', server]),
    ...one('--driver', a.driver),
    ...one('--gateway', a.gateway),
    ...one('--interface-name', a.interface_name),
    ...flag('internal', a.internal),
    ...one('--ip-range', a.ip_range),
    ...(a.ipam_driver === undefined ? [] : [`--ipam-driver=${a.ipam_driver}`]),
    ...flag('ipv6', a.ipv6),
    ...one('--subnet', a.subnet),
    ...one('--macvlan', a.macvlan),
    ...given(a).flatMap(([key, value]) => ['--opt', `${OPTION[key] ?? key}=${value}`]),
    ...(a.route ?? []).flatMap((route) => ['--route', route]),
    ...(a.net_config ?? []).flatMap(({ subnet, gateway, ip_range }) => [
      `--subnet=${subnet}`,
      `--gateway=${gateway}`,
      ...(ip_range === undefined || ip_range === '' ? [] : [`--ip-range=${ip_range}`]),
    ]),
  ];
}

interface Subnet {
  readonly subnet: string | undefined;
  readonly gateway: string | undefined;
}

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);
const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value as string | number | boolean);

/** What both forms of the inspection say: that of podman 4 and newer, and the CNI configuration older ones show. */
function read(network: Json, old: boolean) {
  if (!old) {
    const options = objectOf(network['options']);
    return {
      internal: network['internal'] === true,
      subnets: listOf(network['subnets']).map(
        (one): Subnet => ({ subnet: textOf(one['subnet']), gateway: textOf(one['gateway']) }),
      ),
      vlan: textOf(options['vlan']),
      mtu: textOf(options['mtu']),
    };
  }
  const plugin = listOf(network['plugins'])[0] ?? {};
  const ranges = objectOf(plugin['ipam'])['ranges'];
  const range = listOf(Array.isArray(ranges) ? (ranges as unknown[])[0] : undefined)[0];
  return {
    internal: plugin['isGateway'] === undefined ? false : plugin['isGateway'] === false,
    subnets: range ? [{ subnet: textOf(range['subnet']), gateway: textOf(range['gateway']) }] : [],
    vlan: textOf(plugin['vlan']),
    mtu: textOf(plugin['mtu']),
  };
}

/**
 * What of a network is not as asked for. `compat:` driver, range, interface, and options but `mtu` and `vlan` are not
 * compared, and a subnet that is not asked for is whatever podman chose.
 */
export function networkDifferences(a: Args, network: Json, version: string): PodmanDifferences {
  const found = new PodmanDifferences();
  const old = olderThan(version, '4.0.0');
  const has = read(network, old);
  found.compare('internal', has.internal, a.internal ?? false);
  if (!old) {
    const resolves = network['dns_enabled'] !== false;
    if (a.disable_dns !== undefined) found.compare('disable_dns', !resolves, a.disable_dns);
    found.compare('dns', textsOf(network['network_dns_servers']).sort(), [...(a.dns ?? [])].sort());
    const driver = textOf(objectOf(network['ipam_options'])['driver']) ?? '';
    if (a.ipam_driver !== undefined) found.compare('ipam_driver', driver, a.ipam_driver);
    const routes = listOf(network['routes']).map((route) =>
      ['destination', 'gateway', 'metric']
        .map((key) => textOf(route[key]) ?? '')
        .join(',')
        .replace(/,+$/, ''),
    );
    found.compare('route', routes.sort(), [...(a.route ?? [])].sort());
  }
  const all = (field: keyof Subnet): string => has.subnets.map((one) => one[field] ?? '').join(',');
  if (a.gateway !== undefined && a.gateway !== '') found.compare('gateway', all('gateway'), a.gateway);
  if (a.subnet !== undefined && a.ipv6 === undefined) found.compare('subnet', all('subnet'), a.subnet);
  if (a.net_config !== undefined && a.net_config.length > 0) {
    const together = (subnets: readonly Subnet[]): string =>
      subnets
        .map(({ subnet, gateway }) => `${subnet ?? ''},${gateway ?? ''}`.replace(/,$/, ''))
        .sort()
        .join(':');
    found.compare('net_config', together(has.subnets), together(a.net_config));
  }
  const options = (vlan: string | undefined, mtu: string | undefined) => ({ vlan: vlan ?? 'None', mtu: mtu ?? 'None' });
  found.compare('opt', options(has.vlan, has.mtu), options(textOf(a.opt?.vlan), textOf(a.opt?.mtu)));
  return found;
}

const QUADLET = [
  ['internal', 'Internal'],
  ['driver', 'Driver'],
  ['gateway', 'Gateway'],
  ['disable_dns', 'DisableDNS'],
  ['subnet', 'Subnet'],
  ['ip_range', 'IPRange'],
  ['ipv6', 'IPv6'],
] as const;

export function quadlet(a: Args): string {
  const entries: QuadletLine[] = [['NetworkName', a.name]];
  for (const [name, key] of QUADLET) if (a[name] !== undefined) entries.push([key, String(a[name])]);
  for (const [key, value] of given(a)) entries.push(['Options', `${OPTION[key] ?? key}=${value}`]);
  for (const server of a.dns ?? []) entries.push(['DNS', server]);
  if (a.ipam_driver !== undefined) entries.push(['IPAMDriver', a.ipam_driver]);
  if (a.debug) entries.push(['GlobalArgs', '--log-level debug']);
  return quadletText('Network', entries, a.quadlet_options);
}
