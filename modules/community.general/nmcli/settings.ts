// Which settings of NetworkManager the arguments of a task mean. Pure.
import type { Args } from './args.js';

export type Setting = string | number | boolean | readonly string[] | undefined;
export type Settings = ReadonlyMap<string, Setting>;

/** Not for command lines, which others may see. */
export const SECRETS = new Set([
  '802-11-wireless-security.leap-password',
  '802-11-wireless-security.psk',
  '802-11-wireless-security.wep-key0',
  '802-11-wireless-security.wep-key1',
  '802-11-wireless-security.wep-key2',
  '802-11-wireless-security.wep-key3',
  'gsm.password',
  'gsm.pin',
  'vpn.data',
  'wireguard.private-key',
]);

/** Those of a bond, which stand together in `bond.options`. */
const TUNNELS = ['gre', 'ipip', 'sit'];
export const isTunnel = (type: string | undefined): boolean => TUNNELS.includes(type ?? '');

const WITH_ADDRESSES = new Set(
  'bond bridge dummy ethernet 802-3-ethernet generic gre infiniband ipip sit team vlan wifi 802-11-wireless gsm macvlan wireguard vpn loopback ovs-interface vrf'.split(
    ' ',
  ),
);
const WITH_MTU = new Set('bond bond-slave dummy ethernet infiniband team-slave vlan'.split(' '));
const WITH_MASTER = new Set(
  'ethernet bridge bond vlan team wifi bond-slave bridge-slave team-slave infiniband ovs-port ovs-interface'.split(' '),
);

export const mtuSetting = (type: string | undefined): string =>
  type === 'infiniband' ? 'infiniband.mtu' : '802-3-ethernet.mtu';
export const macSetting = (type: string | undefined): string =>
  type === 'bridge' ? 'bridge.mac-address' : '802-3-ethernet.cloned-mac-address';

/** @param type the connection's, when the task names none */
export function settingsOf(a: Args, type: string | undefined): Settings {
  const settings = new Map<string, Setting>([
    ['connection.autoconnect', a.autoconnect],
    ['connection.zone', a.zone],
  ]);
  const put = (more: Readonly<Record<string, Setting>>): void => {
    for (const [key, value] of Object.entries(more)) settings.set(key, value);
  };
  const all = (prefix: string, given: Readonly<Record<string, unknown>> | undefined): void => {
    for (const [key, value] of Object.entries(given ?? {})) settings.set(`${prefix}.${key}`, plain(value));
  };
  const port = a.master !== undefined && a.master !== '' && a.slave_type !== 'vrf';
  if ((WITH_ADDRESSES.has(type ?? '') && !port) || type === 'ovs-interface') put(addresses(a, type));
  if (a.mac) settings.set(macSetting(type), a.mac);
  if (WITH_MTU.has(type ?? '')) settings.set(mtuSetting(type), a.mtu);
  if (WITH_MASTER.has(type ?? '')) put({ 'connection.master': a.master, 'connection.slave-type': a.slave_type });
  put(OF_TYPE[type ?? '']?.(a) ?? {});
  if (isTunnel(type)) put(tunnel(a, type));
  if (type === 'wifi') {
    all('802-11-wireless', a.wifi);
    all('802-11-wireless-security', a.wifi_sec);
  }
  if (type === 'gsm') all('gsm', a.gsm);
  if (type === 'macvlan') all('macvlan', a.macvlan);
  if (type === 'wireguard') all('wireguard', a.wireguard);
  if (type === 'ethernet') all('sriov', a.sriov);
  return settings;
}

/** A value of a free dictionary. */
function plain(value: unknown): Setting {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? undefined : JSON.stringify(value);
}

const withPrefix = (list: readonly string[] | undefined, bits: number): readonly string[] | undefined =>
  list?.map((address) => (address.includes('/') ? address : `${address}/${bits}`));

function methodOf(given: string | undefined, list: readonly string[] | undefined, type: string | undefined): Setting {
  if (given !== undefined) return given;
  const has = (list?.length ?? 0) > 0;
  if (['dummy', 'macvlan', 'wireguard'].includes(type ?? '') && !has) return 'disabled';
  return has ? 'manual' : undefined;
}

const addresses = (a: Args, type: string | undefined): Record<string, Setting> => ({
  'ipv4.addresses': withPrefix(a.ip4, 32),
  'ipv4.dhcp-client-id': a.dhcp_client_id,
  'ipv4.dns': a.dns4,
  'ipv4.dns-search': a.dns4_search,
  'ipv4.dns-options': a.dns4_options,
  'ipv4.ignore-auto-dns': a.dns4_ignore_auto,
  'ipv4.gateway': a.gw4,
  'ipv4.ignore-auto-routes': a.gw4_ignore_auto,
  'ipv4.routes': a.routes4 ?? a.routes4_extended?.map(routeText),
  'ipv4.route-metric': a.route_metric4,
  'ipv4.routing-rules': a.routing_rules4,
  'ipv4.never-default': a.never_default4,
  'ipv4.method': methodOf(a.method4, a.ip4, type),
  'ipv4.may-fail': a.may_fail4,
  'ipv6.addresses': withPrefix(a.ip6, 128),
  'ipv6.dns': a.dns6,
  'ipv6.dns-search': a.dns6_search,
  'ipv6.dns-options': a.dns6_options,
  'ipv6.ignore-auto-dns': a.dns6_ignore_auto,
  'ipv6.gateway': a.gw6,
  'ipv6.ignore-auto-routes': a.gw6_ignore_auto,
  'ipv6.routes': a.routes6 ?? a.routes6_extended?.map(routeText),
  'ipv6.route-metric': a.route_metric6,
  'ipv6.method': methodOf(a.method6, a.ip6, type),
  'ipv6.ip6-privacy': a.ip_privacy6,
  'ipv6.addr-gen-mode': a.addr_gen_mode6,
});

/** A route as nmcli takes it: network, gateway, metric, then attributes. */
export function routeText(route: Readonly<Record<string, unknown>>): string {
  const first = ['ip', 'next_hop', 'metric'];
  const given = (key: string): boolean => route[key] !== undefined && route[key] !== null;
  return [
    ...first.filter(given).map((key) => String(route[key])),
    ...Object.keys(route)
      .filter((key) => !first.includes(key) && given(key))
      .sort()
      .map((key) => `${key}=${String(route[key]).toLowerCase()}`),
  ].join(' ');
}

const tunnel = (a: Args, type: string | undefined): Record<string, Setting> => ({
  'ip-tunnel.local': a.ip_tunnel_local,
  'ip-tunnel.mode': type,
  'ip-tunnel.parent': a.ip_tunnel_dev,
  'ip-tunnel.remote': a.ip_tunnel_remote,
  ...(type === 'gre'
    ? { 'ip-tunnel.input-key': a.ip_tunnel_input_key, 'ip-tunnel.output-key': a.ip_tunnel_output_key }
    : {}),
});

const portOf =
  (kind: string, more: (a: Args) => Record<string, Setting> = () => ({})) =>
  (a: Args): Record<string, Setting> => ({ 'connection.slave-type': a.slave_type ?? kind, ...more(a) });

const OF_TYPE: Readonly<Record<string, (a: Args) => Record<string, Setting>>> = {
  bond: (a) => ({
    'arp-interval': a.arp_interval,
    'arp-ip-target': a.arp_ip_target,
    downdelay: a.downdelay,
    miimon: a.miimon,
    mode: a.mode,
    primary: a.primary,
    updelay: a.updelay,
    xmit_hash_policy: a.xmit_hash_policy,
    fail_over_mac: a.fail_over_mac,
  }),
  'bond-slave': portOf('bond'),
  'team-slave': portOf('team'),
  'bridge-slave': portOf('bridge', (a) => ({
    'bridge-port.path-cost': a.path_cost,
    'bridge-port.hairpin-mode': a.hairpin,
    'bridge-port.priority': a.slavepriority,
  })),
  bridge: (a) => ({
    'bridge.ageing-time': a.ageingtime,
    'bridge.forward-delay': a.forwarddelay,
    'bridge.hello-time': a.hellotime,
    'bridge.max-age': a.maxage,
    'bridge.priority': a.priority,
    'bridge.stp': a.stp,
  }),
  team: (a) => ({
    'team.runner': a.runner,
    'team.runner-hwaddr-policy': a.runner_hwaddr_policy,
    'team.runner-fast-rate': a.runner_fast_rate,
  }),
  vlan: (a) => ({
    'vlan.id': a.vlanid,
    'vlan.parent': a.vlandev,
    'vlan.flags': a.flags,
    'vlan.ingress': a.ingress,
    'vlan.egress': a.egress,
  }),
  vxlan: (a) => ({ 'vxlan.id': a.vxlan_id, 'vxlan.local': a.vxlan_local, 'vxlan.remote': a.vxlan_remote }),
  wifi: (a) => ({
    '802-11-wireless.ssid': a.ssid,
    'connection.slave-type': a.master ? (a.slave_type ?? 'bond') : undefined,
  }),
  infiniband: (a) => ({ 'infiniband.transport-mode': a.transport_mode, 'infiniband.mac-address': a.infiniband_mac }),
  vrf: (a) => ({ 'vrf.table': a.table }),
  vpn: (a) => {
    const { 'service-type': service, permissions, ...data } = a.vpn ?? {};
    const words = Object.entries(data).map(([key, value]) => `${key}=${said(plain(value)) ?? ''}`);
    return {
      'vpn.service-type': plain(service),
      'connection.permissions': plain(permissions),
      'vpn.data': words.length > 0 ? words.join(', ') : undefined,
    };
  },
};

/** A setting as nmcli takes it; undefined is left alone. */
export function said(value: Setting): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(',') : String(value);
}
