// Sizes as people write them, and how many blocks of which size a file is written with. Pure.
import { ModuleFailure } from '../../../src/kit/index.js';

const PREFIXES = ['k', 'm', 'g', 't', 'p', 'e', 'z', 'y'];

/** Bytes of each unit. Either case; a single letter and `…iB` are powers of 1024, `…B` of 1000. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ...PREFIXES.flatMap((letter, i): [string, number][] => {
    const upper = letter.toUpperCase();
    const [si, iec] = [1000 ** (i + 1), 1024 ** (i + 1)];
    return [
      [`${letter}B`, si],
      [`${upper}B`, si],
      [`${upper}iB`, iec],
      [upper, iec],
      [letter, iec],
    ];
  }),
]);

export interface SizeSpec {
  readonly blocks: number;
  readonly blocksize: number;
  readonly bytes: number;
  readonly iec: string;
  readonly si: string;
}

interface Amount {
  readonly value: number;
  readonly unit: string | undefined;
  /** Bytes or, without a unit, blocks. */
  readonly product: number;
}

function parse(text: string): Amount {
  const match = /^\s*([\d.]+)\s*([A-Za-z]*)\s*$/.exec(text);
  const value = Number(match?.[1]);
  if (!match || Number.isNaN(value))
    throw new ModuleFailure(`'${text}' is not a size: write a number and a unit (10 MiB)`);
  const unit = match[2] === '' ? undefined : match[2];
  if (unit === undefined) return { value, unit, product: Math.round(value) };
  const bytes = UNITS.get(unit);
  if (bytes === undefined) {
    throw new ModuleFailure(
      `invalid size unit (${unit}): unit must be one of ${[...UNITS.keys()].join(', ')}, or none.`,
    );
  }
  return { value, unit, product: Math.round(value * bytes) };
}

/** @throws ModuleFailure for what is no size */
export function sizeSpec(size: string, blocksize: string): SizeSpec {
  const block = parse(blocksize);
  if ((block.unit === 'B' || block.unit === undefined) && !Number.isInteger(block.value)) {
    throw new ModuleFailure('invalid blocksize value: bytes require an integer value');
  }
  if (block.product === 0) throw new ModuleFailure('block size cannot be equal to zero');
  const wanted = parse(size);
  const bytesPerBlock = wanted.unit === undefined ? block.product : fittingBlock(wanted, wanted.unit, block.product);
  const blocks = Math.ceil(wanted.unit === undefined ? wanted.value : wanted.product / bytesPerBlock);
  const bytes = blocks * bytesPerBlock;
  return { blocks, blocksize: bytesPerBlock, bytes, iec: human(bytes, 'iec'), si: human(bytes, 'si') };
}

/** A size of blocks that the wanted size is a whole number of. */
function fittingBlock({ value, product }: Amount, unit: string, block: number): number {
  if (product % block === 0) return block;
  const bytes = UNITS.get(unit) ?? 1;
  if (Number.isInteger(value)) {
    if (bytes > 1024 ** 2) return bytes % 5 === 0 ? 1000 ** 2 : 1024 ** 2;
    return bytes;
  }
  if (unit === 'B') throw new ModuleFailure('byte is the smallest unit and requires an integer value');
  if (product > 0 && product < block) return product;
  return [1024, 1000, 512, 256, 128, 100, 64, 32, 16, 10, 8, 4, 2].find((one) => product % one === 0) ?? 1;
}

/** For people: `1.5 MiB`, `1.57 MB`; the number as Python prints it. */
function human(bytes: number, system: 'iec' | 'si'): string {
  const base = system === 'iec' ? 1024 : 1000;
  let power = 0;
  while (power < PREFIXES.length && bytes >= base ** (power + 1)) power++;
  if (power === 0) return `${bytes} B`;
  const value = Math.round((bytes / base ** power) * 100) / 100;
  const letter = (PREFIXES[power - 1] ?? '').toUpperCase();
  const unit = system === 'iec' ? `${letter}iB` : letter === 'K' ? 'kB' : `${letter}B`;
  return `${Number.isInteger(value) ? `${value}.0` : value} ${unit}`;
}

export interface Present {
  /** null: there is no file. */
  readonly size: number | null;
}

/** What dd is told beyond its files. */
export function ddWords(
  spec: SizeSpec,
  present: Present,
  how: { readonly sparse: boolean; readonly force: boolean },
): string[] {
  const { blocks, blocksize } = spec;
  const { size } = present;
  let seek = 0;
  if (how.sparse) seek = blocks;
  else if (!how.force && size !== null) {
    const difference = spec.bytes - size;
    seek = difference < 0 ? blocks : Math.floor(size / blocksize) + (difference % blocksize === 0 ? 0 : 1);
  }
  return [`bs=${blocksize}`, `seek=${seek}`, `count=${blocks - seek}`];
}
