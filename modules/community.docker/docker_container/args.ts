// The parameters of community.docker.docker_container and the combinations it refuses.
import { alias, bool, choice, dict, int, list, num, path, raw, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';

const SIZE = 'a number with an optional unit: B, K, M, G, T or P';

const bpsArg = (what: string) =>
  list(
    z.strictObject({
      path: str().describe('The device.'),
      rate: str().describe(`Bytes per second: ${SIZE}.`),
    }),
  )
    .optional()
    .describe(`Limits, by device, of bytes per second that are ${what}.`);

const iopsArg = (what: string) =>
  list(
    z.strictObject({
      path: str().describe('The device.'),
      rate: int().describe('Operations per second.'),
    }),
  )
    .optional()
    .describe(`Limits, by device, of operations per second that ${what}.`);

const healthcheck = z.strictObject({
  test: raw()
    .optional()
    .describe('The command: text for a shell, or a list that begins with `CMD`, `CMD-SHELL` or `NONE`.'),
  test_cli_compatible: bool()
    .default(false)
    .describe("Without `test`, keep the image's command instead of switching the check off."),
  interval: str().optional().describe('Time between checks, as `1m30s`.'),
  timeout: str().optional().describe('Longest time one check may take.'),
  start_period: str().optional().describe('Time to start in, during which failures do not count.'),
  start_interval: str().optional().describe('Time between checks while starting; needs API 1.44.'),
  retries: int().optional().describe('Failures in a row that make it unhealthy.'),
});

const mount = z.strictObject({
  target: str().describe('The path inside the container.'),
  source: str().optional().describe("A volume's name or a path of the host."),
  type: choice('bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image').default('volume').describe('What is mounted.'),
  read_only: bool().optional().describe('Whether it cannot be written to.'),
  consistency: choice('default', 'consistent', 'cached', 'delegated')
    .optional()
    .describe('How closely both sides agree, where the daemon knows of it.'),
  propagation: choice('private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave')
    .optional()
    .describe('How mounts below it spread; of `bind`.'),
  no_copy: bool().optional().describe("Whether the image's files at the target are not copied in; of `volume`."),
  labels: dict(z.unknown()).optional().describe('Labels of a new volume.'),
  volume_driver: str().optional().describe('Driver of the volume.'),
  volume_options: dict(z.unknown()).optional().describe('Options of `volume_driver`.'),
  tmpfs_size: str().optional().describe(`Size of a tmpfs: ${SIZE}.`),
  tmpfs_mode: str().optional().describe('Permissions of a tmpfs, in octal.'),
  tmpfs_options: list(dict(z.unknown()))
    .optional()
    .describe('Further options of a tmpfs, one key each; needs API 1.46.'),
  non_recursive: bool().optional().describe('Leave out what is mounted below the source; of `bind`, needs API 1.40.'),
  create_mountpoint: bool().optional().describe('Make the source when it is missing; of `bind`, needs API 1.42.'),
  read_only_non_recursive: bool().optional().describe('Mounts below stay writable; of `bind`, needs API 1.44.'),
  read_only_force_recursive: bool()
    .optional()
    .describe('Fail when mounts below cannot be read-only too; of `bind`, needs API 1.44.'),
  subpath: str().optional().describe('A path inside the volume or image; needs API 1.45.'),
});

const network = z.strictObject({
  name: str().describe('The name of the network.'),
  ipv4_address: str().optional().describe("The container's IPv4 address there."),
  ipv6_address: str().optional().describe("The container's IPv6 address there."),
  aliases: list(str()).optional().describe('Further names by which it is found there.'),
  links: list(str()).optional().describe('Containers to link to, as `name:alias`.'),
  mac_address: str().optional().describe("The endpoint's MAC address; needs API 1.44."),
});

const deviceRequest = z.strictObject({
  capabilities: list(list(str())).optional().describe('Lists of capabilities; one of the lists must be met.'),
  count: int().optional().describe('How many devices; -1 is all.'),
  device_ids: list(str()).optional().describe('Devices by id.'),
  driver: str().optional().describe('The driver that gives them.'),
  options: dict(z.unknown()).optional().describe('Options of the driver.'),
});

export const containerArgs = z.strictObject({
  ...dockerArgs,
  ...debugArg,
  name: str().describe('Name of the container; an existing one is found by its id, too.'),
  state: choice('absent', 'present', 'healthy', 'stopped', 'started')
    .default('started')
    .describe(
      '`present` makes it without starting it, `started` starts it, `healthy` waits for its health check, `stopped` stops it, `absent` removes it.',
    ),
  image: str().optional().describe('The image, by name, tag, digest or id.'),
  pull: z
    .preprocess(
      (value) =>
        value === true || value === 'True' ? 'always' : value === false || value === 'False' ? 'missing' : value,
      z.enum(['never', 'missing', 'always'], { error: () => 'must be one of: never, missing, always, true, false' }),
    )
    .default('missing')
    .describe('When the image is pulled; true is `always`, false is `missing`.'),
  pull_check_mode_behavior: choice('image_not_present', 'always')
    .default('image_not_present')
    .describe('Whether a dry run foresees a change by `pull: always` only when the image is missing, or always.'),
  image_comparison: choice('desired-image', 'current-image')
    .default('desired-image')
    .describe('Whose environment, labels, ports and volumes are expected in addition to those given.'),
  image_label_mismatch: choice('ignore', 'fail')
    .default('ignore')
    .describe('Whether labels that only the image has are expected, or a failure where labels are strict.'),
  image_name_mismatch: choice('recreate', 'ignore')
    .default('recreate')
    .describe('Whether the container is made anew when its image is the right one under another name.'),
  comparisons: dict(str())
    .optional()
    .describe(
      'How parameters are compared with an existing container: `strict`, `ignore` or `allow_more_present`; `*` for all.',
    ),
  container_default_behavior: choice('compatibility', 'no_defaults')
    .default('no_defaults')
    .describe(
      'Whether auto_remove, detach, init, interactive, memory, paused, privileged, read_only and tty have the defaults of old.',
    ),
  command_handling: choice('compatibility', 'correct')
    .default('correct')
    .describe('`compatibility` joins and splits lists of words again and takes empty ones for not given.'),
  recreate: bool().default(false).describe('Make the container anew even when nothing differs.'),
  restart: bool().default(false).describe('Restart a running container that is as it should be.'),
  force_kill: alias(bool(), 'forcekill').default(false).describe('Kill instead of stopping.'),
  kill_signal: str().optional().describe('The signal to kill with.'),
  keep_volumes: bool().default(true).describe('Keep anonymous volumes of a container that is removed.'),
  removal_wait_timeout: num().optional().describe('Seconds to wait for a removal to be over; for ever when not given.'),
  healthy_wait_timeout: num().default(300).describe('Seconds to wait for health; 0 or less is for ever.'),
  cleanup: bool().default(false).describe('With `detach: false`: remove the container when it has ended.'),
  output_logs: bool().default(false).describe('With `detach: false`: show its output, also as a message.'),
  paused: bool().optional().describe('Whether its processes are paused.'),
  networks: list(network)
    .optional()
    .describe('Networks it belongs to; others are left with `comparisons: {networks: strict}`.'),
  networks_cli_compatible: bool()
    .default(true)
    .describe('The first of `networks` is the network mode, as with `docker run --network`.'),
  network_mode: str().optional().describe('`bridge`, `host`, `none`, `container:NAME` or a network.'),
  default_host_ip: str().optional().describe('Address that published ports without one are bound to.'),

  auto_remove: bool().optional().describe('The daemon removes it when it ends.'),
  blkio_weight: int().optional().describe('Share of block I/O, 10 to 1000.'),
  capabilities: list(str()).optional().describe('Capabilities to add.'),
  cap_drop: list(str()).optional().describe('Capabilities to take away.'),
  cgroupns_mode: choice('host', 'private').optional().describe('Whose cgroup namespace it has.'),
  cgroup_parent: str().optional().describe('The cgroup above its own.'),
  command: raw().optional().describe('What it runs: a list of words, or text that is split as a shell does.'),
  cpu_period: int().optional().describe('Period of the CPU limit in microseconds.'),
  cpu_quota: int().optional().describe('Time in each period in microseconds.'),
  cpu_shares: int().optional().describe('Share of CPU time.'),
  cpus: num().optional().describe('How many CPUs it may use up, as 1.5.'),
  cpuset_cpus: str().optional().describe('CPUs it runs on, as `0-3` or `1,3`.'),
  cpuset_mems: str().optional().describe('Memory nodes it uses.'),
  detach: bool().optional().describe('False waits until it ends; then its exit code decides.'),
  devices: list(str()).optional().describe('Devices as `host:container:permissions`.'),
  device_cgroup_rules: list(str()).optional().describe('Rules of the device cgroup.'),
  device_read_bps: bpsArg('read'),
  device_read_iops: iopsArg('read'),
  device_write_bps: bpsArg('written'),
  device_write_iops: iopsArg('write'),
  device_requests: list(deviceRequest).optional().describe('Devices that drivers give, as GPUs.'),
  dns_opts: list(str()).optional().describe('Options of its resolver.'),
  dns_search_domains: list(str()).optional().describe('Domains its resolver tries.'),
  dns_servers: list(str()).optional().describe('Name servers.'),
  domainname: str().optional().describe('Its domain.'),
  entrypoint: list(str()).optional().describe("Words that replace the image's entry point."),
  env: dict(z.unknown()).optional().describe('Environment; values are text, so quote numbers and booleans.'),
  env_file: path().optional().describe('File of the host with lines `NAME=value`; `env` overrides it.'),
  etc_hosts: dict(z.unknown()).optional().describe('Addresses by host name for its /etc/hosts.'),
  exposed_ports: alias(list(str()), 'exposed', 'expose')
    .optional()
    .describe('Ports it listens on, as `80` or `53/udp`.'),
  groups: list(str()).optional().describe('Further groups of its process.'),
  healthcheck: healthcheck.optional().describe('How its health is checked.'),
  hostname: str().optional().describe('Its host name.'),
  init: bool().optional().describe('Run an init that reaps processes and passes signals on.'),
  interactive: bool().optional().describe('Keep its standard input open.'),
  ipc_mode: str().optional().describe('Whose IPC namespace it has, as `host` or `container:NAME`.'),
  kernel_memory: str().optional().describe(`Limit of kernel memory: ${SIZE}.`),
  labels: dict(z.unknown()).optional().describe('Labels.'),
  links: list(str()).optional().describe('Linked containers as `name:alias`.'),
  log_driver: str().optional().describe('Where its output goes.'),
  log_options: alias(dict(z.unknown()), 'log_opt').optional().describe('Options of `log_driver`.'),
  mac_address: str().optional().describe('Its MAC address.'),
  memory: str().optional().describe(`Limit of memory: ${SIZE}.`),
  memory_reservation: str().optional().describe(`Soft limit of memory: ${SIZE}.`),
  memory_swap: str().optional().describe(`Limit of memory and swap together: ${SIZE}, or \`unlimited\`.`),
  memory_swappiness: int().optional().describe('Inclination to swap, 0 to 100.'),
  mounts: list(mount).optional().describe('Mounts, each described.'),
  oom_killer: bool().optional().describe('Whether the killer of processes that use too much memory is off.'),
  oom_score_adj: int().optional().describe('How readily it is killed when memory is short.'),
  pid_mode: str().optional().describe('Whose PID namespace it has.'),
  pids_limit: int().optional().describe('How many processes it may have; -1 is any.'),
  platform: str().optional().describe('Platform as `os/arch/variant`.'),
  privileged: bool().optional().describe('Give it all rights of the host.'),
  publish_all_ports: bool().optional().describe('Publish all exposed ports at ports the daemon chooses.'),
  published_ports: alias(list(str()), 'ports')
    .optional()
    .describe('Ports as `80`, `8080:80`, `127.0.0.1:8080:80/tcp`, ranges too.'),
  read_only: bool().optional().describe('Its root file system cannot be written to.'),
  restart_policy: choice('no', 'on-failure', 'always', 'unless-stopped')
    .optional()
    .describe('When the daemon restarts it.'),
  restart_retries: int().optional().describe('How often, with `on-failure`.'),
  runtime: str().optional().describe('The runtime.'),
  security_opts: list(str()).optional().describe('Security options, as `label:user:User`.'),
  shm_size: str().optional().describe(`Size of /dev/shm: ${SIZE}.`),
  stop_signal: str().optional().describe('The signal that stops it.'),
  stop_timeout: int().optional().describe('Seconds after which a stop becomes a kill.'),
  storage_opts: dict(z.unknown()).optional().describe('Options of the storage driver.'),
  sysctls: dict(z.unknown()).optional().describe('Kernel parameters inside it.'),
  tmpfs: list(str()).optional().describe('Paths that get a tmpfs, as `/run:size=64k`.'),
  tty: bool().optional().describe('Give it a terminal.'),
  ulimits: list(str()).optional().describe('Limits as `nofile:soft:hard`.'),
  user: str().optional().describe('Who it runs as: user or uid, with `:group` as well.'),
  userns_mode: str().optional().describe('`host`, or empty.'),
  uts: str().optional().describe('Whose UTS namespace it has.'),
  volume_driver: str().optional().describe('Driver of its volumes.'),
  volumes: list(str()).optional().describe('Volumes and binds as `source:target:mode`.'),
  volumes_from: list(str()).optional().describe('Containers whose volumes it shares.'),
  working_dir: str().optional().describe('Where its command starts.'),
});

export type ContainerArgs = z.output<typeof containerArgs>;

export function containerRules(args: ContainerArgs): string[] {
  const broken = dockerRules(args);
  if (args.state === 'present' && args.image === undefined) {
    broken.push('state is present but all of the following are missing: image');
  }
  if (args.log_options !== undefined && args.log_driver === undefined) {
    broken.push("missing parameter(s) required by 'log_options': log_driver");
  }
  if (args.restart_retries !== undefined && args.restart_policy === undefined) {
    broken.push("missing parameter(s) required by 'restart_retries': restart_policy");
  }
  return broken;
}
