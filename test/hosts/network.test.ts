// The firewall and the network by the real firewalld and NetworkManager, in a container of their own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import firewalld from '../../modules/ansible.posix/firewalld/index.js';
import firewalldInfo from '../../modules/ansible.posix/firewalld_info/index.js';
import nmcli from '../../modules/community.general/nmcli/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget();
  // eth0 is how the container is reached.
  await target.exec(`mkdir -p /etc/NetworkManager/conf.d
printf '[keyfile]\\nunmanaged-devices=interface-name:eth0\\n[main]\\nno-auto-default=*\\n' > /etc/NetworkManager/conf.d/lab.conf
apt-get update -q >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends firewalld network-manager >/dev/null 2>&1
systemctl restart NetworkManager firewalld && firewall-cmd --zone=public --add-service=ssh --permanent >/dev/null`);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());

describe('firewalld', () => {
  const both = { permanent: true, immediate: true };

  it.each([
    ['a service', { service: 'https' }],
    ['ports', { port: '8000-8010/udp', zone: 'dmz' }],
    ['a protocol', { protocol: 'ospf' }],
    ['a rule', { rich_rule: 'rule family=ipv4 source address=192.0.2.1 service name=ftp accept' }],
    ['a source', { source: '192.0.2.0/24', zone: 'internal' }],
    ['an interface', { interface: 'eth7', zone: 'trusted' }],
    ['an ICMP block', { icmp_block: 'echo-request' }],
    ['masquerading', { masquerade: true, zone: 'dmz' }],
    ['a forwarded port', { port_forward: [{ port: 443, proto: 'tcp', toport: 8443, toaddr: '192.0.2.9' }] }],
  ])('switches %s on and off, now and for good', async (_what, args) => {
    await converge(on, firewalld, { ...args, ...both, state: 'enabled' });
    await converge(on, firewalld, { ...args, ...both, state: 'disabled' });
  });
  it('keeps the two configurations apart', async () => {
    const { real } = await converge(on, firewalld, { service: 'http', permanent: true, state: 'enabled' });
    expect(real.result.msg).toBe('Permanent operation, Changed service http to enabled');
    expect(await target.exec('firewall-cmd --query-service=http || true')).toBe('no\n');
    await converge(on, firewalld, { service: 'ntp', state: 'enabled', timeout: 600 });
    expect(await target.exec('firewall-cmd --permanent --query-service=ntp || true')).toBe('no\n');
  });
  it('has zones and targets', async () => {
    await converge(on, firewalld, { zone: 'mine', state: 'present', permanent: true });
    await converge(on, firewalld, { zone: 'mine', target: 'DROP', state: 'enabled', permanent: true });
    expect(await target.exec('firewall-cmd --permanent --zone=mine --get-target')).toBe('DROP\n');
    expect((await runOn(on, firewalld, { zone: 'other', state: 'present' })).result.msg).toMatch(/must be permanent/);
    await converge(on, firewalld, { zone: 'mine', state: 'absent', permanent: true });
  });
  it('says what firewalld says', async () => {
    const { result } = await runOn(on, firewalld, { service: 'nonsuch', permanent: true, state: 'enabled' });
    expect(result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/INVALID_SERVICE.*Services are defined/s) as string,
    });
  });
  it('tells what there is', async () => {
    const { result } = await runOn(on, firewalldInfo, { zones: ['public', 'nope'] });
    expect(result).toMatchObject({
      collected_zones: ['public'],
      undefined_zones: ['nope'],
      firewalld_info: { default_zone: 'public', zones: { public: { target: 'default', masquerade: false } } },
    });
  });
  it('is changed when it does not run', async () => {
    await target.exec('systemctl stop firewalld');
    const { real } = await converge(on, firewalld, { service: 'imap', ...both, offline: true, state: 'enabled' });
    expect(real.result.msg).toMatch(/offline operation/);
    expect((await runOn(on, firewalld, { service: 'imap', state: 'enabled' })).result.msg).toMatch(
      /not currently running/,
    );
    await target.exec('systemctl start firewalld');
  });
});

describe('NetworkManager', () => {
  it('has an interface with addresses, routes and name servers', async () => {
    const args = { conn_name: "it's $(mine)", ifname: 'tsp0', type: 'dummy', state: 'present' };
    await converge(on, nmcli, { ...args, ip4: ['192.0.2.5/24', '192.0.2.6/24'] });
    await target.exec(`nmcli con up "it's \\$(mine)"`);
    expect(await target.exec('ip -o addr show tsp0')).toMatch(/192\.0\.2\.5\/24.*192\.0\.2\.6\/24/s);
    const more = { ip4: '192.0.2.7/24', gw4: '192.0.2.1', dns4: ['192.0.2.2', '192.0.2.3'], ip6: '2001:db8::1/64' };
    await converge(on, nmcli, { ...args, ...more, routes4: ['198.51.100.0/24 192.0.2.9'], mtu: 1400, zone: 'dmz' });
    await converge(on, nmcli, {
      ...args,
      ...more,
      routes4_extended: [{ ip: '203.0.113.0/24', next_hop: '192.0.2.9', metric: 5 }],
    });
    expect((await runOn(on, nmcli, { conn_name: args.conn_name, state: 'down' })).result.changed).toBe(true);
    expect((await runOn(on, nmcli, { conn_name: args.conn_name, state: 'up' })).result.changed).toBe(true);
    await converge(on, nmcli, { conn_name: args.conn_name, state: 'absent' });
  });
  it.each([
    ['bridge', { stp: true, priority: 4096, hellotime: 3 }],
    ['bond', { mode: 'active-backup', miimon: 100 }],
    ['vlan', { vlanid: 7, vlandev: 'eth9' }],
    ['ethernet', { ip4: '192.0.2.20/24', autoconnect: false }],
    ['bridge-slave', { master: 'tspbr', path_cost: 50 }],
    ['vxlan', { vxlan_id: 9, vxlan_remote: '192.0.2.9' }],
    ['gre', { ip_tunnel_dev: 'eth9', ip_tunnel_local: '192.0.2.1', ip_tunnel_remote: '192.0.2.2' }],
    ['macvlan', { macvlan: { mode: 2, parent: 'eth9' } }],
    ['wireguard', { wireguard: { 'listen-port': 5555 }, method4: 'disabled' }],
    ['vrf', { table: 77 }],
  ])('keeps a connection of type %s', async (type, more) => {
    const args = { conn_name: `tsp-${type}`, ifname: `t${type.slice(0, 6)}`, type, autoconnect: false, ...more };
    await converge(on, nmcli, { ...args, state: 'present' });
    await converge(on, nmcli, { conn_name: args.conn_name, state: 'absent' });
  });
});
