// Which release file tells of a distribution: the facts distribution_file_*.
import type { Sections } from './sections.js';

export interface ReleaseFile {
  readonly path: string;
  readonly variety: string;
  /** False where the file's being there is all it tells. */
  readonly parsed: boolean;
  /** What was looked for and found in it. */
  readonly searched?: string;
}

/** Distributions whose os-release is read as Debian's. */
const DEBIANS = ['debian', 'raspbian', 'ubuntu', 'linuxmint', 'kali', 'parrot', 'devuan', 'steamos', 'uos', 'deepin'];

/** CentOS Stream, which has one major version and no minor ones. */
export function isStream(sections: Sections): boolean {
  return sections.text('etc:centos-release').includes('CentOS Stream');
}

/** The first file that knows the distribution, in the order in which Ansible looks at them. */
export function releaseFile(id: string, sections: Sections): ReleaseFile {
  const file = (path: string, variety: string): ReleaseFile => ({ path, variety, parsed: true });
  const redhat = sections.text('etc:redhat-release');
  const os = '/etc/os-release';
  if (id === 'ol' && sections.text('etc:oracle-release') !== '') {
    return { ...file('/etc/oracle-release', 'OracleLinux'), searched: 'Oracle Linux' };
  }
  if (sections.text('etc:slackware-version').includes('Slackware')) return file('/etc/slackware-version', 'Slackware');
  if (isStream(sections)) return file('/etc/centos-release', 'CentOS');
  if (redhat !== '') {
    const found = file('/etc/redhat-release', 'RedHat');
    return redhat.includes('Red Hat') ? { ...found, searched: 'Red Hat' } : found;
  }
  if (sections.has('etc:openwrt_release')) return file('/etc/openwrt_release', 'OpenWrt');
  if (id === 'amzn') return file(os, 'Amazon');
  if (sections.text('etc:alpine-release') !== '') return file('/etc/alpine-release', 'Alpine');
  if (sections.has('etc:arch-release')) return { path: '/etc/arch-release', variety: 'Archlinux', parsed: false };
  if (id === 'arch' || id === 'archarm') return file(os, 'Archlinux');
  if (/suse/i.test(sections.text('os-release'))) return file(os, 'SUSE');
  if (DEBIANS.includes(id)) return file(os, 'Debian');
  if (id === 'flatcar') return file(os, 'Flatcar');
  return file(os, 'NA');
}
