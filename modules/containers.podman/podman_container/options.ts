// The options of `podman create` and `podman run`: how each is written on the command line, and how compared with what a container was made by.
import type { Args } from './args.js';

/** How a parameter is written: two words, one word with `=`, a word alone when true, once for each item … */
export type Form =
  | 'words'
  | 'joined'
  | 'switch'
  | 'each'
  | 'eachJoined'
  | 'commas'
  | 'pairs'
  | 'pairsJoined'
  | 'colonPairs';

/**
 * How it is compared. `told`: with the words the container was made by, `read`: with what is inspected, by a rule of its
 * own; `never`: `compat:` not at all, some because systemd's units add them.
 */
export type Comparison = 'told' | 'read' | 'never';

export interface Option {
  readonly name: keyof Args;
  readonly flag: string;
  readonly form: Form;
  readonly compared: Comparison;
}

type Row = readonly [name: keyof Args, flag: string, form: Form, compared?: Comparison];

const ROWS: readonly Row[] = [
  ['annotation', '--annotation', 'pairs', 'read'],
  ['arch', '--arch', 'joined'],
  ['attach', '--attach', 'eachJoined', 'never'],
  ['authfile', '--authfile', 'words'],
  ['blkio_weight', '--blkio-weight', 'words'],
  ['blkio_weight_device', '--blkio-weight-device', 'colonPairs'],
  ['cap_add', '--cap-add', 'each', 'read'],
  ['cap_drop', '--cap-drop', 'each', 'read'],
  ['cgroup_conf', '--cgroup-conf', 'pairsJoined'],
  ['cgroup_parent', '--cgroup-parent', 'words'],
  ['cgroupns', '--cgroupns', 'joined'],
  ['cgroups', '--cgroups', 'joined', 'never'],
  ['chrootdirs', '--chrootdirs', 'words'],
  ['cidfile', '--cidfile', 'words', 'never'],
  ['conmon_pidfile', '--conmon-pidfile', 'words'],
  ['cpu_period', '--cpu-period', 'words'],
  ['cpu_quota', '--cpu-quota', 'words'],
  ['cpu_rt_period', '--cpu-rt-period', 'words'],
  ['cpu_rt_runtime', '--cpu-rt-runtime', 'words'],
  ['cpu_shares', '--cpu-shares', 'words'],
  ['cpus', '--cpus', 'words'],
  ['cpuset_cpus', '--cpuset-cpus', 'words'],
  ['cpuset_mems', '--cpuset-mems', 'words'],
  ['decryption_key', '--decryption-key', 'joined'],
  ['detach', '--detach', 'joined', 'never'],
  ['detach_keys', '--detach-keys', 'words', 'never'],
  ['device', '--device', 'each'],
  ['device_cgroup_rule', '--device-cgroup-rule', 'joined'],
  ['device_read_bps', '--device-read-bps', 'each'],
  ['device_read_iops', '--device-read-iops', 'each'],
  ['device_write_bps', '--device-write-bps', 'each'],
  ['device_write_iops', '--device-write-iops', 'each'],
  ['dns', '--dns', 'commas'],
  ['dns_option', '--dns-option', 'words'],
  ['dns_search', '--dns-search', 'each'],
  ['entrypoint', '--entrypoint', 'joined', 'never'],
  ['env', '--env', 'pairs'],
  ['env_file', '--env-file', 'each'],
  ['env_host', '--env-host', 'joined'],
  ['env_merge', '--env-merge', 'pairs'],
  ['etc_hosts', '--add-host', 'colonPairs', 'read'],
  ['expose', '--expose', 'each'],
  ['gidmap', '--gidmap', 'each'],
  ['gpus', '--gpus', 'words'],
  ['group_add', '--group-add', 'each'],
  ['group_entry', '--group-entry', 'words'],
  ['health_startup_cmd', '--health-startup-cmd', 'words'],
  ['health_startup_interval', '--health-startup-interval', 'words'],
  ['health_startup_retries', '--health-startup-retries', 'words'],
  ['health_startup_success', '--health-startup-success', 'words'],
  ['health_startup_timeout', '--health-startup-timeout', 'words'],
  ['healthcheck', '--healthcheck-command', 'words', 'read'],
  ['healthcheck_failure_action', '--health-on-failure', 'words', 'read'],
  ['healthcheck_interval', '--healthcheck-interval', 'words'],
  ['healthcheck_retries', '--healthcheck-retries', 'words'],
  ['healthcheck_start_period', '--healthcheck-start-period', 'words'],
  ['healthcheck_timeout', '--healthcheck-timeout', 'words'],
  ['hooks_dir', '--hooks-dir', 'eachJoined'],
  ['hostname', '--hostname', 'words'],
  ['hostuser', '--hostuser', 'words'],
  ['http_proxy', '--http-proxy', 'joined'],
  ['image_volume', '--image-volume', 'words'],
  ['init', '--init', 'switch'],
  ['init_ctr', '--init-ctr', 'words'],
  ['init_path', '--init-path', 'words'],
  ['interactive', '--interactive', 'joined'],
  ['ip', '--ip', 'words'],
  ['ip6', '--ip6', 'words'],
  ['ipc', '--ipc', 'words'],
  ['kernel_memory', '--kernel-memory', 'words', 'never'],
  ['label', '--label', 'pairs', 'read'],
  ['label_file', '--label-file', 'words'],
  ['log_driver', '--log-driver', 'words'],
  ['log_level', '--log-level', 'words', 'never'],
  ['log_opt', '--log-opt', 'pairs'],
  ['mac_address', '--mac-address', 'words'],
  ['memory', '--memory', 'words'],
  ['memory_reservation', '--memory-reservation', 'words'],
  ['memory_swap', '--memory-swap', 'words'],
  ['memory_swappiness', '--memory-swappiness', 'words'],
  ['mount', '--mount', 'each'],
  ['network', '--network', 'each'],
  ['network_aliases', '--network-alias', 'each'],
  ['no_healthcheck', '--no-healthcheck', 'switch'],
  ['no_hosts', '--no-hosts', 'joined'],
  ['oom_kill_disable', '--oom-kill-disable', 'joined'],
  ['oom_score_adj', '--oom-score-adj', 'words'],
  ['os', '--os', 'words'],
  ['passwd', '--passwd', 'switch'],
  ['passwd_entry', '--passwd-entry', 'words'],
  ['personality', '--personality', 'words'],
  ['pid', '--pid', 'words'],
  ['pid_file', '--pid-file', 'words'],
  ['pids_limit', '--pids-limit', 'words'],
  ['platform', '--platform', 'words'],
  ['pod', '--pod', 'words', 'never'],
  ['pod_id_file', '--pod-id-file', 'words', 'never'],
  ['preserve_fd', '--preserve-fd', 'each', 'never'],
  ['preserve_fds', '--preserve-fds', 'words', 'never'],
  ['privileged', '--privileged', 'joined'],
  ['publish', '--publish', 'each'],
  ['publish_all', '--publish-all', 'joined'],
  ['pull', '--pull', 'joined'],
  ['rdt_class', '--rdt-class', 'words'],
  ['read_only', '--read-only', 'joined'],
  ['read_only_tmpfs', '--read-only-tmpfs', 'joined'],
  ['requires', '--requires', 'commas'],
  ['restart_policy', '--restart', 'joined'],
  ['retry', '--retry', 'words'],
  ['retry_delay', '--retry-delay', 'words'],
  ['rm', '--rm', 'switch', 'read'],
  ['rmi', '--rmi', 'switch'],
  ['rootfs', '--rootfs', 'joined'],
  ['sdnotify', '--sdnotify', 'joined', 'never'],
  ['seccomp_policy', '--seccomp-policy', 'words'],
  ['secrets', '--secret', 'each'],
  ['security_opt', '--security-opt', 'each'],
  ['shm_size', '--shm-size', 'words'],
  ['shm_size_systemd', '--shm-size-systemd', 'words'],
  ['sig_proxy', '--sig-proxy', 'joined', 'never'],
  ['stop_signal', '--stop-signal', 'words'],
  ['stop_timeout', '--stop-timeout', 'words'],
  ['subgidname', '--subgidname', 'words'],
  ['subuidname', '--subuidname', 'words'],
  ['sysctl', '--sysctl', 'pairs'],
  ['systemd', '--systemd', 'joined'],
  ['timeout', '--timeout', 'words'],
  ['timezone', '--tz', 'joined'],
  ['tls_verify', '--tls-verify', 'joined'],
  ['tmpfs', '--tmpfs', 'colonPairs'],
  ['tty', '--tty', 'joined', 'read'],
  ['uidmap', '--uidmap', 'each'],
  ['ulimit', '--ulimit', 'each'],
  ['umask', '--umask', 'words'],
  ['unsetenv', '--unsetenv', 'each'],
  ['unsetenv_all', '--unsetenv-all', 'switch'],
  ['user', '--user', 'words'],
  ['userns', '--userns', 'words'],
  ['uts', '--uts', 'words'],
  ['variant', '--variant', 'words'],
  ['volume', '--volume', 'each', 'read'],
  ['volumes_from', '--volumes-from', 'each'],
  ['workdir', '--workdir', 'words'],
];

export const OPTIONS: readonly Option[] = ROWS.map(([name, flag, form, compared]) => ({
  name,
  flag,
  form,
  compared: compared ?? 'told',
}));

/** Short forms and other names, which containers made by hand may have been given. */
export const OTHER_FLAGS: Readonly<Record<string, string>> = {
  '-a': '--attach',
  '-c': '--cpu-shares',
  '-d': '--detach',
  '-e': '--env',
  '-h': '--hostname',
  '-i': '--interactive',
  '-l': '--label',
  '-m': '--memory',
  '--net': '--network',
  '-p': '--publish',
  '-P': '--publish-all',
  '-q': '--quiet',
  '-t': '--tty',
  '-u': '--user',
  '-v': '--volume',
  '-w': '--workdir',
  '--health-cmd': '--healthcheck-command',
  '--health-interval': '--healthcheck-interval',
  '--health-retries': '--healthcheck-retries',
  '--health-start-period': '--healthcheck-start-period',
  '--health-timeout': '--healthcheck-timeout',
};

const python = (value: unknown): string =>
  value === true ? 'True' : value === false ? 'False' : String(value as string | number);

/** A parameter's value as texts: one for most, one for each item of lists and dicts. Empty items are left out. */
export function textsOf({ name, form }: Option, value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    const items = value.map(String);
    return name === 'mount' || name === 'volume' ? items.filter((item) => item !== '') : items;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
    const sign = form === 'colonPairs' ? ':' : '=';
    return entries.map(([key, one]) => {
      const text = python(one);
      // A tmpfs may have no options.
      if (name === 'tmpfs' && text === '') return key;
      return `${name === 'log_opt' ? key.replace('max_size', 'max-size') : key}${sign}${text}`;
    });
  }
  return [name === 'systemd' ? python(value).toLowerCase() : python(value)];
}

/** The words of one parameter. @param given undefined: none */
export function wordsOf(option: Option, given: unknown): string[] {
  const { flag, form } = option;
  if (given === undefined) return [];
  const texts = textsOf(option, given);
  switch (form) {
    case 'switch':
      return given === true ? [flag] : [];
    case 'commas':
      return [flag, texts.join(',')];
    case 'joined':
    case 'eachJoined':
    case 'pairsJoined':
      return texts.map((text) => `${flag}=${text}`);
    default:
      return texts.flatMap((text) => [flag, text]);
  }
}
