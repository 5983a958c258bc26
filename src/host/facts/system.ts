// Facts about the running system's settings: security, boot, names, keys, load.
import type { Collector } from './collector.js';

const selinux: Collector = {
  name: 'selinux',
  aliases: [],
  minimal: true,
  script:
    'file selinux:enforce /sys/fs/selinux/enforce; file selinux:policyvers /sys/fs/selinux/policyvers; file selinux:config /etc/selinux/config\n',
  parse(sections) {
    if (!sections.has('selinux:enforce')) return { selinux: { status: 'disabled' }, selinux_python_present: true };
    const config = (key: string): string =>
      new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, 'm').exec(sections.text('selinux:config'))?.[1] ?? 'unknown';
    return {
      selinux: {
        status: 'enabled',
        policyvers: Number(sections.text('selinux:policyvers')),
        config_mode: config('SELINUX'),
        mode: sections.text('selinux:enforce') === '1' ? 'enforcing' : 'permissive',
        type: config('SELINUXTYPE'),
      },
      // Nothing on the target needs the Python library, so nothing is to be done about it.
      selinux_python_present: true,
    };
  },
};

const apparmor: Collector = {
  name: 'apparmor',
  aliases: [],
  minimal: true,
  script: '[ -e /sys/kernel/security/apparmor ] && section apparmor\n',
  parse: (sections) => ({ apparmor: { status: sections.has('apparmor') ? 'enabled' : 'disabled' } }),
};

const capabilities: Collector = {
  name: 'caps',
  aliases: ['system_capabilities', 'system_capabilities_enforced'],
  minimal: true,
  script: 'have capsh && { section caps; capsh --print 2>/dev/null; }\n',
  parse(sections) {
    const current = /^Current: (.*)$/m.exec(sections.text('caps'))?.[1];
    if (current === undefined) return { system_capabilities: 'N/A', system_capabilities_enforced: 'N/A' };
    // compat: only the old spelling of "all capabilities" counts as not enforced.
    if (current === '=ep') return { system_capabilities: [], system_capabilities_enforced: 'False' };
    const list =
      current
        .split('=')[1]
        ?.split(',')
        .map((c) => c.trim()) ?? [];
    return { system_capabilities: list, system_capabilities_enforced: 'True' };
  },
};

/** `key=value` and bare words of the kernel's command line. */
function bootWords(text: string): [string, string | true][] {
  return [...text.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => {
    const plain = word.replaceAll('"', '');
    const equals = plain.indexOf('=');
    return equals < 0 ? [plain, true] : [plain.slice(0, equals), plain.slice(equals + 1)];
  });
}

const cmdline: Collector = {
  name: 'cmdline',
  aliases: [],
  minimal: true,
  script: 'file cmdline /proc/cmdline\n',
  parse(sections) {
    const words = bootWords(sections.text('cmdline'));
    const all: Record<string, string | true | (string | true)[]> = {};
    for (const [key, value] of words) {
      const before = all[key];
      all[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return { cmdline: Object.fromEntries(words), proc_cmdline: all };
  },
};

const fips: Collector = {
  name: 'fips',
  aliases: [],
  minimal: true,
  script: 'file fips /proc/sys/crypto/fips_enabled\n',
  parse: (sections) => ({ fips: sections.text('fips') === '1' }),
};

const dns: Collector = {
  name: 'dns',
  aliases: [],
  minimal: true,
  script: 'file resolv /etc/resolv.conf\n',
  parse(sections) {
    const facts: Record<string, unknown> = {};
    for (const line of sections.lines('resolv')) {
      const [key = '', ...words] = line.trim().split(/\s+/);
      if (/^[#;]/.test(key) || words.length === 0) continue;
      if (key === 'nameserver')
        facts['nameservers'] = [...((facts['nameservers'] as string[] | undefined) ?? []), ...words];
      else if (key === 'domain') facts['domain'] = words[0];
      else if (key === 'search' || key === 'sortlist') facts[key] = words;
      else if (key === 'options') {
        facts['options'] = Object.fromEntries(words.map((word) => [word.split(':')[0], word.split(':')[1] ?? true]));
      }
    }
    return { dns: facts };
  },
};

const sshKeys: Collector = {
  name: 'ssh_pub_keys',
  aliases: [
    'ssh_host_pub_keys',
    'ssh_host_key_dsa_public',
    'ssh_host_key_rsa_public',
    'ssh_host_key_ecdsa_public',
    'ssh_host_key_ed25519_public',
  ],
  minimal: true,
  script: `for t in dsa rsa ecdsa ed25519; do for d in /etc/ssh /etc/openssh /etc; do
[ -r $d/ssh_host_\${t}_key.pub ] && { file "sshkey:$t" $d/ssh_host_\${t}_key.pub; break; }; done; done
`,
  parse(sections) {
    const facts: Record<string, string> = {};
    for (const type of sections.named('sshkey:')) {
      const [keyType, key] = sections.text(`sshkey:${type}`).split(/\s+/);
      if (keyType === undefined || key === undefined) continue;
      facts[`ssh_host_key_${type}_public`] = key;
      facts[`ssh_host_key_${type}_public_keytype`] = keyType;
    }
    return facts;
  },
};

const chroot: Collector = {
  name: 'chroot',
  aliases: ['is_chroot'],
  minimal: false,
  script: `section chroot; if [ -n "\${debian_chroot-}" ]; then echo yes
elif [ -e /proc/1/root/. ]; then [ / -ef /proc/1/root/. ] || echo yes; fi
`,
  parse: (sections) => ({ is_chroot: sections.text('chroot') === 'yes' }),
};

const systemd: Collector = {
  name: 'systemd',
  aliases: [],
  minimal: false,
  // A host that was not booted with systemd has no such fact, though the program be installed.
  script: '[ -d /run/systemd/system ] && have systemctl && { section systemctl; systemctl --version 2>/dev/null; }\n',
  parse(sections) {
    const [first = '', features = ''] = sections.lines('systemctl');
    const version = /^systemd (\d+)/.exec(first)?.[1];
    return version === undefined ? {} : { systemd: { version: Number(version), features } };
  },
};

const loadAverage: Collector = {
  name: 'loadavg',
  aliases: [],
  minimal: false,
  script: 'file loadavg /proc/loadavg\n',
  parse(sections) {
    const [one, five, fifteen] = sections.text('loadavg').split(' ').map(Number);
    return one === undefined || fifteen === undefined || Number.isNaN(fifteen)
      ? {}
      : { loadavg: { '1m': one, '5m': five, '15m': fifteen } };
  },
};

export const systemCollectors: readonly Collector[] = [
  selinux,
  apparmor,
  capabilities,
  cmdline,
  fips,
  dns,
  sshKeys,
  chroot,
  systemd,
  loadAverage,
];
