// Facts about virtualization: what the host is a guest of, and what it can be the host of.
import type { Collector } from './collector.js';
import type { Sections } from './sections.js';

const SCRIPT = `section container; for f in /.dockerenv /.dockerinit /run/.containerenv /proc/vz /proc/bc /proc/lve /proc/xen /dev/kvm; do [ -e $f ] && echo $f; done
{ tr '\\0' '\\n' < /proc/1/environ | grep '^container='; } 2>/dev/null
file containerfile /run/systemd/container
file cgroup1 /proc/1/cgroup
section vdmi; for n in product_name sys_vendor bios_vendor product_family; do v=; { [ -r /sys/class/dmi/id/$n ] && IFS= read -r v < /sys/class/dmi/id/$n; } 2>/dev/null; printf '%s=%s\\n' $n "$v"; done
section hypervisor; cat /sys/hypervisor/type 2>/dev/null
section vcpu; grep -E '^(model name|vendor_id|machine)' /proc/cpuinfo 2>/dev/null | sort -u
section modules; cut -d ' ' -f 1 /proc/modules 2>/dev/null | grep -E '^(kvm|vboxdrv|virtio)$'
have dmidecode && { section dmidecode; dmidecode -s system-product-name 2>/dev/null; }
section vxid; grep '^VxID:' /proc/self/status 2>/dev/null
file xencap /proc/xen/capabilities
`;

type Side = 'guest' | 'host';
/** A technology that holds; in the order of the list the first one is the type. */
interface Found {
  readonly type: string;
  readonly side: Side;
  /** Counts among the technologies, but never decides the type, or the other way round. */
  readonly only?: 'tech' | 'type';
  readonly role?: string;
}

const guest = (type: string, test: boolean): Found[] => (test ? [{ type, side: 'guest' }] : []);
const host = (type: string, test: boolean): Found[] => (test ? [{ type, side: 'host' }] : []);

function containers(sections: Sections, marks: ReadonlySet<string>): Found[] {
  const fromGroups = sections
    .lines('cgroup1')
    .flatMap((line) => [
      ...guest('docker', /\/docker(\/|-[0-9a-f]+\.scope)/.test(line)),
      ...guest('lxc', /\/lxc\/|\/machine\.slice\/machine-lxc/.test(line)),
      ...guest('containerd', /\/system\.slice\/containerd\.service/.test(line)),
    ]);
  const environ = sections.lines('container').find((line) => line.startsWith('container=')) ?? '';
  const told = sections.text('containerfile');
  const found = [
    ...fromGroups,
    ...guest('lxc', environ.startsWith('container=lxc')),
    ...guest('podman', environ.startsWith('container=podman')),
    ...guest('container', environ.length > 'container='.length),
    ...(marks.has('/proc/vz') && !marks.has('/proc/lve')
      ? marks.has('/proc/bc')
        ? host('openvz', true)
        : guest('openvz', true)
      : []),
    ...guest(told, told !== ''),
    ...guest('docker', marks.has('/.dockerenv') || marks.has('/.dockerinit')),
  ];
  const contained = found.some((f) => f.side === 'guest' && f.type !== 'container');
  return contained ? [...found, { type: 'container', side: 'guest', only: 'tech' }] : found;
}

function xen(sections: Sections, marks: ReadonlySet<string>): Found[] {
  if (!marks.has('/proc/xen')) return [];
  if (/control_d/.test(sections.text('xencap'))) return host('xen', true);
  // compat: a guest that Xen's directory tells of has the type, but not the technology.
  return [{ type: 'xen', side: 'guest', only: 'type' }];
}

const KVM_PRODUCTS = ['KVM', 'KVM Server', 'Bochs', 'AHV'];
const KVM_FIRMWARE = ['Amazon EC2', 'DigitalOcean', 'Hetzner'];
const KVM_VENDORS = ['QEMU', 'Amazon EC2', 'DigitalOcean', 'Google', 'Scaleway', 'Nutanix'];

/** What the firmware says the machine is. */
function machine(sections: Sections): Found[] {
  const dmi = new Map(
    sections.lines('vdmi').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1).trim()]),
  );
  const of = (name: string): string => dmi.get(name) ?? '';
  const product = of('product_name');
  const vendor = of('sys_vendor');
  const bios = of('bios_vendor');
  const family = of('product_family');
  return [
    ...guest('kvm', KVM_PRODUCTS.includes(product)),
    ...guest('oVirt', vendor === 'oVirt'),
    ...guest('RHV', vendor === 'Red Hat' && family === 'RHV'),
    ...guest('RHEV', vendor === 'Red Hat' && family !== 'RHV' && product === 'RHEV Hypervisor'),
    ...guest('VMware', product.startsWith('VMware')),
    ...guest('openstack', product === 'OpenStack Compute' || product === 'OpenStack Nova'),
    ...guest('xen', bios === 'Xen'),
    ...guest('virtualbox', bios === 'innotek GmbH'),
    ...guest('kvm', KVM_FIRMWARE.includes(bios) || KVM_VENDORS.includes(vendor)),
    ...guest('KubeVirt', vendor === 'KubeVirt'),
    ...guest('VirtualPC', vendor === 'Microsoft Corporation'),
    ...guest('parallels', vendor === 'Parallels Software International Inc.'),
    ...guest('openstack', vendor === 'OpenStack Foundation'),
  ];
}

/** What processor and kernel say. */
function kernel(sections: Sections): Found[] {
  const vxid = /^VxID:\s+(\d)/m.exec(sections.text('vxid'))?.[1];
  const cpu = (pattern: RegExp): boolean => sections.lines('vcpu').some((line) => pattern.test(line));
  return [
    ...(vxid === undefined ? [] : vxid === '0' ? host('linux_vserver', true) : guest('linux_vserver', true)),
    ...guest('kvm', cpu(/^model name.*QEMU Virtual CPU|^machine.*CHRP IBM pSeries .emulated by qemu./)),
    ...guest('uml', cpu(/^vendor_id.*User Mode Linux|^model name.*UML/)),
    ...guest('powervm_lx86', cpu(/^vendor_id.*PowerVM Lx86/)),
    ...(cpu(/^vendor_id.*IBM\/S390/) ? [{ type: 'PR/SM', side: 'guest', role: 'LPAR' } as const] : []),
  ];
}

/** What the host can run guests with; before the question whether /dev/kvm is there. */
function modules(sections: Sections): Found[] {
  const loaded = new Set(sections.lines('modules'));
  const product = sections
    .lines('dmidecode')
    .filter((line) => !line.startsWith('#'))
    .join('');
  return [
    ...host('kvm', loaded.has('kvm')),
    ...host('virtualbox', loaded.has('vboxdrv')),
    ...(loaded.has('virtio') ? [{ type: 'kvm', side: 'host', role: 'guest' } as const] : []),
    ...guest('VMware', product.startsWith('VMware')),
    ...guest('bhyve', product.includes('BHYVE')),
  ];
}

export const virtual: Collector = {
  name: 'virtual',
  aliases: ['virtualization_type', 'virtualization_role', 'virtualization_tech_guest', 'virtualization_tech_host'],
  minimal: false,
  script: SCRIPT,
  parse(sections) {
    const marks = new Set(sections.lines('container').filter((line) => line.startsWith('/')));
    const found = [
      ...containers(sections, marks),
      ...xen(sections, marks),
      ...machine(sections),
      ...kernel(sections),
      ...modules(sections),
      ...host('kvm', marks.has('/dev/kvm')),
    ];
    const first = found.find((f) => f.only !== 'tech');
    const techs = (side: Side): string[] => [
      ...new Set(found.filter((f) => f.side === side && f.only !== 'type').map((f) => f.type)),
    ];
    return {
      virtualization_type: first?.type ?? 'NA',
      virtualization_role: first?.role ?? first?.side ?? 'NA',
      virtualization_tech_guest: techs('guest'),
      virtualization_tech_host: techs('host'),
    };
  },
};
