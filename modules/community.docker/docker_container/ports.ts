// Published and exposed ports of a container: parsed from the short forms, sent and read back.
import { ModuleFailure } from '../../../src/kit/index.js';
import { pathOf, type Json } from '../../_shared/docker-client.js';
import { hostConfig, type Group, type Preparing, type Values } from './options.js';

/** Where a port of the container is published; no address is the default one, no port is any. */
interface Binding {
  readonly ip: string | undefined;
  readonly port: string;
}

/** Bindings by `port/protocol`. */
type Bindings = Record<string, Binding[]>;

/** Parts at colons, an address in brackets being one. @throws ModuleFailure */
function splitColons(text: string): string[] {
  const parts: string[] = [''];
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === ':') parts.push('');
    else if (c === '[') {
      const end = text.indexOf(']', i);
      if (end < 0) {
        throw new ModuleFailure(`Cannot find closing "]" in input "${text}" for opening "[" at index ${i + 1}!`);
      }
      parts[parts.length - 1] += text.slice(i, end + 1);
      i = end;
    } else parts[parts.length - 1] += c;
  }
  return parts;
}

/** A port, or all ports of a range. @throws ModuleFailure */
function portRange(text: string): number[] {
  if (!text.includes('-')) {
    if (!/^\s*\d+\s*$/.test(text)) throw new ModuleFailure(`Invalid port: "${text}"`);
    return [Number(text)];
  }
  const match = /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(text);
  const [start, end] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || end < start) throw new ModuleFailure(`Invalid port range: "${text}"`);
  return Array.from({ length: end - start + 1 }, (_, i) => start + i);
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const IPV6 = /^\[[0-9a-fA-F:]+(?:|%[^\]/]+)\]$/;

/** @throws ModuleFailure in the words of the collection */
function parsePublished(ports: readonly string[]): Bindings {
  if (ports.includes('all')) {
    throw new ModuleFailure(
      'Specifying "all" in published_ports is no longer allowed. Set publish_all_ports to "true" instead ' +
        'to randomly assign port mappings for those not specified by published_ports.',
    );
  }
  const bindings: Bindings = {};
  for (const text of ports) {
    const parts = splitColons(text);
    const [inside = '', protocol = 'tcp'] = (parts.at(-1) ?? '').split('/');
    const containerPorts = portRange(inside);
    const [ip, hostPart] =
      parts.length === 1
        ? [undefined, '']
        : parts.length === 2
          ? [undefined, parts[0] ?? '']
          : parts.length === 3
            ? [address(parts[0] ?? ''), parts[1] ?? '']
            : tooMany(text, parts.length);
    const several = containerPorts.length > 1 && (hostPart !== '' || parts.length === 2);
    const hostPorts = several ? portRange(hostPart).map(String) : containerPorts.map(() => hostPart);
    containerPorts.forEach((port, i) => {
      const hostPort = hostPorts[i];
      if (hostPort !== undefined) (bindings[`${port}/${protocol || 'tcp'}`] ??= []).push({ ip, port: hostPort });
    });
  }
  return bindings;
}

function tooMany(text: string, count: number): never {
  throw new ModuleFailure(
    `Invalid port description "${text}" - expected 1 to 3 colon-separated parts, but got ${count}. ` +
      'Maybe you forgot to use square brackets ([...]) around an IPv6 address?',
  );
}

function address(text: string): string {
  if (!IPV4.test(text) && !IPV6.test(text)) {
    throw new ModuleFailure(
      'Bind addresses for published ports must be IPv4 or IPv6 addresses, not hostnames. ' +
        `Use the dig lookup to resolve hostnames. (Found hostname: ${text})`,
    );
  }
  return /^\[[0-9a-fA-F:]+\]$/.test(text) ? text.slice(1, -1) : text;
}

/** @throws ModuleFailure */
function parseExposed(ports: readonly string[]): string[] {
  return ports.flatMap((text) => {
    const [range = '', protocol = 'tcp'] = text.trim().split('/');
    return portRange(range).map((port) => `${port}/${protocol}`);
  });
}

/** `[::1]` of an address without brackets; empty stays empty. @throws ModuleFailure */
export function defaultHostIp(text: string): string {
  if (text === '' || IPV4.test(text) || /^\[[0-9a-fA-F:]+\]$/.test(text)) return text;
  if (/^[0-9a-fA-F:]+$/.test(text)) return `[${text}]`;
  throw new ModuleFailure(
    `The value of default_host_ip must be an empty string, an IPv4 address, or an IPv6 address. Got "${text}" instead.`,
  );
}

/** The address ports are bound to when none is given: that of the first bridge network which names one. */
async function addressFor({ args, client }: Preparing): Promise<string> {
  if (args.default_host_ip !== undefined) return args.default_host_ip;
  for (const { name } of args.networks ?? []) {
    const network = await client.find(pathOf`/networks/${name}`);
    if (!network) throw new ModuleFailure(`Cannot inspect the network '${name}' to determine the default IP`);
    const ip = (network['Options'] as Json | null)?.['com.docker.network.bridge.host_binding_ipv4'];
    if (network['Driver'] === 'bridge' && typeof ip === 'string' && ip !== '') return ip;
  }
  return '0.0.0.0';
}

/** As numbers, so that 80 comes before 443. */
const byPort = (a: string, b: string): number => parseInt(a, 10) - parseInt(b, 10) || (a < b ? -1 : 1);

type Sent = Record<string, { HostIp: string; HostPort: string }[]>;

export const ports: Group = {
  options: [
    { name: 'exposed_ports', kind: 'set', aliases: ['exposed', 'expose'] },
    { name: 'publish_all_ports', kind: 'value' },
    { name: 'published_ports', kind: 'dict', aliases: ['ports'] },
  ],
  async prepare(preparing) {
    const { exposed_ports, published_ports, publish_all_ports } = preparing.args;
    const values: Values = publish_all_ports === undefined ? {} : { publish_all_ports };
    const bindings = published_ports === undefined ? undefined : parsePublished(published_ports);
    if (bindings) {
      const open = Object.values(bindings).some((list) => list.some(({ ip }) => ip === undefined));
      const otherwise = open ? await addressFor(preparing) : '';
      values['published_ports'] = Object.fromEntries(
        Object.entries(bindings).map(([port, list]) => [
          port,
          list.map(({ ip, port: hostPort }) => ({ HostIp: ip ?? otherwise, HostPort: hostPort })),
        ]),
      ) satisfies Sent;
    }
    const exposed = [...parseExposed(exposed_ports ?? []), ...Object.keys(bindings ?? {})];
    return { ...values, exposed: [...new Set(exposed)].sort(byPort) };
  },
  has({ Config, HostConfig }) {
    const exposed = Object.keys((Config['ExposedPorts'] as Json | null | undefined) ?? {}).flatMap((text) => {
      const [range = '', protocol = 'tcp'] = text.split('/');
      return /^\d+-\d+$/.test(range) ? portRange(range).map((port) => `${port}/${protocol}`) : [`${range}/${protocol}`];
    });
    return {
      published_ports: HostConfig['PortBindings'] ?? null,
      exposed_ports: exposed,
      publish_all_ports: HostConfig['PublishAllPorts'] ?? null,
    };
  },
  expected(values, { image }) {
    const own = Object.keys((image?.Config?.['ExposedPorts'] as Json | null | undefined) ?? {});
    const all = [...own.map((port) => (port.includes('/') ? port : `${port}/tcp`)), ...(values['exposed'] as string[])];
    return {
      ...('published_ports' in values ? { published_ports: values['published_ports'] } : {}),
      exposed_ports: [...new Set(all)].sort(),
      ...('publish_all_ports' in values ? { publish_all_ports: values['publish_all_ports'] } : {}),
    };
  },
  set(request, values) {
    request['ExposedPorts'] = Object.fromEntries((values['exposed'] as string[]).map((port) => [port, {}]));
    if ('published_ports' in values) hostConfig(request)['PortBindings'] = values['published_ports'];
    if (values['publish_all_ports'] === true) hostConfig(request)['PublishAllPorts'] = true;
  },
};
