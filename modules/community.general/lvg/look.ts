// What there is of a volume group and of the devices it shall be made of, by one script.
import { lines, ModuleFailure, script, sh, type HostView } from '../../../src/kit/index.js';
import { LVM_PACKAGE, lvmRows } from '../../_shared/lvm.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';

export interface PhysicalVolume {
  /** As the tools name it; a device-mapper node by its name in /dev/mapper. */
  readonly name: string;
  /** Where links lead. */
  readonly real: string;
  /** Empty when it is in no group. */
  readonly group: string;
  /** Bytes. */
  readonly deviceSize: number;
  readonly size: number;
  readonly start: number;
  readonly extent: number;
}

export interface Seen {
  readonly group: { readonly volumes: number } | undefined;
  /** The devices of the task, links followed, and whether they are there. */
  readonly devices: readonly { readonly path: string; readonly exists: boolean }[];
  readonly physical: readonly PhysicalVolume[];
  /** Whether the tools know a group's autoactivation. */
  readonly canAutoactivate: boolean;
  readonly autoactivation: boolean;
  /** Logical volumes of the group with a device, and without. */
  readonly active: number;
  readonly inactive: number;
}

const FIELDS = 'pv_name,vg_name,dev_size,pv_size,pe_start,vg_extent_size';

/** @throws ModuleFailure when the tools are missing or fail */
export async function look(host: HostView, vg: string, devices: readonly string[]): Promise<Seen> {
  const told = await ask(
    host,
    lines([
      SBIN,
      QUERY,
      NEEDS,
      script('needs vgs pvs vgcreate vgchange'),
      ...devices.map(
        (device) => sh`d=${device}; r=$(readlink -f -- "$d") || r=; [ -n "$r" ] || r=$d
say device "$r"; if [ -e "$r" ]; then say exists yes; else say exists no; fi`,
      ),
      sh`query vgs vgs --noheadings -o vg_name,pv_count,lv_count --separator ';'
query pvs pvs --noheadings --nosuffix --units b -o ${FIELDS} --separator ';'
o=vg_name,lv_attr
if vgchange --help 2>/dev/null </dev/null | grep -q -e --setautoactivation; then say auto yes; o=$o,autoactivation; fi
query states vgs --noheadings -o "$o" --separator ';'`,
      script(`pvs --noheadings -o pv_name 2>/dev/null </dev/null | while read -r p; do
  r=$(readlink -f -- "$p") || r=$p; n=$p
  case $p in /dev/dm-*) n=/dev/mapper/$(dmsetup info -C --noheadings -o name "$p" 2>/dev/null) ;; esac
  say "pv $p" "$n;$r"
done`),
    ]),
  );
  demand(told, LVM_PACKAGE);
  const group = rows(told, 'vgs', 'vgs').find(([name]) => name === vg);
  const states = rows(told, 'states', 'vgs').filter(([name]) => name === vg);
  const exists = told.values('exists');
  const attributes = states.map(([, attribute = '']) => attribute).filter((attribute) => attribute !== '');
  const active = attributes.filter((attribute) => attribute[4] === 'a').length;
  return {
    group: group && { volumes: Number(group[2]) },
    devices: told.values('device').map((path, at) => ({ path, exists: exists[at] === 'yes' })),
    physical: rows(told, 'pvs', 'pvs').map((row) => physical(told, row)),
    canAutoactivate: told.value('auto') !== undefined,
    autoactivation: states.some(([, , auto]) => auto === 'enabled'),
    active,
    inactive: attributes.length - active,
  };
}

function rows(told: Told, name: string, tool: string): string[][] {
  const answer = answerOf(told, name);
  if (answer?.rc === 0) return lvmRows(answer.out);
  throw new ModuleFailure(`Failed executing ${tool} command.`, { rc: answer?.rc, err: answer?.err });
}

function physical(told: Told, [path = '', group = '', ...numbers]: string[]): PhysicalVolume {
  const [name = path, real = path] = told.value(`pv ${path}`)?.split(';') ?? [];
  const [deviceSize = 0, size = 0, start = 0, extent = 0] = numbers.map(Number);
  return { name, real, group, deviceSize, size, start, extent };
}
