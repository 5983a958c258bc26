import { expect, it } from 'vitest';
import { parseZones } from './parse.js';

it('reads what firewalld 1.3 tells of zones', () => {
  const zones = parseZones(`block
  target: %%REJECT%%
  icmp-block-inversion: no
  interfaces: 
  sources: 
  services: 
  ports: 
  protocols: 
  forward: yes
  masquerade: no
  forward-ports: 
  source-ports: 
  icmp-blocks: 
  rich rules: 

dmz (active)
  target: default
  icmp-block-inversion: yes
  interfaces: eth1 eth2
  sources: 192.0.2.0/24 2001:db8::/32
  services: dhcpv6-client ssh
  ports: 5/tcp 8000-8010/udp
  protocols: ospf
  forward: no
  masquerade: yes
  forward-ports: 
	port=1:proto=tcp:toport=2:toaddr=192.0.2.3
	port=3:proto=udp:toport=4:toaddr=
  source-ports: 9/tcp
  icmp-blocks: echo-request
  rich rules: 
	rule family="ipv4" source address="192.0.2.1" accept
	rule service name="ftp" log prefix="a: b" accept
`);
  expect([...zones.keys()]).toEqual(['block', 'dmz']);
  expect(zones.get('block')).toMatchObject({ target: '%%REJECT%%', services: [], forward: true, rich_rules: [] });
  expect(zones.get('dmz')).toEqual({
    target: 'default',
    icmp_block_inversion: true,
    interfaces: ['eth1', 'eth2'],
    sources: ['192.0.2.0/24', '2001:db8::/32'],
    services: ['dhcpv6-client', 'ssh'],
    ports: [
      ['5', 'tcp'],
      ['8000-8010', 'udp'],
    ],
    protocols: ['ospf'],
    forward: false,
    masquerade: true,
    forward_ports: [
      ['1', 'tcp', '2', '192.0.2.3'],
      ['3', 'udp', '4', ''],
    ],
    source_ports: [['9', 'tcp']],
    icmp_blocks: ['echo-request'],
    rich_rules: [
      'rule family="ipv4" source address="192.0.2.1" accept',
      'rule service name="ftp" log prefix="a: b" accept',
    ],
  });
});
