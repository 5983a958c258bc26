// Facts about virtualization: what the host is a guest of, and what it can be the host of.
import type { Collector } from './collector.js';
import type { Sections } from './sections.js';

const SCRIPT = `section container; for f in /.dockerenv /.dockerinit /run/.containerenv /proc/vz /proc/bc /proc/xen /dev/kvm; do [ -e $f ] && echo $f; done
[ -r /proc/1/environ ] && tr '\\0' '\\n' < /proc/1/environ 2>/dev/null | grep '^container='
file containerfile /run/systemd/container
file cgroup1 /proc/1/cgroup
section vdmi; for n in product_name sys_vendor bios_vendor product_family; do v=; { [ -r /sys/class/dmi/id/$n ] && IFS= read -r v < /sys/class/dmi/id/$n; } 2>/dev/null; printf '%s=%s\\n' $n "$v"; done
section hypervisor; cat /sys/hypervisor/type 2>/dev/null
section vcpu; grep -m 1 '^model name' /proc/cpuinfo; grep -qw hypervisor /proc/cpuinfo && echo HYPERVISOR; grep -i -m 1 'vendor_id.*IBM/S390' /proc/cpuinfo
section modules; cut -d ' ' -f 1 /proc/modules 2>/dev/null | grep -E '^(kvm|vboxdrv|virtio)$'
file xencap /proc/xen/capabilities
`;

type Guest = readonly [type: string, test: (about: About) => boolean];

interface About {
  readonly marks: ReadonlySet<string>;
  /** systemd's and PID 1's word for the container it runs in. */
  readonly container: string;
  readonly cgroup: string;
  readonly product: string;
  readonly vendor: string;
  readonly bios: string;
  readonly family: string;
  readonly hypervisor: string;
  readonly cpu: string;
}

/** In the order in which they decide the type; all that hold are in virtualization_tech_guest. */
const GUESTS: readonly Guest[] = [
  ['lxc', (a) => a.container === 'lxc' || /\/lxc\//.test(a.cgroup)],
  ['podman', (a) => a.container === 'podman' || a.marks.has('/run/.containerenv')],
  ['container', (a) => !['', 'lxc', 'podman'].includes(a.container)],
  [
    'docker',
    (a) => a.marks.has('/.dockerenv') || a.marks.has('/.dockerinit') || /\/docker(\/|-[0-9a-f]+\.scope)/.test(a.cgroup),
  ],
  ['containerd', (a) => /cri-containerd|kubepods/.test(a.cgroup)],
  ['openvz', (a) => a.marks.has('/proc/vz') && !a.marks.has('/proc/bc')],
  ['xen', (a) => a.hypervisor === 'xen' || a.marks.has('/proc/xen')],
  [
    'kvm',
    (a) =>
      /^(KVM|KVM Server|Bochs|AHV|oVirt.*|RHEV Hypervisor|OpenStack.*|Standard PC.*|Google Compute Engine)$/.test(
        a.product,
      ),
  ],
  [
    'kvm',
    (a) =>
      [
        'QEMU',
        'Red Hat',
        'Amazon EC2',
        'DigitalOcean',
        'Hetzner',
        'Google',
        'Nutanix',
        'OpenStack Foundation',
        'Scaleway',
        'OVHcloud',
      ].includes(a.vendor),
  ],
  ['VMware', (a) => /^VMware/.test(a.product) || a.vendor === 'VMware, Inc.'],
  ['virtualbox', (a) => a.product === 'VirtualBox' || a.bios === 'innotek GmbH'],
  ['VirtualPC', (a) => a.product === 'Virtual Machine' && a.vendor === 'Microsoft Corporation'],
  [
    'parallels',
    (a) => a.product === 'Parallels Virtual Platform' || a.vendor === 'Parallels Software International Inc.',
  ],
  ['bhyve', (a) => a.product === 'BHYVE'],
  ['powervm_lx86', (a) => /PowerVM Lx86/.test(a.cpu)],
  ['kvm', (a) => /QEMU Virtual CPU|Common KVM processor|Common 32-bit KVM processor/.test(a.cpu)],
];

function about(sections: Sections): About {
  const dmi = new Map(
    sections.lines('vdmi').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1).trim()]),
  );
  const lines = sections.lines('container');
  const fromInit = lines.find((line) => line.startsWith('container='))?.slice('container='.length);
  return {
    marks: new Set(lines.filter((line) => line.startsWith('/'))),
    container: fromInit ?? sections.text('containerfile'),
    cgroup: sections.text('cgroup1'),
    product: dmi.get('product_name') ?? '',
    vendor: dmi.get('sys_vendor') ?? '',
    bios: dmi.get('bios_vendor') ?? '',
    family: dmi.get('product_family') ?? '',
    hypervisor: sections.text('hypervisor'),
    cpu: sections.text('vcpu'),
  };
}

export const virtual: Collector = {
  name: 'virtual',
  aliases: ['virtualization_type', 'virtualization_role', 'virtualization_tech_guest', 'virtualization_tech_host'],
  minimal: false,
  script: SCRIPT,
  parse(sections) {
    const facts = about(sections);
    const guests = [...new Set(GUESTS.filter(([, test]) => test(facts)).map(([type]) => type))];
    const modules = new Set(sections.lines('modules'));
    const hosts = [
      ...(facts.marks.has('/proc/vz') && facts.marks.has('/proc/bc') ? ['openvz'] : []),
      ...(/control_d/.test(sections.text('xencap')) ? ['xen'] : []),
      ...(modules.has('kvm') || (facts.marks.has('/dev/kvm') && guests.length === 0) ? ['kvm'] : []),
      ...(modules.has('vboxdrv') ? ['virtualbox'] : []),
    ];
    const guest = hosts.includes('xen') ? undefined : guests[0];
    const role = guest !== undefined ? 'guest' : hosts[0] !== undefined ? 'host' : 'NA';
    return {
      virtualization_type: guest ?? hosts[0] ?? 'NA',
      virtualization_role: role,
      virtualization_tech_guest: guests,
      virtualization_tech_host: hosts,
    };
  },
};
