// Which facts of a server are the same each time a container of its image is started, on whatever machine.

/** The facts in a report of the callback `json` of a play whose only task is `setup`. */
export function factsOf(report: string): Record<string, unknown> {
  const { plays } = JSON.parse(report.slice(report.indexOf('{'))) as {
    readonly plays: readonly {
      readonly tasks: readonly { readonly hosts: Record<string, Record<string, unknown>> }[];
    }[];
  };
  const result = Object.values(plays[0]?.tasks[0]?.hosts ?? {})[0] ?? {};
  return result['ansible_facts'] as Record<string, unknown>;
}

/** What belongs to the moment, the machine below, the network or the number of a release's update. */
const MOMENTARY =
  /^ansible_(?:date_time|flags$|apparmor|selinux|fips|is_chroot|loadavg|mem|swap|uptime|mounts|env|devices|device_links|interfaces|default_ipv|all_ipv|eth\d|lo$|hostname|nodename|fqdn|machine_id|product_|board_|bios_|chassis_|system_vendor|form_factor|kernel|processor|cmdline|proc_cmdline|ssh_host_key_\w+_public$|hostnqn|dns|python|architecture|machine|userspace_architecture|virtualization_|system_capabilities|lvm|locally_reachable_ips|discovered_interpreter_python|distribution_minor_version|tunl|ip6tnl|sit|gre|erspan|ip_vti|ip6_vti|ip6gre|bond|dummy|domain)/;

/** The facts without these; of versions of updates (11.11) only the release. */
export function comparable(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(facts).filter(([name]) => !MOMENTARY.test(name));
  const release = (name: string, value: unknown): unknown =>
    name === 'ansible_distribution_version' ? String(value).replace(/\.\d+$/, '.N') : value;
  return Object.fromEntries(
    kept.map(([name, value]) => [name, release(name, value)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
