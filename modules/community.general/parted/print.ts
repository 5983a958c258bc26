// What `parted -m print` tells of a disk and its partitions.
import { float, ModuleFailure } from '../../../src/kit/index.js';
import { parseAmount, type Amount } from './units.js';

export interface Partition {
  readonly num: number;
  readonly begin: Amount['size'];
  readonly end: Amount['size'];
  /** Empty where sizes are in cylinders, heads and sectors. */
  readonly size: Amount['size'] | '';
  readonly fstype: string;
  readonly name: string;
  readonly flags: readonly string[];
  readonly unit: string;
}

export interface Disk {
  readonly dev: string;
  readonly size: Amount['size'];
  readonly unit: string;
  readonly table: string;
  readonly model: string;
  readonly logical_block: number;
  readonly physical_block: number;
  readonly chs_info?: Readonly<Record<string, unknown>>;
}

export interface Printed {
  readonly disk: Disk;
  readonly partitions: readonly Partition[];
}

/** The fields of a line; parted escapes what stands in names. */
function fieldsOf(line: string): string[] {
  const fields = [''];
  const text = line.replace(/;$/, '');
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === ':') fields.push('');
    else fields[fields.length - 1] += c === '\\' && i + 1 < text.length ? text.charAt(++i) : c;
  }
  return fields;
}

function amount(text = '', unit = ''): Amount {
  const found = parseAmount(text, unit);
  if (!found) throw new ModuleFailure(`Error interpreting parted size output: '${text}'`);
  return found;
}

/** @throws ModuleFailure when a size cannot be read */
export function parsePrint(output: string, unit: string): Printed {
  const rows = output.split('\n').filter((line) => line.trim() !== '');
  const [dev = '', size, , logical, physical, table = '', model = ''] = fieldsOf(rows[1] ?? '');
  const whole = amount(size, unit);
  const round = ['cyl', 'chs'].includes(whole.unit);
  const disk: Disk = {
    dev,
    size: whole.size,
    unit: whole.unit.toLowerCase(),
    table,
    model,
    logical_block: Number(logical),
    physical_block: Number(physical),
    ...(round ? { chs_info: cylinders(rows[2] ?? '') } : {}),
  };
  const partitions = rows.slice(round ? 3 : 2).map((row) => partition(fieldsOf(row), whole.unit));
  return { disk, partitions };
}

function cylinders(row: string): Record<string, unknown> {
  const [count, heads, sectors, size] = fieldsOf(row);
  const each = amount(size);
  return {
    cylinders: Number(count),
    heads: Number(heads),
    sectors: Number(sectors),
    cyl_size: each.size,
    cyl_size_unit: each.unit.toLowerCase(),
  };
}

function partition(fields: readonly string[], unit: string): Partition {
  const [num, begin, end] = fields;
  const [fstype = '', name = '', flags = ''] = fields.slice(unit === 'chs' ? 3 : 4);
  return {
    num: Number(num),
    begin: amount(begin).size,
    end: amount(end).size,
    size: unit === 'chs' ? '' : amount(fields[3]).size,
    fstype,
    name,
    flags: flags.split(', ').flatMap((flag) => (flag === '' ? [] : [flag.trim()])),
    unit: unit.toLowerCase(),
  };
}

const shownSize = (size: Amount['size'] | ''): unknown => (typeof size === 'number' ? float(size) : size);

/** As the task's result has it; sizes are floats. */
export const shownDisk = (disk: Disk): Record<string, unknown> => ({
  ...disk,
  size: shownSize(disk.size),
  ...(disk.chs_info
    ? { chs_info: { ...disk.chs_info, cyl_size: shownSize(disk.chs_info['cyl_size'] as number) } }
    : {}),
});

export const shownPartition = (part: Partition): Record<string, unknown> => ({
  ...part,
  begin: shownSize(part.begin),
  end: shownSize(part.end),
  size: shownSize(part.size),
});
