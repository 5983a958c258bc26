// The parameters of containers.podman.podman_container.
import { alias, bool, choice, dict, int, list, path, raw, str, z } from '../../../src/kit/index.js';
import { podmanArgs, podmanDebug } from '../../_shared/podman.js';
import { quadletArgs } from '../../_shared/quadlet.js';

const pairs = () => dict(str()).optional();
const texts = () => list(str()).optional();
const text = () => str().optional();
const flag = () => bool().optional();
const number = () => int().optional();
const file = () => path().optional();

const systemd = z.strictObject({
  path: text().describe('Directory of the unit files; it is made when it is missing. Without it no files are written.'),
  restart_policy: choice('no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always')
    .optional()
    .describe("The unit's Restart; podman's default is on-failure."),
  restart_sec: number().describe("The unit's RestartSec."),
  start_timeout: number().describe("The unit's TimeoutStartSec."),
  stop_timeout: alias(number(), 'time').describe("The unit's TimeoutStopSec."),
  names: bool().default(true).describe("Use the container's name in the unit, not its ID."),
  new: bool().default(false).describe('The unit makes the container when it starts and removes it when it stops.'),
  no_header: bool().default(false).describe('Without the comment that tells version and time.'),
  container_prefix: text().describe("What names of containers' units begin with; podman's default is container."),
  pod_prefix: text().describe("What names of pods' units begin with; podman's default is pod."),
  separator: text().describe("What stands between that and the name; podman's default is a dash."),
  after: texts().describe('Further After of the unit.'),
  wants: texts().describe('Further Wants of the unit.'),
  requires: texts().describe('Further Requires of the unit.'),
});

const logging = z.strictObject({
  max_size: text().describe('Largest size of the log file, as 10mb.'),
  path: text().describe('Path of the log file.'),
  tag: text().describe('A tag for its lines.'),
});

const limit = (what: string) => texts().describe(`Limits of ${what}, as DEVICE:RATE.`);

export const args = z.strictObject({
  ...podmanArgs,
  ...podmanDebug,
  ...quadletArgs,
  name: str().describe('Name of the container.'),
  state: choice('absent', 'present', 'stopped', 'started', 'created', 'quadlet')
    .default('started')
    .describe(
      'Whether it is there, runs, or only its Quadlet file is written. One that is there and not as asked for is made anew, but not with `stopped`.',
    ),
  image: text().describe('Image of the container: name or ID. It is pulled when it is not there.'),
  image_strict: bool()
    .default(false)
    .describe('Make the container anew when its image has another ID; otherwise the last part of the name decides.'),
  command: raw().optional().describe('Command of the container: a list of words, or text that is split at blanks.'),
  recreate: bool().default(false).describe('Make one that is there anew each time.'),
  force_restart: alias(bool(), 'restart').default(false).describe('Restart one that is there each time.'),
  force_delete: bool().default(true).describe('Remove it even if it runs.'),
  generate_systemd: systemd.prefault({}).describe("Units of systemd for the container, by podman's generator."),
  annotation: pairs().describe('Annotations.'),
  arch: text().describe('Architecture of the image that is pulled.'),
  attach: list(choice('stdin', 'stdout', 'stderr'))
    .optional()
    .describe('Streams that are attached.'),
  authfile: file().describe('File with credentials for registries.'),
  blkio_weight: number().describe('Relative weight of block I/O, 10 to 1000.'),
  blkio_weight_device: pairs().describe('The same by device.'),
  cap_add: alias(texts(), 'capabilities').describe('Capabilities it has beyond the usual.'),
  cap_drop: texts().describe('Capabilities it does not have.'),
  cgroup_conf: pairs().describe('Files of cgroup v2 and what is written into them.'),
  cgroup_parent: file().describe('Control group its own is made in.'),
  cgroupns: text().describe('Mode of the cgroup namespace.'),
  cgroups: text().describe('Whether control groups are made: enabled, disabled. Not compared.'),
  chrootdirs: text().describe('Directory inside that is treated as a chroot.'),
  cidfile: file().describe('File its ID is written to. Not compared.'),
  cmd_args: texts().describe('Further options of podman, as they are. Not compared.'),
  conmon_pidfile: file().describe('File for the process ID of its monitor.'),
  cpu_period: number().describe('Period of the CPU limit, in microseconds.'),
  cpu_quota: number().describe('CPU time in each period, in microseconds.'),
  cpu_rt_period: number().describe('Period of the real-time limit, in microseconds.'),
  cpu_rt_runtime: number().describe('Real-time CPU time in each period, in microseconds.'),
  cpu_shares: number().describe('Relative share of CPU time.'),
  cpus: text().describe('Number of CPUs.'),
  cpuset_cpus: text().describe('CPUs it may use, as 0-3 or 0,1.'),
  cpuset_mems: text().describe('Memory nodes it may use.'),
  decryption_key: text().describe('Key, and its passphrase, for encrypted images.'),
  delete_depend: flag().describe('Remove containers that depend on it, too.'),
  delete_time: text().describe('Seconds it may take to stop when it is removed; -1: any.'),
  delete_volumes: flag().describe('Remove its anonymous volumes with it.'),
  detach: bool().default(true).describe('Leave it running in the background; otherwise the task waits for its end.'),
  detach_keys: text().describe('Keys that detach. Not compared.'),
  device: texts().describe('Devices of the host, as HOST[:INSIDE][:rwm].'),
  device_cgroup_rule: text().describe('A rule of allowed devices.'),
  device_read_bps: limit('bytes read per second'),
  device_read_iops: limit('reads per second'),
  device_write_bps: limit('bytes written per second'),
  device_write_iops: limit('writes per second'),
  dns: alias(texts(), 'dns_servers').describe('Name servers.'),
  dns_option: alias(text(), 'dns_opts').describe('Options of the resolver.'),
  dns_search: alias(texts(), 'dns_search_domains').describe('Search domains.'),
  entrypoint: text().describe("Replaces the image's entry point. Not compared."),
  env: pairs().describe('Environment.'),
  env_file: alias(list(path()).optional(), 'env_files').describe(
    'Files of the host with environment variables. What stands in them is not compared.',
  ),
  env_host: flag().describe("Give it podman's own environment."),
  env_merge: pairs().describe("Environment that is worked out from the image's."),
  etc_hosts: alias(pairs(), 'add_hosts').describe('Names and addresses for /etc/hosts: these and no others.'),
  expose: alias(texts(), 'exposed', 'exposed_ports').describe('Ports that are exposed.'),
  gidmap: texts().describe('Mapping of groups of a user namespace.'),
  gpus: text().describe('GPUs it is given.'),
  group_add: alias(texts(), 'groups').describe('Further groups of its user.'),
  group_entry: text().describe("Its user's line in /etc/group."),
  health_startup_cmd: text().describe('Command of the check while it starts.'),
  health_startup_interval: text().describe('Time between those.'),
  health_startup_retries: number().describe('How many of those may fail before it is restarted; 0: any.'),
  health_startup_success: number().describe('How many of those must succeed; 0: one.'),
  health_startup_timeout: text().describe('Longest time one of those may take.'),
  healthcheck: alias(text(), 'health_cmd').describe('Command of the health check.'),
  healthcheck_failure_action: alias(choice('none', 'kill', 'restart', 'stop').optional(), 'health_on_failure').describe(
    'What happens to one that is not healthy.',
  ),
  healthcheck_interval: alias(text(), 'health_interval').describe('Time between checks; disable: none by itself.'),
  healthcheck_retries: alias(number(), 'health_retries').describe('Failures after which it counts as not healthy.'),
  healthcheck_start_period: alias(text(), 'health_start_period').describe('Time in which failures do not count.'),
  healthcheck_timeout: alias(text(), 'health_timeout').describe('Longest time a check may take.'),
  hooks_dir: texts().describe('Directories of OCI hooks.'),
  hostname: text().describe('Its host name.'),
  hostuser: text().describe('User of the host that is added to its /etc/passwd.'),
  http_proxy: flag().describe("Whether it is given podman's proxy variables."),
  image_volume: choice('bind', 'tmpfs', 'ignore').optional().describe("What becomes of the image's volumes."),
  init: flag().describe('Run an init that forwards signals and reaps processes.'),
  init_ctr: choice('once', 'always').optional().describe('It is an init container of its pod.'),
  init_path: text().describe('Path of that init.'),
  interactive: flag().describe('Keep its standard input open.'),
  ip: text().describe('Its IPv4 address.'),
  ip6: text().describe('Its IPv6 address.'),
  ipc: alias(text(), 'ipc_mode').describe('Mode of the IPC namespace.'),
  kernel_memory: text().describe('Limit of kernel memory. Not compared.'),
  label: alias(pairs(), 'labels').describe("Labels: these, the image's, and no others."),
  label_file: text().describe('File with labels. What stands in it is not compared.'),
  log_driver: choice('k8s-file', 'journald', 'json-file').optional().describe('Log driver.'),
  log_level: choice('debug', 'info', 'warn', 'error', 'fatal', 'panic')
    .optional()
    .describe("Level of podman's own messages. Not compared."),
  log_opt: alias(logging.optional(), 'log_options').describe('Options of the log driver.'),
  mac_address: text().describe('Its MAC address.'),
  memory: text().describe('Memory limit, as 512m.'),
  memory_reservation: text().describe('Soft memory limit.'),
  memory_swap: text().describe('Limit of memory and swap together.'),
  memory_swappiness: number().describe('Swappiness, 0 to 100.'),
  mount: alias(texts(), 'mounts').describe('Mounts, as type=bind,source=…,destination=….'),
  network: alias(texts(), 'net', 'network_mode').describe('Networks, or a mode: bridge, host, none, container:NAME ….'),
  network_aliases: alias(texts(), 'network_alias').describe('Further names in its network.'),
  no_healthcheck: flag().describe("Switch the image's health check off."),
  no_hosts: flag().describe('Make no /etc/hosts.'),
  oom_kill_disable: flag().describe('Do not kill it when memory runs out.'),
  oom_score_adj: number().describe('Its weight when memory runs out, -1000 to 1000.'),
  os: text().describe('Operating system of the image that is pulled.'),
  passwd: flag().describe('Add its user to its /etc/passwd and /etc/group.'),
  passwd_entry: text().describe("Its user's line in /etc/passwd."),
  personality: text().describe('Execution domain.'),
  pid: alias(text(), 'pid_mode').describe('Mode of the PID namespace.'),
  pid_file: file().describe('File for its process ID.'),
  pids_limit: text().describe('Most processes; -1: any number.'),
  platform: text().describe('Platform of the image that is pulled.'),
  pod: text().describe('Pod it is in; new:NAME makes one. Not compared.'),
  pod_id_file: file().describe("File with its pod's ID. Not compared."),
  preserve_fd: texts().describe('File descriptors it is given. Not compared.'),
  preserve_fds: text().describe('How many further file descriptors it is given. Not compared.'),
  privileged: flag().describe('All privileges.'),
  publish: alias(texts(), 'ports', 'published', 'published_ports').describe(
    'Ports of the host, as [ADDRESS:][HOST:]INSIDE.',
  ),
  publish_all: flag().describe('Publish exposed ports at random ones.'),
  pull: choice('missing', 'always', 'never', 'newer').optional().describe('When podman pulls the image.'),
  rdt_class: text().describe('Class of service.'),
  read_only: flag().describe('Its root file system cannot be written to.'),
  read_only_tmpfs: flag().describe('Then /run, /tmp and /var/tmp can.'),
  requires: texts().describe('Containers that are started before it.'),
  restart_policy: text().describe('When it is restarted: no, always, on-failure[:MOST], unless-stopped.'),
  restart_time: text().describe('Seconds it may take to stop when it is restarted; -1: any.'),
  retry: number().describe('How often pulling is tried.'),
  retry_delay: text().describe('Time between those.'),
  rm: alias(flag(), 'remove', 'auto_remove').describe('It removes itself when it ends.'),
  rmi: flag().describe('Then its image is removed as well.'),
  rootfs: flag().describe('`image` is a directory of the host with its file system.'),
  sdnotify: text().describe('Who tells systemd: container, conmon, ignore. Not compared.'),
  seccomp_policy: text().describe('How the seccomp profile is chosen.'),
  secrets: texts().describe('Secrets of podman, as NAME[,OPTION=…].'),
  security_opt: texts().describe('Security options.'),
  shm_size: text().describe('Size of /dev/shm.'),
  shm_size_systemd: text().describe("Size of the tmpfs of systemd's mode."),
  sig_proxy: flag().describe('Forward signals. Not compared.'),
  stop_signal: number().describe('Signal that stops it.'),
  stop_time: text().describe('Seconds it may take to stop with `stopped`; -1: any.'),
  stop_timeout: number().describe('Seconds it may take to stop otherwise.'),
  subgidname: text().describe('Name in /etc/subgid for its user namespace.'),
  subuidname: text().describe('Name in /etc/subuid for its user namespace.'),
  sysctl: pairs().describe('Kernel parameters of its namespaces.'),
  systemd: text().describe("Whether it runs in systemd's mode: true, false, always."),
  timeout: number().describe('Seconds after which it is killed.'),
  timezone: text().describe('Time zone.'),
  tls_verify: flag().describe('Check certificates of registries.'),
  tmpfs: pairs().describe('Mounts in memory and their options.'),
  tty: flag().describe('Give it a terminal.'),
  uidmap: texts().describe('Mapping of users of a user namespace.'),
  ulimit: alias(texts(), 'ulimits').describe('Limits, as NAME=SOFT[:HARD].'),
  umask: text().describe('Umask inside.'),
  unsetenv: texts().describe('Variables of the image it does not get.'),
  unsetenv_all: flag().describe("It gets none of the image's variables."),
  user: text().describe('User, and group, as USER[:GROUP].'),
  userns: alias(text(), 'userns_mode').describe('Mode of the user namespace.'),
  uts: text().describe('Mode of the UTS namespace.'),
  variant: text().describe('Variant of the architecture of the image that is pulled.'),
  volume: alias(texts(), 'volumes').describe('Volumes and directories, as SOURCE:INSIDE[:OPTIONS].'),
  volumes_from: texts().describe('Containers whose volumes it has, too.'),
  workdir: alias(text(), 'working_dir').describe('Working directory.'),
});
export type Args = z.output<typeof args>;

export function rules(a: Args): string[] {
  const needsImage = (a.state === 'present' || a.state === 'created') && !a.force_restart && (a.image ?? '') === '';
  return [
    ...(a.no_hosts !== undefined && a.etc_hosts !== undefined
      ? ['parameters are mutually exclusive: no_hosts|etc_hosts']
      : []),
    ...(needsImage ? [`State '${a.state}' required image to be configured!`] : []),
  ];
}
