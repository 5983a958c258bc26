// Ansible's ansible_service_mgr: what runs as process 1, or what is installed to.
import type { Distribution } from './distribution.js';
import type { Sections } from './sections.js';

const NAMES: Readonly<Record<string, string>> = {
  procd: 'openwrt_init',
  'runit-init': 'runit',
  svscan: 'svc',
  'openrc-init': 'openrc',
};

/**
 * The fact, which is not always what can start services: see parseServiceManager for that.
 *
 * `compat:` a process 1 with a name of its own is the service manager by that name, so that a container running
 * `sleep` has the service manager `sleep`; only `init` and shells are looked behind.
 */
export function serviceManagerFact(sections: Sections, distribution: Distribution): string {
  const said = sections.text('init') || sections.text('initlink');
  const first = said.split('/').at(-1) ?? '';
  if (first !== '' && first !== 'COMMAND' && first !== 'init' && !first.endsWith('sh')) return NAMES[first] ?? first;
  const { system } = distribution;
  if (system === 'Darwin') return 'launchd';
  if (/BSD/.test(system) || system === 'DragonFly' || system === 'Bitrig') return 'bsdinit';
  if (system === 'AIX') return 'src';
  if (system === 'SunOS') return 'smf';
  if (distribution.distribution === 'OpenWrt') return 'openwrt_init';
  if (distribution.distribution === 'SMGL') return 'simpleinit_msb';
  const paths = new Set(sections.lines('servicepaths'));
  const systemctl = [...paths].some((path) => path.endsWith('systemctl'));
  if (systemctl && sections.text('systemd') !== '') return 'systemd';
  if (paths.has('/sbin/initctl') && paths.has('/etc/init')) return 'upstart';
  if (paths.has('/sbin/openrc')) return 'openrc';
  if (systemctl && sections.text('initlink').split('/').at(-1) === 'systemd') return 'systemd';
  if (paths.has('/etc/init.d')) return 'sysvinit';
  if (paths.has('/etc/dinit.d')) return 'dinit';
  return 'service';
}
