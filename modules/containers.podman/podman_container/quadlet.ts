// The Quadlet file of a container. Specified by podman-systemd.unit(5); the rest goes into its PodmanArgs.
import { quote } from '../../../src/kit/index.js';
import { quadletText, type QuadletLine } from '../../_shared/quadlet.js';
import type { Args } from './args.js';
import { OPTIONS, textsOf, wordsOf } from './options.js';

/** Parameters that have keys of their own, in the order they are written. */
const KEYS: readonly (readonly [name: keyof Args, key: string])[] = [
  ['cap_add', 'AddCapability'],
  ['device', 'AddDevice'],
  ['annotation', 'Annotation'],
  ['name', 'ContainerName'],
  ['dns', 'DNS'],
  ['dns_option', 'DNSOption'],
  ['dns_search', 'DNSSearch'],
  ['cap_drop', 'DropCapability'],
  ['cgroups', 'CgroupsMode'],
  ['entrypoint', 'Entrypoint'],
  ['env', 'Environment'],
  ['env_file', 'EnvironmentFile'],
  ['env_host', 'EnvironmentHost'],
  ['etc_hosts', 'AddHost'],
  ['command', 'Exec'],
  ['expose', 'ExposeHostPort'],
  ['gidmap', 'GIDMap'],
  ['group_add', 'GroupAdd'],
  ['healthcheck', 'HealthCmd'],
  ['healthcheck_interval', 'HealthInterval'],
  ['healthcheck_failure_action', 'HealthOnFailure'],
  ['healthcheck_retries', 'HealthRetries'],
  ['healthcheck_start_period', 'HealthStartPeriod'],
  ['healthcheck_timeout', 'HealthTimeout'],
  ['health_startup_cmd', 'HealthStartupCmd'],
  ['health_startup_interval', 'HealthStartupInterval'],
  ['health_startup_retries', 'HealthStartupRetries'],
  ['health_startup_success', 'HealthStartupSuccess'],
  ['health_startup_timeout', 'HealthStartupTimeout'],
  ['hostname', 'HostName'],
  ['image', 'Image'],
  ['ip', 'IP'],
  ['ip6', 'IP6'],
  ['label', 'Label'],
  ['log_driver', 'LogDriver'],
  ['log_opt', 'LogOpt'],
  ['mount', 'Mount'],
  ['network', 'Network'],
  ['network_aliases', 'NetworkAlias'],
  ['sdnotify', 'Notify'],
  ['pids_limit', 'PidsLimit'],
  ['pod', 'Pod'],
  ['publish', 'PublishPort'],
  ['pull', 'Pull'],
  ['read_only', 'ReadOnly'],
  ['read_only_tmpfs', 'ReadOnlyTmpfs'],
  ['init', 'RunInit'],
  ['secrets', 'Secret'],
  ['shm_size', 'ShmSize'],
  ['stop_signal', 'StopSignal'],
  ['stop_timeout', 'StopTimeout'],
  ['subgidname', 'SubGIDMap'],
  ['subuidname', 'SubUIDMap'],
  ['sysctl', 'Sysctl'],
  ['timezone', 'Timezone'],
  ['tmpfs', 'Tmpfs'],
  ['uidmap', 'UIDMap'],
  ['ulimit', 'Ulimit'],
  ['user', 'User'],
  ['userns', 'UserNS'],
  ['volume', 'Volume'],
  ['workdir', 'WorkingDir'],
];

const OWN = new Set<string>(KEYS.map(([name]) => name));
/** What says how podman runs the command itself, or is told of elsewhere in the file. */
const ELSEWHERE = new Set<string>(['detach', 'detach_keys', 'pod_id_file', 'log_level', 'security_opt', 'rootfs']);

/** Booleans that are written with their value, whatever it is. */
const VALUED = new Set<string>(['no_hosts']);
/** Options that are written with `=` in a Quadlet file too. */
const EQUALS = new Set<string>(['no_hosts', 'oom_kill_disable', 'systemd', 'tls_verify']);
/** Booleans that stand alone when true. */
const BARE = new Set<string>(['interactive', 'privileged', 'publish_all', 'tty']);

function entriesOf(a: Args): QuadletLine[] {
  const entries: QuadletLine[] = [];
  const [user = '', group] = (a.user ?? '').split(':');
  for (const [name, key] of KEYS) {
    const value = a[name];
    if (value === undefined || value === null) continue;
    const option = OPTIONS.find((one) => one.name === name);
    const texts =
      name === 'command' && Array.isArray(value)
        ? [value.map(String).join(' ')]
        : option
          ? textsOf(option, value)
          : [String(value as string)];
    if (name === 'image' && a.rootfs === true) entries.push(['Rootfs', texts[0] ?? '']);
    else if (name === 'cap_add' || name === 'cap_drop') {
      if (texts.length > 0) entries.push([key, texts.join(' ')]);
    } else if (name === 'user') {
      if (group !== undefined) entries.push(['Group', group]);
      entries.push([key, user]);
    } else {
      for (const text of texts)
        entries.push([
          key,
          typeof value === 'boolean' ? text.toLowerCase() : name === 'env' || name === 'label' ? quote(text) : text,
        ]);
    }
  }
  return entries;
}

function podmanArgs(a: Args): string[] {
  const found: string[] = [];
  for (const option of OPTIONS) {
    const { name, flag } = option;
    if (OWN.has(name) || ELSEWHERE.has(name)) continue;
    const value = a[name];
    if (value === undefined || value === '' || value === 0) continue;
    if (value === false && !VALUED.has(name)) continue;
    const texts = textsOf(option, value);
    if (BARE.has(name) || option.form === 'switch') found.push(flag);
    else if (EQUALS.has(name))
      found.push(...texts.map((text) => `${flag}=${name === 'tls_verify' ? text.toLowerCase() : text}`));
    else if (option.form === 'commas') found.push(wordsOf(option, value).join(' '));
    else found.push(...texts.map((text) => `${flag} ${text}`));
  }
  return found;
}

export function quadlet(a: Args): string {
  const security = a.security_opt ?? [];
  const entries = entriesOf(a);
  if (a.log_level !== undefined) entries.push(['GlobalArgs', `--log-level ${a.log_level}`]);
  if (a.debug) entries.push(['GlobalArgs', '--log-level debug']);
  if (security.includes('no-new-privileges')) entries.push(['NoNewPrivileges', 'true']);
  for (const words of podmanArgs(a)) entries.push(['PodmanArgs', words]);
  for (const one of security) if (one !== 'no-new-privileges') entries.push(['PodmanArgs', `--security-opt ${one}`]);
  for (const words of a.cmd_args ?? []) entries.push(['PodmanArgs', words]);
  return quadletText('Container', entries, a.quadlet_options);
}
