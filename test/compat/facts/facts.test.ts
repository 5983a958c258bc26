// Our facts against Ansible's: debian12.ansible.json is what ansible-core 2.18's `setup` said about a Debian 12 container,
// debian12.output.txt what our script printed there seconds before; kernel name and boot line were replaced in both.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../src/host/facts/index.js';

const recorded = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const theirs = JSON.parse(recorded('debian12.ansible.json')) as Record<string, unknown>;

async function ours(subset: readonly string[] = ['all']): Promise<Record<string, unknown>> {
  const stdout = recorded('debian12.output.txt');
  return gatherFacts('golden', { subset }, async () => ({
    rc: 0,
    stdout,
    stderr: '',
    stdoutBytes: Buffer.from(stdout),
  }));
}

/** Facts that differ between two moments or two logins, and so are compared by form only. */
const MOMENTARY = [
  'date_time',
  'loadavg',
  'memfree_mb',
  'memory_mb',
  'uptime_seconds',
  'mounts',
  'env',
  'swapfree_mb',
  'devices',
];
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  python: 'the python3 of the PATH, not the interpreter that was discovered',
  virtualization_tech_guest: 'an unordered set',
  interfaces: 'an unordered set',
};

/** The shape of a value: key names and types. */
function form(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [form(value[0])];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, form(v)]),
  );
}

describe('facts of Debian 12', () => {
  it.each(Object.keys(theirs).filter((key) => !MOMENTARY.includes(key) && !(key in KNOWN_DIFFERENCES)))(
    '%s is what Ansible says',
    async (key) => {
      expect((await ours())[key]).toEqual(theirs[key]);
    },
  );
  it.each(MOMENTARY.filter((key) => key !== 'env'))('%s has the form Ansible gives it', async (key) => {
    expect(form((await ours())[key])).toEqual(form(theirs[key]));
  });
  it('differs only where we know it', async () => {
    const facts = await ours();
    expect(Object.keys(theirs).filter((key) => !(key in facts))).toEqual([]);
    expect(facts['env']).toMatchObject({ HOME: '/root', USER: 'root', SHELL: '/bin/bash' });
    for (const key of ['virtualization_tech_guest', 'interfaces']) {
      expect(new Set(facts[key] as string[])).toEqual(new Set(theirs[key] as string[]));
    }
    expect(facts['python']).toMatchObject({ executable: '/usr/bin/python3', version: { major: 3, minor: 11 } });
  });
});

describe('gather_subset', () => {
  const has = async (subset: string[], ...keys: string[]): Promise<boolean[]> => {
    const facts = await ours(subset);
    return keys.map((key) => key in facts);
  };
  const keys = [
    'memtotal_mb',
    'default_ipv4',
    'virtualization_type',
    'distribution',
    'date_time',
    'iscsi_iqn',
    'loadavg',
    'system',
    'os_family',
    'service_mgr',
    'pkg_mgr',
    'is_chroot',
    'hostnqn',
    'fibre_channel_wwn',
    'iscsi_iqn',
    'loadavg',
    'lvm',
  ];
  // Measured with 2.18 on the same container.
  it.each<[string[], string]>([
    [['all'], '11111111111111111'],
    [[], '11111111111111111'],
    [['min'], '00011001111000000'],
    [['!all'], '00011001111000000'],
    [['!all', '!min'], '00000000000000000'],
    [['!hardware'], '00011001111000000'],
    [['all', '!hardware'], '01111111111111110'],
    [['network'], '01011001111000000'],
    [['!all', 'network'], '01011001111000000'],
    [['!min', 'network'], '01010001100000000'],
    [['!all', '!min', 'default_ipv4'], '01010001100000000'],
    [['!all', '!min', 'distribution'], '00010000100000000'],
    [['!all', '!min', 'service_mgr'], '00010001110000000'],
    [['!all', '!min', 'user_id'], '00000000000000000'],
    [['!all', '!network', 'network'], '01011001111000000'],
    [['all', '!all'], '00011001111000000'],
    [['!virtual', 'virtualization_type'], '00111001111000000'],
    [['network', '!interfaces'], '01011001111000000'],
    [['!nonsense'], '00011001111000000'],
    [['facter'], '00011001111000000'],
    [['!facter', '!ohai'], '00011001111000000'],
  ])('%j', async (subset, expected) => {
    expect((await has(subset, ...keys)).map(Number).join('')).toBe(expected);
  });
  it('refuses unknown names', async () => {
    await expect(ours(['hardwear'])).rejects.toMatchObject({
      code: 'facts-failed',
      message: expect.stringContaining(
        "Bad subset 'hardwear' given to Ansible. gather_subset options allowed: all, all_ipv4_addresses, all_ipv6_addresses, apparmor, architecture, caps, chroot, cmdline, date_time, default_ipv4, default_ipv6, devices, distribution, distribution_major_version, distribution_release, distribution_version, dns, effective_group_ids, effective_user_id, env, facter, fibre_channel_wwn, fips, hardware, interfaces, is_chroot, iscsi, kernel, kernel_version, loadavg, local, lsb, machine, machine_id, mounts, network, nvme, ohai, os_family, pkg_mgr, platform, processor, processor_cores, processor_count, python, python_version, real_user_id, selinux, service_mgr, ssh_host_key_dsa_public, ssh_host_key_ecdsa_public, ssh_host_key_ed25519_public, ssh_host_key_rsa_public, ssh_host_pub_keys, ssh_pub_keys, system, system_capabilities, system_capabilities_enforced, systemd, user, user_dir, user_gecos, user_gid, user_id, user_shell, user_uid, virtual, virtualization_role, virtualization_tech_guest, virtualization_tech_host, virtualization_type",
      ) as string,
    });
  });
});
