// The commands of parted that bring a partition to where it shall be. Pure.
import type { Disk, Partition, Printed } from './print.js';
import { parseAmount, toBytes } from './units.js';

export interface PartitionWanted {
  readonly number: number;
  readonly unit: string;
  readonly label: string;
  readonly part_type: string;
  readonly part_start: string;
  readonly part_end: string;
  readonly fs_type?: string | undefined;
  readonly name?: string | undefined;
  readonly flags?: readonly string[] | undefined;
  readonly resize: boolean;
}

export type Commands = readonly string[];

/** Label, partition and its size. */
export function layout(a: PartitionWanted, { disk, partitions }: Printed): Commands {
  const relabel = disk.table !== a.label;
  const there = partitions.find(({ num }) => num === a.number);
  const commands: string[] = [];
  if (relabel) commands.push('mklabel', a.label);
  if (relabel || !there) {
    commands.push('mkpart', a.part_type, ...(a.fs_type === undefined ? [] : [a.fs_type]), a.part_start, a.part_end);
  }
  if (commands.length > 0) commands.unshift('unit', a.unit);
  if (a.resize && there && endDiffers(a, disk, there)) commands.push('resizepart', String(a.number), a.part_end);
  return commands;
}

/** `compat:` ends are compared as numbers, so that one parted aligned elsewhere is set again. */
function endDiffers(a: PartitionWanted, disk: Disk, there: Partition): boolean {
  if (typeof there.end !== 'number') return true;
  const wanted = parseAmount(a.part_end, a.unit);
  if (typeof wanted?.size !== 'number') return true;
  const share = wanted.unit === '%' && typeof disk.size === 'number';
  const size = share ? Math.trunc((Math.trunc(disk.size) * wanted.size) / 100) : wanted.size;
  return toBytes(there.end, a.unit) !== toBytes(size, share ? a.unit : wanted.unit);
}

/** Name and flags. @param there the partition as it is; of one that is only to be made, nothing */
export function traits(a: PartitionWanted, there: Pick<Partition, 'flags'> & { readonly name?: string }): Commands {
  const commands: string[] = [];
  const number = String(a.number);
  if (a.name !== undefined && there.name !== a.name) commands.push('name', number, `"${a.name}"`);
  if (a.flags && a.flags.length > 0) {
    // parted sets boot with esp, and takes both away together.
    const wanted = [...new Set([...a.flags, ...(a.flags.includes('esp') ? ['boot'] : [])])];
    for (const flag of wanted) if (!there.flags.includes(flag)) commands.push('set', number, flag, 'on');
    for (const flag of there.flags) if (!wanted.includes(flag)) commands.push('set', number, flag, 'off');
  }
  return commands.length === 0 ? commands : ['unit', a.unit, ...commands];
}

/** As the result shows them: names stand in quotes of a shell. */
export const shownCommands = (commands: Commands): string =>
  commands.map((word) => (word.startsWith('"') ? `'${word}'` : word)).join(' ');
