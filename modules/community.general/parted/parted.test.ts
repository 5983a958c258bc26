import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import { layout, shownCommands, traits, type PartitionWanted } from './decide.js';
import module from './index.js';
import { parsePrint } from './print.js';
import { isPlace, toBytes } from './units.js';

interface Seen {
  /** What `parted -m` printed, in the unit of the task. */
  readonly print: string;
}

decideCases<Seen>(
  module,
  join(import.meta.dirname, 'decisions'),
  (args: PartitionWanted & { readonly unit: string }, { print }) => {
    const printed = parsePrint(print, args.unit);
    const there = printed.partitions.find(({ num }) => num === args.number);
    const first = layout(args, printed);
    return { steps: [first, traits(args, first.length > 0 || !there ? { flags: [] } : there)].map(shownCommands) };
  },
);

it('reads a table in cylinders', () => {
  const text = 'CHS;\n/srv/i:8,40,31:file:512:512:msdos::;\n8:255:63:8225kB;\n1:0,32,33:8,40,31:ext4::boot, lba;\n';
  expect(parsePrint(text, 'chs')).toMatchObject({
    disk: {
      size: { cylinder: 8, head: 40, sector: 31 },
      unit: 'chs',
      chs_info: { cylinders: 8, heads: 255, sectors: 63, cyl_size: 8225, cyl_size_unit: 'kb' },
    },
    partitions: [{ num: 1, size: '', fstype: 'ext4', name: '', flags: ['boot', 'lba'] }],
  });
});

it('reads names with colons', () => {
  const text = 'BYT;\n/dev/sdb:5.00GiB:scsi:512:512:gpt:A\\: Disk:;\n1:0.00GiB:1.00GiB:1.00GiB:ext4:my\\:part:;\n';
  expect(parsePrint(text, 'GiB')).toMatchObject({
    disk: { dev: '/dev/sdb', size: 5, unit: 'gib', table: 'gpt', model: 'A: Disk' },
    partitions: [{ name: 'my:part', flags: [] }],
  });
});

it('knows places on disks', () => {
  for (const text of ['1GiB', '-1GiB', '15%', '34s', '0%', '1,2,3', '1.5 MB']) expect(isPlace(text), text).toBe(true);
  for (const text of ['5', '5mib', 'x', '', '1,2', '1..2MB']) expect(isPlace(text), text).toBe(false);
  expect(toBytes(1.5, 'KiB')).toBe(1536);
  expect(toBytes(1.5, 'MB')).toBe(1_500_000);
});
