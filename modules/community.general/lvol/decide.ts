// Which tool of LVM, with which words, brings a logical volume to where it shall be. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';
import { floatText } from '../../_shared/query.js';
import { splitWords } from '../../_shared/words.js';

export interface VolumeWanted {
  readonly vg: string;
  readonly lv?: string | undefined;
  readonly size?: string | undefined;
  readonly opts?: string | undefined;
  readonly state: 'absent' | 'present';
  readonly force: boolean;
  readonly shrink: boolean;
  readonly active: boolean;
  readonly snapshot?: string | undefined;
  readonly pvs?: readonly string[] | undefined;
  readonly resizefs: boolean;
  readonly thinpool?: string | undefined;
}

export interface Size {
  readonly option: 'L' | 'l';
  readonly operator: '' | '+' | '-';
  /** As written, without operator and unit. */
  readonly number: string;
  /** What follows the number for the tool: a unit, or `%VG`. */
  readonly suffix: string;
  /** VG, PVS, FREE or ORIGIN, of a percentage. */
  readonly whole?: string;
}

/** @throws ModuleFailure when the size is none */
export function parseSize(text: string, hasSnapshot: boolean): Size {
  const operator = text.startsWith('+') ? '+' : text.startsWith('-') ? '-' : '';
  const rest = text.slice(operator.length);
  const bad = (): ModuleFailure => new ModuleFailure(`Bad size specification of '${rest}'`);
  const percent = rest.indexOf('%');
  if (percent >= 0) {
    const number = rest.slice(0, percent);
    const whole = rest.slice(percent + 1);
    if (!/^\d+$/.test(number)) throw bad();
    if (Number(number) > 100) throw new ModuleFailure('Size percentage cannot be larger than 100%');
    if (whole === 'ORIGIN' && !hasSnapshot) {
      throw new ModuleFailure('Percentage of ORIGIN supported only for snapshot volumes');
    }
    if (!['VG', 'PVS', 'FREE', 'ORIGIN'].includes(whole)) {
      throw new ModuleFailure('Specify extents as a percentage of VG|PVS|FREE|ORIGIN');
    }
    return { option: 'l', operator, number, suffix: `%${whole}`, whole };
  }
  const unit = /[bskmgtpe]$/i.exec(rest)?.[0];
  const number = unit === undefined ? rest : rest.slice(0, -1);
  if (!/^\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(number)) throw bad();
  return { option: 'L', operator, number, suffix: unit ?? 'm' };
}

/** The unit sizes are read in: that of the wanted size, so that they can be compared. */
export const unitOf = (size: Size | undefined): string =>
  size === undefined || size.option === 'l' ? 'm' : size.suffix.toLowerCase();

export interface Group {
  readonly size: number;
  readonly free: number;
  readonly extent: number;
}

export interface Volume {
  readonly name: string;
  readonly size: number;
  readonly active: boolean;
  readonly isPool: boolean;
  readonly isThin: boolean;
}

export interface Step {
  readonly kind: 'create' | 'remove' | 'resize';
  readonly argv: readonly string[];
  /** Of a failure. */
  readonly failed: string;
  /** `msg` of a resize by percentage. */
  readonly msg?: string;
}

export interface Decision {
  readonly there: Volume | undefined;
  readonly step?: Step;
  /** Whether the volume that is there has to be switched on or off. */
  readonly activate?: 'y' | 'n';
}

/** @throws ModuleFailure when what is asked for cannot be done */
export function decide(a: VolumeWanted, size: Size | undefined, group: Group, volumes: readonly Volume[]): Decision {
  const wanted = nameOf(a, volumes);
  const last = wanted.slice(wanted.lastIndexOf('/') + 1);
  const there = volumes.find(({ name }) => name === wanted || name === last);
  if (!there) {
    if (a.state === 'absent') return { there };
    return { there, step: creation(a, size, volumes) };
  }
  if (a.state === 'absent') {
    if (!a.force) throw new ModuleFailure(`Sorry, no removal of logical volume ${there.name} without force=true.`);
    const argv = ['lvremove', '--force', '--', `${a.vg}/${there.name}`];
    return { there, step: { kind: 'remove', argv, failed: `Failed to remove logical volume ${a.lv ?? 'None'}` } };
  }
  const step = size && resize(a, size, group, there);
  return {
    there,
    ...(step ? { step } : {}),
    ...(there.active === a.active ? {} : { activate: a.active ? 'y' : 'n' }),
  };
}

/** The volume the task is about. @throws ModuleFailure when what it rests on is missing */
function nameOf(a: VolumeWanted, volumes: readonly Volume[]): string {
  if (a.snapshot !== undefined) {
    const origin = volumes.find(({ name }) => name === a.lv || name === a.thinpool);
    if (!origin) {
      throw new ModuleFailure(`Snapshot origin LV ${a.lv ?? 'None'} does not exist in volume group ${a.vg}.`);
    }
    if (origin.isPool || a.thinpool !== undefined) {
      throw new ModuleFailure('Snapshots of thin pool LVs are not supported.');
    }
    return a.snapshot;
  }
  if (a.thinpool !== undefined && a.lv !== undefined && !volumes.some(({ name }) => name === a.thinpool)) {
    throw new ModuleFailure(`Thin pool LV ${a.thinpool} does not exist in volume group ${a.vg}.`);
  }
  return a.lv ?? a.thinpool ?? '';
}

function creation(a: VolumeWanted, size: Size | undefined, volumes: readonly Volume[]): Step {
  const { vg, lv, snapshot, thinpool } = a;
  if (size && size.operator !== '' && (size.operator === '-' || size.whole === undefined)) {
    const shown = size.whole === undefined ? size.number : `${size.number}${size.suffix}`;
    throw new ModuleFailure(`Bad size specification of '${size.operator}${shown}' for creating LV`);
  }
  if (!size && !(snapshot !== undefined && volumes.some(({ name, isThin }) => name === lv && isThin))) {
    throw new ModuleFailure('No size given.');
  }
  const opts = splitWords(a.opts ?? '');
  const sized = (option: string): string[] => (size ? [`-${option}`, `${size.number}${size.suffix}`] : []);
  const argv = ['lvcreate', '--yes'];
  if (snapshot !== undefined) argv.push(...sized(size?.option ?? 'L'), '-s', '-n', snapshot, ...opts, `${vg}/${lv}`);
  else if (thinpool !== undefined && lv !== undefined) {
    if (size?.option === 'l') throw new ModuleFailure('Thin volume sizing with percentage not supported.');
    argv.push('-n', lv, ...sized('V'), ...opts, '-T', `${vg}/${thinpool}`);
  } else if (thinpool !== undefined) argv.push(...sized(size?.option ?? 'L'), ...opts, '-T', `${vg}/${thinpool}`);
  else argv.push('-n', lv ?? '', ...sized(size?.option ?? 'L'), ...opts, vg, ...(a.pvs ?? []));
  return { kind: 'create', argv, failed: `Creating logical volume '${lv ?? 'None'}' failed` };
}

function resize(a: VolumeWanted, size: Size, group: Group, there: Volume): Step | undefined {
  const { tool, msg } = size.option === 'l' ? byShare(a, size, group, there) : bySize(a, size, there);
  if (tool === undefined) return undefined;
  const argv = [tool, ...(tool === 'lvreduce' ? ['--force'] : []), ...(a.resizefs ? ['--resizefs'] : [])];
  argv.push(`-${size.option}`, `${size.operator}${size.number}${size.suffix}`, '--', `${a.vg}/${there.name}`);
  argv.push(...(a.pvs ?? []));
  const failed = `Unable to resize ${a.lv ?? 'None'} to ${size.number}${size.suffix}`;
  return { kind: 'resize', argv, failed, ...(msg === undefined ? {} : { msg }) };
}

interface Chosen {
  readonly tool?: 'lvextend' | 'lvreduce' | undefined;
  readonly msg?: string;
}

const shrunk = (a: VolumeWanted, name: string, toNothing: boolean, end: string): 'lvreduce' => {
  if (toNothing) throw new ModuleFailure(`Sorry, no shrinking of ${name} to 0 permitted.`);
  if (!a.force) throw new ModuleFailure(`Sorry, no shrinking of ${name} without force=true${end}`);
  return 'lvreduce';
};

/** A percentage is worked out here, rounded down to whole extents as the tools do. */
function byShare(a: VolumeWanted, { number, operator, whole }: Size, group: Group, there: Volume): Chosen {
  let wanted = (Number(number) * (whole === 'VG' || whole === 'PVS' ? group.size : group.free)) / 100;
  if (operator === '+') wanted += there.size;
  if (operator === '-') wanted = there.size - wanted;
  wanted -= wanted % group.extent;
  const msg = `Volume ${there.name} resized to ${floatText(wanted)}m`;
  if (there.size < wanted) {
    if (group.free > 0 && group.free >= wanted - there.size) return { tool: 'lvextend', msg };
    throw new ModuleFailure(
      `Logical Volume ${there.name} could not be extended. Not enough free space left (${floatText(wanted - there.size)}m required / ${floatText(group.free)}m available)`,
    );
  }
  // Less than an extent too large is what rounding made.
  if (!a.shrink || there.size <= wanted + group.extent) return {};
  return { tool: shrunk(a, there.name, wanted < 1, ''), msg };
}

function bySize(a: VolumeWanted, { number, operator }: Size, there: Volume): Chosen {
  const wanted = Number(number);
  if (wanted > there.size || operator === '+') return { tool: 'lvextend' };
  if ((!a.shrink || wanted >= there.size) && operator !== '-') return {};
  return { tool: shrunk(a, there.name, wanted === 0, '.') };
}
