// Filters between numbers and sizes for people: human_readable, human_to_bytes, filesizeformat.
import { type Value } from '../../value/index.js';
import { fail } from '../python/errors.js';
import { fixed } from '../python/decimal.js';
import { floatRepr, int, isNumeric, toNumber } from '../python/numbers.js';
import { str, typeName } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, flag, take, type Table } from './define.js';
import { parseFloatText } from './numbers.js';

const UNITS = ['Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'K', 'B'];
const NAMES = ['yotta', 'zeta', 'exa', 'peta', 'tera', 'giga', 'mega', 'kilo', ''];

function size(unit: string): number {
  return 1024 ** (8 - UNITS.indexOf(unit));
}

function humanReadable(call: FilterCall): Value {
  const [isbits, unit] = take(call, 'human_readable', ['isbits', 'unit']);
  if (!isNumeric(call.value)) return fail(`human_readable() failed on bad input: ${typeName(call.value)}`);
  const n = toNumber(call.value);
  const wanted = unit === undefined || unit === null ? undefined : str(unit).toUpperCase();
  const chosen = UNITS.find((u) => (wanted === undefined ? n >= size(u) : wanted === u)) ?? 'B';
  const bits = flag(isbits, false);
  const suffix = chosen === 'B' ? (bits ? 'bits' : 'Bytes') : chosen + (bits ? 'b' : 'B');
  const scaled = n / size(chosen);
  if (!Number.isFinite(scaled)) return `${floatRepr(scaled)} ${suffix}`;
  return `${(scaled < 0 || Object.is(scaled, -0) ? '-' : '') + fixed(Math.abs(scaled), 2)} ${suffix}`;
}

/** Python's round() to a whole number: halves go to the even one. */
function roundHalfEven(n: number): number {
  const floor = Math.floor(n);
  return n - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(n);
}

function humanToBytes(call: FilterCall): Value {
  const [unit, isbits] = take(call, 'human_to_bytes', ['default_unit', 'isbits']);
  const source = str(call.value);
  const m =
    /^([0-9]*\.?[0-9]+)(?:\s*([A-Za-z]+))?\s*$/.exec(source) ??
    fail(`human_to_bytes() can't interpret following string: ${source}`);
  const whole = (n: number): Value => int(BigInt(roundHalfEven(n)));
  const name = m[2] ?? (unit === undefined || unit === null ? undefined : str(unit));
  if (name === undefined) return whole(Number(m[1]));
  const letter = (name[0] ?? '').toUpperCase();
  if (!UNITS.includes(letter))
    fail(
      `human_to_bytes() failed to convert ${source} (unit = ${name}). The suffix must be one of ${UNITS.join(', ')}`,
    );
  const bits = flag(isbits, false);
  const long = (NAMES[UNITS.indexOf(letter)] ?? '') + (bits ? 'bit' : 'byte');
  const short = letter === 'B' ? (bits ? 'b' : 'B') : letter + (bits ? 'b' : 'B');
  if (name.length > 1 && name.toLowerCase() !== long && name !== short)
    fail(
      `human_to_bytes() failed to convert ${source}. Value is not a valid string (expect ${short} or ${letter === 'B' ? long : letter})`,
    );
  return whole(Number(m[1]) * size(letter));
}

function fileSize(call: FilterCall): Value {
  const binary = flag(take(call, 'filesizeformat', ['binary'])[0], false);
  const { value } = call;
  const n = isNumeric(value)
    ? toNumber(value)
    : typeof value === 'string'
      ? (parseFloatText(value) ?? fail(`could not convert string to float: '${value}'`))
      : fail(`a size is a number, not ${typeName(value)}`);
  if (typeof value === 'bigint' && !Number.isFinite(n)) fail('int too large to convert to float');
  const base = binary ? 1024 : 1000;
  const prefixes = [...'kMGTPEZY'].map((p) => (binary ? `${p.toUpperCase()}iB` : `${p}B`));
  if (n === 1) return '1 Byte';
  if (n === -Infinity) fail('cannot convert float infinity to integer');
  if (n < base) return `${BigInt(Math.trunc(n))} Bytes`;
  const at = prefixes.findIndex((_, i) => n < base ** (i + 2));
  const i = at < 0 ? prefixes.length - 1 : at;
  const scaled = (base * n) / base ** (i + 2);
  const shown = Number.isFinite(scaled) ? fixed(scaled, 1) : Number.isNaN(scaled) ? 'nan' : 'inf';
  return `${shown} ${prefixes[i] ?? ''}`;
}

const table: Table = {
  human_readable: humanReadable,
  human_to_bytes: humanToBytes,
  filesizeformat: fileSize,
};

export const SIZE_FILTERS = define(table);
