// Which operating system a host runs, in Ansible's words: distribution, version, release, family, package and service manager.
import { isStream, releaseFile, type ReleaseFile } from './release.js';
import { keyValues, type Sections } from './sections.js';

/** Reads what the answers below are made of; a few milliseconds, one round trip. */
export const DISTRIBUTION_SCRIPT = `section uname; uname -s; uname -r; uname -v; uname -m; uname -n
for f in /etc/os-release /usr/lib/os-release; do [ -r $f ] && { file os-release $f; break; }; done
for f in debian_version redhat-release centos-release fedora-release oracle-release system-release alpine-release arch-release \\
SuSE-release gentoo-release slackware-version openwrt_release lsb-release; do [ -e /etc/$f ] && { file "etc:$f" /etc/$f || section "etc:$f"; }; done
section pkg
for p in /usr/bin/dnf-3 /usr/bin/dnf5 /usr/bin/dnf /usr/bin/yum /usr/bin/microdnf /usr/bin/apt-get /usr/bin/apt /usr/bin/zypper /usr/sbin/urpmi /usr/bin/pacman \\
/bin/opkg /usr/bin/opkg /usr/bin/pkg /usr/local/sbin/pkg /usr/sbin/pkg /opt/local/bin/pkgin /usr/pkg/bin/pkgin /opt/homebrew/bin/brew /usr/local/bin/brew \\
/opt/local/bin/port /usr/sbin/pkgadd /usr/bin/emerge /usr/sbin/swupd /usr/bin/swupd /sbin/apk /usr/bin/apk /usr/sbin/pkg_add /usr/bin/xbps-install \\
/usr/bin/installp /QOpenSys/pkgs/bin/yum /usr/bin/rpm-ostree /run/ostree-booted; do [ -e $p ] && echo $p; done
section dnf; for p in /usr/bin/dnf /usr/bin/microdnf; do [ -e $p ] && { readlink -f $p; break; }; done
section init
if [ -r /proc/1/comm ]; then cat /proc/1/comm; else ps -p 1 -o comm= 2>/dev/null | tail -n 1; fi
section initlink; readlink /sbin/init 2>/dev/null
section systemd
for p in /run/systemd/system /dev/.run/systemd /dev/.systemd; do [ -e $p ] && { echo $p; break; }; done
section servicepaths
for p in /sbin/openrc /sbin/openrc-run /etc/init.d /etc/dinit.d /sbin/initctl /etc/init /bin/systemctl /usr/bin/systemctl; do [ -e $p ] && echo $p; done
`;

/** From the distribution's name as Ansible spells it to its family; others are their own family. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  RedHat: [
    'RedHat',
    'RHEL',
    'Fedora',
    'CentOS',
    'Scientific',
    'SLC',
    'Ascendos',
    'CloudLinux',
    'PSBM',
    'OracleLinux',
    'OVS',
    'OEL',
    'Amazon',
    'Amzn',
    'Virtuozzo',
    'XenServer',
    'Alibaba',
    'EulerOS',
    'openEuler',
    'AlmaLinux',
    'Rocky',
    'TencentOS',
    'EuroLinux',
    'Kylin Linux Advanced Server',
    'MIRACLE',
  ],
  Debian: [
    'Debian',
    'Ubuntu',
    'Raspbian',
    'Neon',
    'KDE neon',
    'Linux Mint',
    'SteamOS',
    'Devuan',
    'Kali',
    'Cumulus Linux',
    'Pop!_OS',
    'Parrot',
    'Pardus GNU/Linux',
    'Uos',
    'Deepin',
    'OSMC',
    'Linuxfx',
  ],
  Suse: [
    'SuSE',
    'SLES',
    'SLED',
    'openSUSE',
    'openSUSE Tumbleweed',
    'SLES_SAP',
    'SUSE_LINUX',
    'openSUSE Leap',
    'ALP-Dolomite',
    'SL-Micro',
    'openSUSE MicroOS',
  ],
  Archlinux: ['Archlinux', 'Antergos', 'Manjaro'],
  Mandrake: ['Mandrake', 'Mandriva'],
  Alpine: ['Alpine'],
  Gentoo: ['Gentoo', 'Funtoo'],
  Slackware: ['Slackware'],
  Altlinux: ['Altlinux'],
  SMGL: ['SMGL'],
  Solaris: ['Solaris', 'Nexenta', 'OmniOS', 'OpenIndiana', 'SmartOS'],
  Darwin: ['MacOSX'],
  FreeBSD: ['FreeBSD', 'TrueOS'],
  ClearLinux: ['Clear Linux OS', 'Clear Linux Mix'],
  DragonFly: ['DragonflyBSD', 'DragonFlyBSD', 'Gentoo/DragonflyBSD', 'Gentoo/DragonFlyBSD'],
  NetBSD: ['NetBSD'],
};

const NAMES: Readonly<Record<string, string>> = {
  debian: 'Debian',
  raspbian: 'Debian',
  ubuntu: 'Ubuntu',
  linuxmint: 'Linux Mint',
  kali: 'Kali',
  devuan: 'Devuan',
  pop: 'Pop!_OS',
  neon: 'KDE neon',
  parrot: 'Parrot',
  rhel: 'RedHat',
  centos: 'CentOS',
  fedora: 'Fedora',
  rocky: 'Rocky',
  almalinux: 'AlmaLinux',
  ol: 'OracleLinux',
  amzn: 'Amazon',
  scientific: 'Scientific',
  cloudlinux: 'CloudLinux',
  openEuler: 'openEuler',
  alpine: 'Alpine',
  arch: 'Archlinux',
  archarm: 'Archlinux',
  manjaro: 'Manjaro',
  gentoo: 'Gentoo',
  'opensuse-leap': 'openSUSE Leap',
  'opensuse-tumbleweed': 'openSUSE Tumbleweed',
  opensuse: 'openSUSE',
  sles: 'SLES',
  sled: 'SLED',
  sles_sap: 'SLES_SAP',
  slackware: 'Slackware',
  flatcar: 'Flatcar',
  openwrt: 'OpenWrt',
  coreos: 'CoreOS',
  altlinux: 'Altlinux',
  nixos: 'NixOS',
  void: 'Void',
  'clear-linux-os': 'Clear Linux OS',
};

export interface Distribution {
  readonly system: string;
  readonly machine: string;
  readonly distribution: string;
  readonly version: string;
  readonly majorVersion: string;
  readonly minorVersion: string | undefined;
  readonly release: string;
  readonly family: string;
  /** The file that told, and its kind. */
  readonly source: ReleaseFile | undefined;
}

function familyOf(distribution: string, system: string): string {
  for (const [family, names] of Object.entries(FAMILIES)) if (names.includes(distribution)) return family;
  return distribution === '' ? system : distribution;
}

function linuxVersion(id: string, release: ReadonlyMap<string, string>, sections: Sections): string {
  const plain = release.get('VERSION_ID') ?? '';
  if (id === 'debian') return sections.text('etc:debian_version') || plain;
  if (id === 'centos') {
    const exact = /(\d+(?:\.\d+)*)/.exec(
      sections.text('etc:centos-release') || sections.text('etc:redhat-release'),
    )?.[1];
    // compat: CentOS 7 is 7.9 for Ansible, though os-release says 7; the build date behind it is left out.
    return exact === undefined ? plain : exact.split('.').slice(0, 2).join('.');
  }
  if (id === 'alpine') return sections.text('etc:alpine-release') || plain;
  return plain;
}

/** Only Debian's and Amazon's releases have the fact. */
function minorVersion(id: string, distribution: string, version: string, sections: Sections): string | undefined {
  if (id === 'amzn') return version.split('.')[1] ?? 'NA';
  return distribution === 'Debian' ? /\d+\.(\d+)/.exec(sections.text('etc:debian_version'))?.[1] : undefined;
}

/** The release's code name; SUSE has numbers for it. */
function releaseName(id: string, family: string, os: ReadonlyMap<string, string>, sections: Sections): string {
  if (family === 'Suse') {
    const minor = (os.get('VERSION_ID') ?? '').split('.')[1] ?? '';
    return minor === '' && !/open/i.test(sections.text('os-release')) ? '0' : minor;
  }
  if (id === 'centos' && isStream(sections)) return 'Stream';
  return (
    os.get('VERSION_CODENAME') ??
    os.get('UBUNTU_CODENAME') ??
    /\(([A-Za-z ]+)\)/.exec(os.get('VERSION') ?? '')?.[1] ??
    (os.size === 0 ? /\(([A-Za-z ]+)\)/.exec(sections.text('etc:redhat-release'))?.[1] : undefined) ??
    'NA'
  );
}

/** Reads the sections that DISTRIBUTION_SCRIPT has printed. */
export function parseDistribution(sections: Sections): Distribution {
  const [system = '', kernelRelease = '', , machine = ''] = sections.text('uname').split('\n');
  if (system !== 'Linux') {
    const name = system === 'Darwin' ? 'MacOSX' : system;
    const version = kernelRelease.split('-')[0] ?? '';
    return {
      system,
      machine,
      distribution: name,
      version,
      majorVersion: version.split('.')[0] ?? '',
      minorVersion: version.split('.')[1],
      release: kernelRelease,
      family: familyOf(name, system),
      source: undefined,
    };
  }
  const os = keyValues(sections.lines('os-release'));
  const id = os.get('ID') ?? '';
  const source = releaseFile(id, sections);
  const distribution =
    // compat: whatever has the file is Arch Linux, its children too.
    source.path === '/etc/arch-release'
      ? 'Archlinux'
      : (NAMES[id] ?? os.get('NAME') ?? (sections.has('etc:debian_version') ? 'Debian' : 'Linux'));
  const version = linuxVersion(id, os, sections) || 'NA';
  const family = familyOf(distribution, system);
  return {
    system,
    machine,
    distribution,
    version,
    majorVersion: version.split('.')[0] ?? '',
    minorVersion: minorVersion(id, distribution, version, sections),
    release: releaseName(id, family, os, sections),
    family,
    source,
  };
}

/** Ansible's ansible_pkg_mgr. */
export function parsePackageManager(sections: Sections, distribution: Distribution): string {
  const found = new Set(sections.lines('pkg'));
  const has = (...paths: string[]): boolean => paths.some((p) => found.has(p));
  switch (distribution.family) {
    case 'RedHat':
      if (has('/run/ostree-booted')) return 'atomic_container';
      // The same name is another version's in other distributions, so what counts is the program behind it.
      if (has('/usr/bin/dnf', '/usr/bin/microdnf')) return sections.text('dnf') === '/usr/bin/dnf5' ? 'dnf5' : 'dnf';
      return has('/usr/bin/yum') ? 'yum' : 'unknown';
    case 'Debian':
      return has('/usr/bin/apt-get', '/usr/bin/apt') ? 'apt' : 'unknown';
    case 'Altlinux':
      return 'apt_rpm';
    default:
  }
  const table: readonly [string, string[]][] = [
    ['pacman', ['/usr/bin/pacman']],
    ['apk', ['/sbin/apk', '/usr/bin/apk']],
    ['zypper', ['/usr/bin/zypper']],
    ['portage', ['/usr/bin/emerge']],
    ['xbps', ['/usr/bin/xbps-install']],
    ['swupd', ['/usr/bin/swupd', '/usr/sbin/swupd']],
    ['opkg', ['/bin/opkg', '/usr/bin/opkg']],
    ['urpmi', ['/usr/sbin/urpmi']],
    ['apt', ['/usr/bin/apt-get']],
    ['dnf', ['/usr/bin/dnf']],
    ['yum', ['/usr/bin/yum']],
    ['pkgng', ['/usr/local/sbin/pkg', '/usr/sbin/pkg']],
    ['openbsd_pkg', ['/usr/sbin/pkg_add']],
    ['pkgin', ['/opt/local/bin/pkgin', '/usr/pkg/bin/pkgin']],
    ['homebrew', ['/opt/homebrew/bin/brew', '/usr/local/bin/brew']],
    ['macports', ['/opt/local/bin/port']],
    ['svr4pkg', ['/usr/sbin/pkgadd']],
  ];
  return table.find(([, paths]) => has(...paths))?.[0] ?? 'unknown';
}

/** Ansible's ansible_service_mgr. */
export function parseServiceManager(sections: Sections, distribution: Distribution): string {
  const init = sections.text('init').split('/').at(-1) ?? '';
  const paths = new Set(sections.lines('servicepaths'));
  if (distribution.system === 'Darwin') return 'launchd';
  if (/BSD|DragonFly/.test(distribution.system)) return 'bsdinit';
  if (distribution.system === 'SunOS') return 'smf';
  if (init === 'systemd' || sections.text('systemd') !== '') return 'systemd';
  if (['runit-init', 'runit'].includes(init)) return 'runit';
  if (init === 's6-svscan') return 's6';
  if (init === 'openrc-init') return 'openrc';
  if (paths.has('/sbin/initctl') && paths.has('/etc/init')) return 'upstart';
  if (paths.has('/sbin/openrc') || paths.has('/sbin/openrc-run')) return 'openrc';
  // A container without an init of its own: what the system would boot with.
  if (/systemd$/.test(sections.text('initlink')) && [...paths].some((p) => p.endsWith('systemctl'))) return 'systemd';
  if (paths.has('/etc/init.d')) return 'sysvinit';
  return 'service';
}
