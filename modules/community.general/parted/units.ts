// Sizes as parted reads and prints them: numbers with a unit, or cylinder, head and sector.

const SI = ['B', 'KB', 'MB', 'GB', 'TB'];
const IEC = ['KiB', 'MiB', 'GiB', 'TiB'];
const UNITS = [...SI, ...IEC, 's', '%', 'cyl', 'chs', 'compact'];

interface Cylinders {
  readonly cylinder: number;
  readonly head: number;
  readonly sector: number;
}

export interface Amount {
  readonly size: number | Cylinders;
  readonly unit: string;
}

/** `-1GiB`, `15%`, `512s`, `1,2,3`; undefined when the text is none of them. @param unit of a number without one */
export function parseAmount(text: string, unit = ''): Amount | undefined {
  const simple = /^(-?[\d.]+) *([\w%]+)?$/.exec(text);
  if (simple) {
    const size = Number(simple[1]);
    return Number.isNaN(size) ? undefined : { size, unit: simple[2] ?? unit };
  }
  const chs = /^(\d+),(\d+),(\d+)$/.exec(text);
  if (!chs) return undefined;
  const [cylinder = 0, head = 0, sector = 0] = chs.slice(1).map(Number);
  return { size: { cylinder, head, sector }, unit: 'chs' };
}

/** Whether the text is a place on a disk. Units are told apart by case, and must be given. */
export function isPlace(text: string): boolean {
  const amount = parseAmount(text);
  return amount !== undefined && UNITS.includes(amount.unit);
}

/** Bytes, as far as the unit has a size of its own; without one it is megabytes, as for parted. */
export function toBytes(size: number, unit: string): number {
  if (SI.includes(unit)) return Math.trunc(size * 1000 ** SI.indexOf(unit));
  if (IEC.includes(unit)) return Math.trunc(size * 1024 ** (IEC.indexOf(unit) + 1));
  return Math.trunc(['', 'compact', 'cyl', 'chs'].includes(unit) ? size * 1000 ** 2 : size);
}
