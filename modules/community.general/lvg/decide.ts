// The steps that bring a volume group to where it shall be. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { PhysicalVolume, Seen } from './look.js';

export interface GroupWanted {
  readonly vg: string;
  readonly pvs?: readonly string[] | undefined;
  readonly pesize: string;
  readonly pv_options: string;
  readonly vg_options: string;
  readonly pvresize: boolean;
  readonly state: 'absent' | 'present' | 'active' | 'inactive';
  readonly force: boolean;
  readonly reset_vg_uuid: boolean;
  readonly reset_pv_uuid: boolean;
  readonly remove_extra_pvs: boolean;
}

export interface Step {
  readonly argv: readonly string[];
  /** `msg` when it fails; without one the tool's own words are. */
  readonly failed?: string;
  /** What the tool must have changed, as missing devices of the group make its code useless. */
  readonly proof?: 'size' | 'uuid';
  readonly device?: string;
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const AUTO = '--setautoactivation';

/** @throws ModuleFailure when what is asked for cannot be done */
export function decide(a: GroupWanted, seen: Seen): Step[] {
  const { vg } = a;
  if (a.state === 'absent') {
    if (!seen.group) return [];
    if (seen.group.volumes > 0 && !a.force) {
      throw new ModuleFailure(`Refuse to remove non-empty volume group ${vg} without force=true`);
    }
    return [{ argv: ['vgremove', '--force', '--', vg], failed: `Failed to remove volume group ${vg}` }];
  }
  const devices = devicesOf(a, seen);
  if (!seen.group) return [...devices.map((device) => prepared(a, device)), creation(a, seen, devices)];
  const own = seen.physical.filter(({ group }) => group === vg);
  const steps = a.state === 'present' ? [] : activation(vg, a.state === 'active', seen);
  if (a.reset_vg_uuid) steps.push({ argv: ['vgchange', '-u', '--', vg] });
  if (devices.length === 0) return steps;
  for (const device of own) steps.push(...refreshed(a, device));
  const added = devices.filter((device) => !own.some(({ real }) => real === device));
  const gone = own.filter(({ real }) => !devices.includes(real)).map(({ real }) => real);
  if (added.length > 0) {
    steps.push(...added.map((device) => prepared(a, device)), {
      argv: ['vgextend', '--', vg, ...added],
      failed: `Unable to extend ${vg} by ${added.join(' ')}.`,
    });
  }
  if (gone.length > 0 && a.remove_extra_pvs) {
    steps.push({
      argv: ['vgreduce', '--force', '--', vg, ...gone],
      failed: `Unable to reduce ${vg} by ${gone.join(' ')}.`,
    });
  }
  return steps;
}

/** The devices asked for, each once. */
function devicesOf(a: GroupWanted, seen: Seen): string[] {
  if (seen.devices.length === 0 && !seen.group) throw new ModuleFailure('No physical volumes given.');
  const missing = seen.devices.find(({ exists }) => !exists);
  if (missing) throw new ModuleFailure(`Device ${missing.path} not found.`);
  const devices = [...new Set(seen.devices.map(({ path }) => path))];
  const taken = seen.physical.find(
    ({ name, real, group }) => (devices.includes(name) || devices.includes(real)) && group !== '' && group !== a.vg,
  );
  if (taken) throw new ModuleFailure(`Device ${taken.name} is already in ${taken.group} volume group.`);
  return devices;
}

const prepared = (a: GroupWanted, device: string): Step => ({
  argv: ['pvcreate', ...words(a.pv_options), '-f', '--', device],
  failed: `Creating physical volume '${device}' failed`,
});

function creation(a: GroupWanted, seen: Seen, devices: readonly string[]): Step {
  const options = words(a.vg_options);
  if (seen.canAutoactivate && a.state !== 'present' && !options.includes(AUTO)) {
    options.push(AUTO, a.state === 'active' ? 'y' : 'n');
  }
  const argv = ['vgcreate', ...options, '-s', a.pesize, '--', a.vg, ...devices];
  return { argv, failed: `Creating volume group '${a.vg}' failed` };
}

function activation(vg: string, active: boolean, seen: Seen): Step[] {
  const flag = active ? 'y' : 'n';
  const steps: Step[] = [];
  if (seen.canAutoactivate && seen.autoactivation !== active) steps.push({ argv: ['vgchange', AUTO, flag, '--', vg] });
  if ((active ? seen.inactive : seen.active) > 0) steps.push({ argv: ['vgchange', '--activate', flag, '--', vg] });
  return steps;
}

function refreshed(a: GroupWanted, pv: PhysicalVolume): Step[] {
  const steps: Step[] = [];
  if (a.pvresize && pv.deviceSize - (pv.start + pv.size) > pv.extent) {
    const failed = 'Failed executing pvresize command.';
    steps.push({ argv: ['pvresize', '--', pv.real], failed, proof: 'size', device: pv.real });
  }
  if (a.reset_pv_uuid) {
    const failed = `PV (${pv.real}) UUID change failed`;
    steps.push({ argv: ['pvchange', '-u', '--', pv.real], failed, proof: 'uuid', device: pv.real });
  }
  return steps;
}
