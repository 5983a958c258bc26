// Facts about interfaces, addresses and routes.
import type { Collector } from './collector.js';
import type { Sections } from './sections.js';

const SCRIPT = `section links
for d in /sys/class/net/*; do [ -e "$d/address" ] || continue; n=\${d##*/}; k=; [ -d "$d/bridge" ] && k=bridge; [ -d "$d/bonding" ] && k=bonding
for a in address mtu operstate type flags speed bridge/bridge_id bridge/stp_state bonding/mode bonding/miimon bonding/lacp_rate bonding/slaves; do
v=; { [ -r "$d/$a" ] && IFS= read -r v < "$d/$a"; } 2>/dev/null; printf '%s\\t' "$v"; done
m=; [ -e "$d/device/driver/module" ] && { m=$(readlink -f "$d/device/driver/module"); m=\${m##*/}; }
p=; [ -e "$d/device" ] && { p=$(readlink -f "$d/device"); p=\${p##*/}; }
i=; [ -n "$k" ] && i=$(ls "$d/brif" 2>/dev/null | tr '\\n' ' ')
printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "$k" "$m" "$p" "$i" "$n"; done
if have ip; then
section addresses; ip -o addr show 2>/dev/null
section route4; ip -4 route get 8.8.8.8 2>/dev/null
section route6; ip -6 route get 2404:6800:400a:800::1012 2>/dev/null
section reachable; ip route show table local 2>/dev/null; ip -6 route show table local 2>/dev/null
elif have ifconfig; then
section ifconfig; ifconfig -a 2>/dev/null
fi
file procroute /proc/net/route
`;

interface Ipv4 {
  readonly address: string;
  readonly broadcast: string;
  readonly netmask: string;
  readonly network: string;
  readonly prefix: string;
}

interface Interface {
  readonly [key: string]: unknown;
  readonly ipv4?: Ipv4;
  readonly ipv6?: readonly { readonly address: string; readonly prefix: string; readonly scope: string }[];
  readonly ipv4_secondaries?: readonly Ipv4[];
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function toAddress(n: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
}

function ipv4(address: string, prefix: number, broadcast: string): Ipv4 {
  const size = 2 ** (32 - prefix);
  const network = Math.floor(toNumber(address) / size) * size;
  return {
    address,
    broadcast,
    netmask: toAddress(2 ** 32 - size),
    network: toAddress(network),
    prefix: String(prefix),
  };
}

interface Address {
  readonly device: string;
  readonly label: string;
  readonly v4?: Ipv4;
  readonly v6?: { readonly address: string; readonly prefix: string; readonly scope: string };
}

/** Lines of `ip -o addr show`. */
function parseAddresses(lines: readonly string[]): Address[] {
  return lines.flatMap((line): Address[] => {
    const match = /^\d+:\s+(\S+)\s+(inet6?)\s+(\S+)(.*)$/.exec(line);
    if (!match) return [];
    const [, device = '', family, withPrefix = '', rest = ''] = match;
    const [address = '', prefix] = withPrefix.split('/');
    const scope = /scope (\S+)/.exec(rest)?.[1] ?? '';
    if (family === 'inet6') return [{ device, label: device, v6: { address, prefix: prefix ?? '128', scope } }];
    const broadcast = /brd (\S+)/.exec(rest)?.[1] ?? '';
    const words = rest.replace(/\\.*$/s, '').trim().split(/\s+/);
    const label = words.at(-1)?.startsWith(device) === true ? (words.at(-1) ?? device) : device;
    return [{ device, label, v4: ipv4(address, Number(prefix ?? 32), broadcast) }];
  });
}

/** `ifconfig -a` of net-tools and busybox, for hosts without `ip`. */
function parseIfconfig(text: string): Address[] {
  return text.split(/\n(?=\S)/).flatMap((block) => {
    const device = /^([^\s:]+)/.exec(block)?.[1] ?? '';
    const addresses: Address[] = [];
    const v4 = /inet (?:addr:)?(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1];
    if (v4 !== undefined) {
      const mask = /(?:netmask |Mask:)(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1] ?? '255.255.255.255';
      const prefix = toNumber(mask).toString(2).replace(/0+$/, '').length;
      const broadcast = /(?:broadcast |Bcast:)(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1] ?? '';
      addresses.push({ device, label: device, v4: ipv4(v4, prefix, broadcast) });
    }
    for (const match of block.matchAll(/inet6 (?:addr: )?([0-9a-f:]+)(?:\/(\d+)|\s+prefixlen (\d+))/g)) {
      const scope = (match[1] ?? '').startsWith('fe80') ? 'link' : match[1] === '::1' ? 'host' : 'global';
      addresses.push({
        device,
        label: device,
        v6: { address: match[1] ?? '', prefix: match[2] ?? match[3] ?? '128', scope },
      });
    }
    return addresses;
  });
}

const TYPES: Readonly<Record<string, string>> = {
  '1': 'ether',
  '32': 'infiniband',
  '512': 'ppp',
  '772': 'loopback',
  '65534': 'tunnel',
};

function parseLinks(lines: readonly string[], addresses: readonly Address[]): Map<string, Interface> {
  const interfaces = new Map<string, Interface>();
  for (const line of lines) {
    const [
      mac = '',
      mtu,
      state,
      type = '',
      flags = '0',
      speed = '',
      bridgeId,
      stp,
      bondMode,
      miimon,
      lacp,
      slaves,
      kind = '',
      module,
      pci,
      ports,
      name = '',
    ] = line.split('\t');
    const own = addresses.filter((a) => a.device === name);
    const v4 = own.flatMap((a) => (a.v4 ? [a.v4] : []));
    const v6 = own.flatMap((a) => (a.v6 ? [a.v6] : []));
    const bits = parseInt(flags, 16);
    interfaces.set(name, {
      device: name,
      // compat: up in the administrator's sense; a link without carrier is active all the same on the loopback only.
      active: state === 'up' || (state === 'unknown' && (bits & 1) === 1),
      ...(mac === '' || mac === '00:00:00:00:00:00' ? {} : { macaddress: mac }),
      mtu: Number(mtu),
      promisc: (bits & 0x100) !== 0,
      type: kind === '' ? (TYPES[type] ?? 'unknown') : kind,
      ...(/^-?\d+$/.test(speed) ? { speed: Number(speed) } : {}),
      ...(module === undefined || module === '' ? {} : { module }),
      ...(pci === undefined || pci === '' ? {} : { pciid: pci }),
      ...(kind === 'bridge'
        ? { id: bridgeId, stp: stp === '1', interfaces: (ports ?? '').trim().split(' ').filter(Boolean) }
        : {}),
      ...(kind === 'bonding'
        ? {
            mode: bondMode?.split(' ')[0],
            miimon,
            lacp_rate: lacp?.split(' ')[0],
            slaves: (slaves ?? '').split(' ').filter(Boolean),
          }
        : {}),
      ...(v4[0] === undefined ? {} : { ipv4: v4[0] }),
      ...(v4.length > 1 ? { ipv4_secondaries: v4.slice(1) } : {}),
      ...(v6.length > 0 ? { ipv6: v6 } : {}),
    });
  }
  return interfaces;
}

interface Route {
  readonly device: string;
  readonly gateway: string | undefined;
  readonly source: string | undefined;
}

function parseRoute(text: string): Route | undefined {
  const device = / dev (\S+)/.exec(text)?.[1];
  if (device === undefined || /^(unreachable|blackhole|prohibit)/.test(text)) return undefined;
  return { device, gateway: / via (\S+)/.exec(text)?.[1], source: / src (\S+)/.exec(text)?.[1] };
}

/** The default route of /proc/net/route, whose numbers are hexadecimal and little-endian. */
function procRoute(lines: readonly string[]): Route | undefined {
  for (const line of lines.slice(1)) {
    const [device, destination, gateway = ''] = line.trim().split(/\s+/);
    if (device === undefined || destination !== '00000000') continue;
    const octets = (gateway.match(/../g) ?? []).reverse().map((hex) => parseInt(hex, 16));
    return { device, gateway: octets.join('.'), source: undefined };
  }
  return undefined;
}

function defaultIpv4(
  route: Route | undefined,
  interfaces: ReadonlyMap<string, Interface>,
  addresses: readonly Address[],
): object {
  const link = route && interfaces.get(route.device);
  if (!link || !route) return {};
  const own = addresses.filter((a) => a.device === route.device && a.v4 !== undefined);
  const chosen = own.find((a) => a.v4?.address === route.source) ?? own[0];
  if (chosen?.v4 === undefined) return {};
  return {
    ...(route.gateway === undefined ? {} : { gateway: route.gateway }),
    interface: route.device,
    ...chosen.v4,
    macaddress: link['macaddress'],
    mtu: link['mtu'],
    type: link['type'],
    alias: chosen.label,
  };
}

function defaultIpv6(route: Route | undefined, interfaces: ReadonlyMap<string, Interface>): object {
  const link = route && interfaces.get(route.device);
  const address = link?.ipv6?.find((a) => a.address === route?.source);
  if (!route || !link || !address) return {};
  return {
    ...(route.gateway === undefined ? {} : { gateway: route.gateway }),
    interface: route.device,
    ...address,
    macaddress: link['macaddress'],
    mtu: link['mtu'],
    type: link['type'],
  };
}

function reachable(sections: Sections): { ipv4: string[]; ipv6: string[] } {
  const all = sections.lines('reachable').flatMap((line) => /^local (\S+)/.exec(line)?.[1] ?? []);
  const unique = [...new Set(all)];
  return { ipv4: unique.filter((a) => !a.includes(':')), ipv6: unique.filter((a) => a.includes(':')) };
}

export const network: Collector = {
  name: 'network',
  aliases: ['interfaces', 'default_ipv4', 'default_ipv6', 'all_ipv4_addresses', 'all_ipv6_addresses'],
  minimal: false,
  script: SCRIPT,
  parse(sections) {
    const addresses = sections.has('addresses')
      ? parseAddresses(sections.lines('addresses'))
      : parseIfconfig(sections.text('ifconfig'));
    const interfaces = parseLinks(sections.lines('links'), addresses);
    const route4 = parseRoute(sections.text('route4')) ?? procRoute(sections.lines('procroute'));
    const perInterface = [...interfaces].map(([name, facts]) => [name.replace(/[-:]/g, '_'), facts] as const);
    return {
      interfaces: [...interfaces.keys()],
      ...Object.fromEntries(perInterface),
      default_ipv4: defaultIpv4(route4, interfaces, addresses),
      default_ipv6: defaultIpv6(parseRoute(sections.text('route6')), interfaces),
      all_ipv4_addresses: addresses.flatMap((a) => (a.v4 && !a.v4.address.startsWith('127.') ? [a.v4.address] : [])),
      all_ipv6_addresses: addresses.flatMap((a) => (a.v6 && a.v6.address !== '::1' ? [a.v6.address] : [])),
      locally_reachable_ips: reachable(sections),
    };
  },
};

export const iscsi: Collector = {
  name: 'iscsi',
  aliases: [],
  minimal: false,
  script: 'file iscsi /etc/iscsi/initiatorname.iscsi\n',
  parse: (sections) => ({ iscsi_iqn: /^InitiatorName=(.*)$/m.exec(sections.text('iscsi'))?.[1] ?? '' }),
};

export const fibreChannel: Collector = {
  name: 'fibre_channel_wwn',
  aliases: [],
  minimal: false,
  script: 'section fc; cat /sys/class/fc_host/*/port_name 2>/dev/null\n',
  parse: (sections) => ({
    fibre_channel_wwn: sections.lines('fc').map((line) => line.trim().replace(/^0x/, '')),
  }),
};

export const nvme: Collector = {
  name: 'nvme',
  aliases: [],
  minimal: false,
  script: 'file nvme /etc/nvme/hostnqn\n',
  parse: (sections) => ({ hostnqn: sections.text('nvme') }),
};
