// The arguments of nmcli: settings of NetworkManager under shorter names.
import { bool, choice, dict, int, list, str, z } from '../../../src/kit/index.js';

/** The fields that routes of both families have. */
const route = {
  cwnd: int().optional().describe('Congestion window.'),
  ip: str().describe('Network with its prefix length.'),
  metric: int().optional().describe('Metric.'),
  mtu: int().optional().describe('Largest packet.'),
  next_hop: str().optional().describe('Gateway.'),
  onlink: bool().optional().describe('The gateway is on the link.'),
  table: int().optional().describe('Routing table.'),
};

export const args = z.strictObject({
  addr_gen_mode6: choice('default', 'default-or-eui64', 'eui64', 'stable-privacy')
    .optional()
    .describe('How IPv6 addresses are made.'),
  ageingtime: int().default(300).describe('Bridge: seconds an address is remembered.'),
  arp_interval: int().optional().describe('Bond: milliseconds between ARP requests.'),
  arp_ip_target: str().optional().describe('Bond: addresses that ARP requests are sent to.'),
  autoconnect: bool().default(true).describe('Whether it is brought up by itself.'),
  conn_name: str().describe("The connection's name."),
  conn_reload: bool()
    .default(false)
    .describe("Read the connections' files again after a change, and before up and down."),
  dhcp_client_id: str().optional().describe('What DHCP servers know this host by.'),
  dns4: list(str()).optional().describe('IPv4 name servers, in their order.'),
  dns4_ignore_auto: bool().default(false).describe('Leave out name servers that come by DHCP.'),
  dns4_options: list(str()).optional().describe('Options of the resolver.'),
  dns4_search: list(str()).optional().describe('Search domains.'),
  dns6: list(str()).optional().describe('IPv6 name servers, in their order.'),
  dns6_ignore_auto: bool().default(false).describe('Leave out name servers that come by DHCP or autoconfiguration.'),
  dns6_options: list(str()).optional().describe('Options of the resolver.'),
  dns6_search: list(str()).optional().describe('Search domains.'),
  downdelay: int().optional().describe('Bond: milliseconds until a link counts as down.'),
  egress: str().optional().describe('VLAN: priorities of outgoing packets.'),
  fail_over_mac: choice('none', 'active', 'follow').optional().describe('Bond: which hardware addresses it uses.'),
  flags: str().optional().describe('VLAN: flags.'),
  forwarddelay: int().default(15).describe('Bridge: seconds of the forward delay.'),
  gsm: dict(z.unknown()).optional().describe('Settings of gsm, by their names.'),
  gw4: str().optional().describe('IPv4 gateway.'),
  gw4_ignore_auto: bool().default(false).describe('Leave out routes that come by DHCP.'),
  gw6: str().optional().describe('IPv6 gateway.'),
  gw6_ignore_auto: bool().default(false).describe('Leave out routes that come by autoconfiguration.'),
  hairpin: bool().default(false).describe('Bridge port: send frames back where they came from.'),
  hellotime: int().default(2).describe('Bridge: seconds between hello packets.'),
  ifname: str().optional().describe("The interface; when made, default is the connection's name."),
  ignore_unsupported_suboptions: bool()
    .default(false)
    .describe('Warn of settings of wifi and wifi_sec that NetworkManager does not know, instead of failing.'),
  infiniband_mac: str().optional().describe('InfiniBand: hardware address.'),
  ingress: str().optional().describe('VLAN: priorities of incoming packets.'),
  ip4: list(str()).optional().describe('IPv4 addresses with their prefix lengths.'),
  ip6: list(str()).optional().describe('IPv6 addresses with their prefix lengths.'),
  ip_privacy6: choice('disabled', 'prefer-public-addr', 'prefer-temp-addr', 'unknown')
    .optional()
    .describe('Temporary IPv6 addresses.'),
  ip_tunnel_dev: str().optional().describe('Tunnel: the device under it.'),
  ip_tunnel_input_key: str().optional().describe('GRE: key of incoming packets.'),
  ip_tunnel_local: str().optional().describe('Tunnel: local address.'),
  ip_tunnel_output_key: str().optional().describe('GRE: key of outgoing packets.'),
  ip_tunnel_remote: str().optional().describe('Tunnel: remote address.'),
  mac: str().optional().describe('Hardware address.'),
  macvlan: z
    .strictObject({
      mode: choice('1', '2', '3', '4', '5').describe('1 vepa, 2 bridge, 3 private, 4 passthru, 5 source.'),
      parent: str().describe('The device under it.'),
      promiscuous: bool().optional().describe('Promiscuous.'),
      tap: bool().optional().describe('A tap device.'),
    })
    .optional()
    .describe('Settings of macvlan.'),
  master: str().optional().describe('The connection or interface it is a port of.'),
  maxage: int().default(20).describe('Bridge: seconds of the maximum age of messages.'),
  may_fail4: bool().default(true).describe('Whether the connection is up without IPv4.'),
  method4: choice('auto', 'link-local', 'manual', 'shared', 'disabled')
    .optional()
    .describe('How IPv4 is configured; manual when there are addresses.'),
  method6: choice('ignore', 'auto', 'dhcp', 'link-local', 'manual', 'shared', 'disabled')
    .optional()
    .describe('How IPv6 is configured; manual when there are addresses.'),
  miimon: int().optional().describe('Bond: milliseconds between looks at the links.'),
  mode: choice('802.3ad', 'active-backup', 'balance-alb', 'balance-rr', 'balance-tlb', 'balance-xor', 'broadcast')
    .default('balance-rr')
    .describe('Bond: its mode.'),
  mtu: int().optional().describe('Largest packet; without one it is automatic.'),
  never_default4: bool().default(false).describe('Never the default route.'),
  path_cost: int().default(100).describe('Bridge port: cost.'),
  primary: str().optional().describe('Bond: the primary interface.'),
  priority: int().default(128).describe('Bridge: its priority.'),
  route_metric4: int().optional().describe('Metric of IPv4 routes.'),
  route_metric6: int().optional().describe('Metric of IPv6 routes.'),
  routes4: list(str()).optional().describe('IPv4 routes as nmcli takes them.'),
  routes4_extended: list(z.strictObject({ ...route, tos: int().optional().describe('Type of service.') }))
    .optional()
    .describe('IPv4 routes, field by field.'),
  routes6: list(str()).optional().describe('IPv6 routes as nmcli takes them.'),
  routes6_extended: list(z.strictObject(route)).optional().describe('IPv6 routes, field by field.'),
  routing_rules4: list(str()).optional().describe('IPv4 routing rules.'),
  runner: choice('broadcast', 'roundrobin', 'activebackup', 'loadbalance', 'lacp')
    .default('roundrobin')
    .describe('Team: its runner.'),
  runner_fast_rate: bool().optional().describe('Team: fast rate of lacp.'),
  runner_hwaddr_policy: choice('same_all', 'by_active', 'only_active')
    .optional()
    .describe('Team: hardware addresses with activebackup.'),
  slave_type: choice('bond', 'bridge', 'team', 'ovs-port', 'vrf').optional().describe('What kind of port it is.'),
  slavepriority: int().default(32).describe('Bridge port: priority.'),
  sriov: dict(z.unknown()).optional().describe('Settings of sriov, by their names.'),
  ssid: str().optional().describe('Wifi: name of the network.'),
  state: choice('absent', 'present', 'up', 'down').describe(
    'present and absent are about the connection; up and down activate it, each time.',
  ),
  stp: bool().default(true).describe('Bridge: spanning tree protocol.'),
  table: int().optional().describe('VRF: its routing table.'),
  transport_mode: choice('datagram', 'connected').optional().describe('InfiniBand: transport mode.'),
  type: choice(
    'bond',
    'bond-slave',
    'bridge',
    'bridge-slave',
    'dummy',
    'ethernet',
    'generic',
    'gre',
    'infiniband',
    'ipip',
    'macvlan',
    'sit',
    'team',
    'team-slave',
    'vlan',
    'vxlan',
    'wifi',
    'gsm',
    'wireguard',
    'ovs-bridge',
    'ovs-port',
    'ovs-interface',
    'vpn',
    'vrf',
    'loopback',
  )
    .optional()
    .describe('Kind of the connection; needed to make one.'),
  updelay: int().optional().describe('Bond: milliseconds until a link counts as up.'),
  vlandev: str().optional().describe('VLAN: the device under it.'),
  vlanid: int().optional().describe('VLAN: its number.'),
  vpn: dict(z.unknown()).optional().describe('Settings of a VPN: service-type, permissions, and data of the plug-in.'),
  vxlan_id: int().optional().describe('VXLAN: its number.'),
  vxlan_local: str().optional().describe('VXLAN: local address.'),
  vxlan_remote: str().optional().describe('VXLAN: remote address.'),
  wifi: dict(z.unknown()).optional().describe('Settings of 802-11-wireless, by their names.'),
  wifi_sec: dict(z.unknown()).optional().describe('Settings of 802-11-wireless-security, by their names.'),
  wireguard: dict(z.unknown()).optional().describe('Settings of wireguard, by their names.'),
  xmit_hash_policy: str().optional().describe('Bond: how outgoing packets are spread.'),
  zone: str().optional().describe('Zone of the firewall.'),
});
export type Args = z.output<typeof args>;
