// All options of a container in the order in which differences are told, and which APIs know them.
import type { DockerClient } from '../../_shared/docker-client.js';
import type { ContainerArgs } from './args.js';
import * as fields from './fields.js';
import { mounts } from './mounts.js';
import type { Group } from './options.js';
import { ports } from './ports.js';
import { attachment, command, entrypoint, environment, healthcheck, image } from './process.js';
import { labels, logging, networkMode, platform, restarts } from './settings.js';

export const GROUPS: readonly Group[] = [
  ...fields.beforeCommand,
  command,
  ...fields.beforeEntrypoint,
  entrypoint,
  fields.cpus,
  attachment,
  ...fields.beforeEnvironment,
  environment,
  ...fields.beforeHealthcheck,
  healthcheck,
  fields.hostname,
  image,
  ...fields.afterImage,
  labels,
  ...fields.afterLabels,
  logging,
  ...fields.afterLog,
  networkMode,
  ...fields.afterNetworks,
  platform,
  ...fields.afterPlatform,
  restarts,
  ...fields.afterRestart,
  mounts,
  ports,
];

type Mounts = NonNullable<ContainerArgs['mounts']>;

/** Parts of parameters that are younger than the oldest API. */
const YOUNGER: readonly (readonly [name: string, since: string, used: (args: ContainerArgs) => boolean])[] = [
  ['healthcheck.start_interval', '1.44', ({ healthcheck: check }) => check?.start_interval !== undefined],
  ['networks.mac_address', '1.44', ({ networks }) => networks?.some((n) => n.mac_address !== undefined) === true],
  mount('non_recursive', '1.40'),
  mount('create_mountpoint', '1.42'),
  mountType('cluster', '1.42'),
  mount('read_only_non_recursive', '1.44'),
  mount('read_only_force_recursive', '1.44'),
  mount('subpath', '1.45'),
  mount('tmpfs_options', '1.46'),
  mountType('image', '1.47'),
];

function mount(option: keyof Mounts[number], since: string): (typeof YOUNGER)[number] {
  return [`mounts.${option}`, since, (args) => args.mounts?.some((one) => one[option] !== undefined) === true];
}

function mountType(type: string, since: string): (typeof YOUNGER)[number] {
  return [`mounts.type=${type}`, since, (args) => args.mounts?.some((one) => one.type === type) === true];
}

/** @throws ModuleFailure when the daemon is too old for a parameter that is given */
export async function checkVersions(client: DockerClient, args: ContainerArgs): Promise<void> {
  for (const group of GROUPS) {
    if (group.since === undefined) continue;
    for (const { name } of group.options) {
      if (args[name as keyof ContainerArgs] !== undefined) await client.needs(group.since, `set ${name} option`);
    }
  }
  for (const [name, since, used] of YOUNGER) if (used(args)) await client.needs(since, `set ${name} option`);
}
