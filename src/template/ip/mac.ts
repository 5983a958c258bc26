// Hardware addresses: the ways they are written, and the interface part of an IPv6 address made of one.
import { pythonInt } from './network.js';

export interface Mac {
  readonly width: 48 | 64;
  readonly value: bigint;
}

const FORMS_48: readonly [RegExp, number][] = [
  [/^[\da-f]{1,2}(?::[\da-f]{1,2}){5}$/i, 2],
  [/^[\da-f]{1,2}(?:-[\da-f]{1,2}){5}$/i, 2],
  [/^[\da-f]{1,4}(?::[\da-f]{1,4}){2}$/i, 4],
  [/^[\da-f]{1,4}(?:-[\da-f]{1,4}){2}$/i, 4],
  [/^[\da-f]{1,4}(?:\.[\da-f]{1,4}){2}$/i, 4],
  [/^[\da-f]{5,6}[-:][\da-f]{5,6}$/i, 6],
  [/^[\da-f]{11,12}$/i, 12],
];

const FORMS_64: readonly [RegExp, number][] = [
  [/^[\da-f]{1,2}(?::[\da-f]{1,2}){7}$/i, 2],
  [/^[\da-f]{1,2}(?:-[\da-f]{1,2}){7}$/i, 2],
  [/^[\da-f]{1,4}(?::[\da-f]{1,4}){3}$/i, 4],
  [/^[\da-f]{1,4}(?:-[\da-f]{1,4}){3}$/i, 4],
  [/^[\da-f]{1,4}(?:\.[\da-f]{1,4}){3}$/i, 4],
  [/^[\da-f]{16}$/i, 16],
];

function valueIn(text: string, forms: readonly [RegExp, number][]): bigint | undefined {
  const digits = forms.find(([form]) => form.test(text))?.[1];
  if (digits === undefined) return undefined;
  return BigInt(
    `0x${text
      .split(/[-:.]/)
      .map((w) => w.padStart(digits, '0'))
      .join('')}`,
  );
}

/** The hardware address the text is, or undefined. A number is one too. */
export function parseMac(text: string): Mac | undefined {
  const short = valueIn(text, FORMS_48);
  if (short !== undefined) return { width: 48, value: short };
  const long = valueIn(text, FORMS_64);
  if (long !== undefined) return { width: 64, value: long };
  const number = pythonInt(text);
  if (number === undefined || number < 0n || number >= 1n << 64n) return undefined;
  return { width: number < 1n << 48n ? 48 : 64, value: number };
}

/** How the words of a hardware address are written. */
interface Dialect {
  readonly bits: number;
  readonly separator: string;
  readonly digits: number;
  readonly upper?: true;
}

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  bare: { bits: 48, separator: '', digits: 12, upper: true },
  cisco: { bits: 16, separator: '.', digits: 4 },
  eui48: { bits: 8, separator: '-', digits: 2, upper: true },
  win: { bits: 8, separator: '-', digits: 2, upper: true },
  linux: { bits: 8, separator: ':', digits: 2 },
  unix: { bits: 8, separator: ':', digits: 1 },
  pgsql: { bits: 24, separator: ':', digits: 6 },
  postgresql: { bits: 24, separator: ':', digits: 6 },
  psql: { bits: 24, separator: ':', digits: 6 },
};

/** The 48-bit address in a dialect; undefined when it has more bits. */
export function formatMac({ value }: Mac, { bits, separator, digits, upper }: Dialect): string | undefined {
  if (value >= 1n << 48n) return undefined;
  const words = Array.from(
    { length: 48 / bits },
    (_, i) => (value >> BigInt(48 - bits * (i + 1))) & ((1n << BigInt(bits)) - 1n),
  );
  const text = words.map((w) => w.toString(16).padStart(digits, '0')).join(separator);
  return upper ? text.toUpperCase() : text;
}

/** The modified EUI-64 of RFC 4291: the lower half of an address that a host gives itself. */
export function interfaceId({ width, value }: Mac): bigint {
  const long = width === 64 ? value : ((value >> 24n) << 40n) | 0xfffe000000n | (value & 0xffffffn);
  return long ^ 0x0200_0000_0000_0000n;
}
