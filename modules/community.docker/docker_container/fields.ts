// The options of a container that are one field of the API each.
import { ModuleFailure } from '../../../src/kit/index.js';
import { pathOf } from '../../_shared/docker-client.js';
import { bytesOf, bytesOrUnlimited, pythonStr } from '../../_shared/docker-values.js';
import type { ContainerArgs } from './args.js';
import { field, type Container, type Group, type Preparing } from './options.js';

type Given<K extends keyof ContainerArgs> = NonNullable<ContainerArgs[K]>;

const bytes =
  (name: string) =>
  (text: string): number =>
    bytesOf(name, text);

/** compat: `container:NAME` is kept with the id of that container, as the daemon tells it. */
async function containerMode(mode: string, { client, warn }: Preparing): Promise<string> {
  if (!mode.startsWith('container:')) return mode;
  const name = mode.slice('container:'.length);
  const other = await client.find<Container>(pathOf`/containers/${name}/json`);
  if (other) return `container:${other.Id}`;
  warn(`Cannot find a container with name or ID "${name}"`);
  return mode;
}

export { containerMode };

const devices = (given: Given<'devices'>): unknown =>
  given.map((device) => {
    const [PathOnHost = '', PathInContainer = PathOnHost, CgroupPermissions = 'rwm'] = device.split(':');
    return { PathOnHost, PathInContainer, CgroupPermissions };
  });

const bps = (given: Given<'device_read_bps'>): unknown =>
  given.map(({ path, rate }) => ({ Path: path, Rate: bytesOf('rate', rate) }));
const iops = (given: Given<'device_read_iops'>): unknown => given.map(({ path, rate }) => ({ Path: path, Rate: rate }));

const deviceRequests = (given: Given<'device_requests'>): unknown =>
  given.map(({ driver, count, device_ids, capabilities, options }) => ({
    Driver: driver ?? null,
    Count: count ?? null,
    DeviceIDs: device_ids ?? null,
    Capabilities: capabilities ?? null,
    Options: options ?? null,
  }));

const links = (given: Given<'links'>, { args }: Preparing): unknown =>
  given.map((link) => {
    const colon = link.indexOf(':');
    const [name, alias] = colon < 0 ? [link, link] : [link.slice(0, colon), link.slice(colon + 1)];
    return `/${name}:/${args.name}/${alias}`;
  });

const tmpfs = (given: Given<'tmpfs'>): unknown =>
  Object.fromEntries(
    given.map((text) => {
      const colon = text.indexOf(':');
      return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
    }),
  );

const ulimits = (given: Given<'ulimits'>): unknown =>
  given.map((limit) => {
    const [Name = '', soft, hard] = limit.split(':');
    if (soft === undefined) return {};
    const numbers = [soft, hard ?? soft].map((text) => {
      if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new ModuleFailure(`the limit '${limit}' is not NAME:SOFT:HARD`);
      return Number(text);
    });
    return { Name, Soft: numbers[0], Hard: numbers[1] };
  });

const texts = (given: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, pythonStr(value)]));

/** In the order in which differences are told. */
export const beforeCommand: readonly Group[] = [
  field(['auto_remove', { host: 'AutoRemove' }]),
  field(['blkio_weight', { host: 'BlkioWeight', update: 'BlkioWeight' }]),
  field(['capabilities', { host: 'CapAdd', kind: 'set' }]),
  field(['cap_drop', { host: 'CapDrop', kind: 'set' }]),
  field(['cgroupns_mode', { host: 'CgroupnsMode', since: '1.41' }]),
  field(['cgroup_parent', { host: 'CgroupParent' }]),
];

export const beforeEntrypoint: readonly Group[] = [
  field(['cpu_period', { host: 'CpuPeriod', update: 'CpuPeriod' }]),
  field(['cpu_quota', { host: 'CpuQuota', update: 'CpuQuota' }]),
  field(['cpuset_cpus', { host: 'CpusetCpus', update: 'CpusetCpus' }]),
  field(['cpuset_mems', { host: 'CpusetMems', update: 'CpusetMems' }]),
  field(['cpu_shares', { host: 'CpuShares', update: 'CpuShares' }]),
];

export const cpus: Group = field(['cpus', { host: 'NanoCpus', prepare: (value: number) => Math.round(value * 1e9) }]);

export const beforeEnvironment: readonly Group[] = [
  field(['devices', { host: 'Devices', kind: 'set(dict)', prepare: devices }]),
  field(['device_read_bps', { host: 'BlkioDeviceReadBps', kind: 'set(dict)', prepare: bps }]),
  field(['device_write_bps', { host: 'BlkioDeviceWriteBps', kind: 'set(dict)', prepare: bps }]),
  field(['device_read_iops', { host: 'BlkioDeviceReadIOps', kind: 'set(dict)', prepare: iops }]),
  field(['device_write_iops', { host: 'BlkioDeviceWriteIOps', kind: 'set(dict)', prepare: iops }]),
  field(['device_requests', { host: 'DeviceRequests', kind: 'set(dict)', since: '1.40', prepare: deviceRequests }]),
  field(['device_cgroup_rules', { host: 'DeviceCgroupRules', kind: 'list', since: '1.28' }]),
  field(['dns_servers', { host: 'Dns', kind: 'list' }]),
  field(['dns_opts', { host: 'DnsOptions', kind: 'set' }]),
  field(['dns_search_domains', { host: 'DnsSearch', kind: 'list' }]),
  field(['domainname', { config: 'Domainname' }]),
];

export const beforeHealthcheck: readonly Group[] = [
  field([
    'etc_hosts',
    {
      host: 'ExtraHosts',
      kind: 'set',
      prepare: (hosts: Given<'etc_hosts'>) => Object.entries(hosts).map(([name, ip]) => `${name}:${pythonStr(ip)}`),
    },
  ]),
  field(['groups', { host: 'GroupAdd', kind: 'set' }]),
];

export const hostname: Group = field(['hostname', { config: 'Hostname' }]);

export const afterImage: readonly Group[] = [
  field(['init', { host: 'Init' }]),
  field(['ipc_mode', { host: 'IpcMode', prepare: containerMode }]),
  field(['kernel_memory', { host: 'KernelMemory', update: 'KernelMemory', prepare: bytes('kernel_memory') }]),
];

export const afterLabels: readonly Group[] = [field(['links', { host: 'Links', kind: 'set', prepare: links }])];

export const afterLog: readonly Group[] = [
  field(['mac_address', { config: 'MacAddress', prepare: (mac: string) => mac.replaceAll('-', ':') }]),
  field(['memory', { host: 'Memory', update: 'Memory', prepare: bytes('memory') }]),
  field([
    'memory_reservation',
    { host: 'MemoryReservation', update: 'MemoryReservation', prepare: bytes('memory_reservation') },
  ]),
  field([
    'memory_swap',
    { host: 'MemorySwap', update: 'MemorySwap', prepare: (text: string) => bytesOrUnlimited('memory_swap', text) },
  ]),
  field(['memory_swappiness', { host: 'MemorySwappiness' }]),
  field(['stop_timeout', { config: 'StopTimeout', comparison: 'ignore' }]),
];

export const afterNetworks: readonly Group[] = [
  field(['oom_killer', { host: 'OomKillDisable' }]),
  field(['oom_score_adj', { host: 'OomScoreAdj' }]),
  field(['pid_mode', { host: 'PidMode', prepare: containerMode }]),
  field(['pids_limit', { host: 'PidsLimit' }]),
];

export const afterPlatform: readonly Group[] = [
  field(['privileged', { host: 'Privileged' }]),
  field(['read_only', { host: 'ReadonlyRootfs' }]),
];

export const afterRestart: readonly Group[] = [
  field(['runtime', { host: 'Runtime' }]),
  field(['security_opts', { host: 'SecurityOpt', kind: 'set' }]),
  field(['shm_size', { host: 'ShmSize', prepare: bytes('shm_size') }]),
  field(['stop_signal', { config: 'StopSignal' }]),
  field(['storage_opts', { host: 'StorageOpt', kind: 'dict', prepare: texts }]),
  field(['sysctls', { host: 'Sysctls', kind: 'dict', prepare: texts }]),
  field(['tmpfs', { host: 'Tmpfs', kind: 'dict', prepare: tmpfs }]),
  field(['tty', { config: 'Tty' }]),
  field(['ulimits', { host: 'Ulimits', kind: 'set(dict)', prepare: ulimits }]),
  field(['user', { config: 'User' }]),
  field(['userns_mode', { host: 'UsernsMode' }]),
  field(['uts', { host: 'UTSMode' }]),
  field(['volume_driver', { host: 'VolumeDriver' }]),
  field(['volumes_from', { host: 'VolumesFrom', kind: 'set' }]),
  field(['working_dir', { config: 'WorkingDir' }]),
];
