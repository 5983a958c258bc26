// The methods of Python's int and float.
import { tuple, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { PyBytes } from './bytes.js';
import type { Method } from './container-methods.js';
import { fail } from './errors.js';
import { indexOf, int, toNumber, type Numeric } from './numbers.js';

function big(v: Numeric): bigint {
  return typeof v === 'bigint' ? v : BigInt(toNumber(v));
}

function bits(v: Numeric): string {
  const n = big(v);
  return n === 0n ? '' : (n < 0n ? -n : n).toString(2);
}

/** A method that takes no arguments. */
function none(body: (self: Numeric) => Value): Method<Numeric> {
  return (self, args, kwargs) => {
    bind('this method', args, kwargs, []);
    return body(self);
  };
}

export const NUMBER_METHODS: ReadonlyMap<string, Method<Numeric>> = new Map<string, Method<Numeric>>([
  ['as_integer_ratio', none((self) => tuple([self, 1]))],
  ['bit_count', none((self) => bits(self).replaceAll('0', '').length)],
  ['bit_length', none((self) => bits(self).length)],
  ['conjugate', none((self) => self)],
  [
    'to_bytes',
    (self, args, kwargs) => {
      const [length, order, signed] = bind('to_bytes', args, kwargs, ['length', 'byteorder', 'signed']);
      const size = length === undefined ? 1 : indexOf(length);
      let n = big(self);
      if (size < 0 || size > 1e6) fail('length argument must be non-negative');
      if (n < 0n && signed !== true) fail("can't convert negative int to unsigned");
      const limit = 1n << BigInt(size * 8);
      if (signed === true ? n >= limit / 2n || n < -limit / 2n : n >= limit) fail('int too big to convert');
      if (n < 0n) n += limit;
      const data = Uint8Array.from({ length: size }, (_, i) => Number((n >> BigInt(8 * (size - 1 - i))) & 255n));
      return new PyBytes(order === 'little' ? data.reverse() : data);
    },
  ],
]);

/** `float.hex()` */
function hex(n: number): string {
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'nan' : n > 0 ? 'inf' : '-inf';
  const sign = n < 0 || Object.is(n, -0) ? '-' : '';
  if (n === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, n);
  const raw = view.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const digits = (raw & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${digits}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

export const FLOAT_METHODS: ReadonlyMap<string, Method<Numeric>> = new Map<string, Method<Numeric>>([
  ['conjugate', none((self) => self)],
  ['hex', none((self) => hex(toNumber(self)))],
  ['is_integer', none((self) => Number.isInteger(toNumber(self)))],
  [
    'as_integer_ratio',
    none((self) => {
      let n = toNumber(self);
      if (!Number.isFinite(n)) fail('cannot convert Infinity or NaN to integer ratio');
      let d = 1n;
      for (; !Number.isInteger(n); n *= 2) d *= 2n;
      return tuple([int(BigInt(n)), int(d)]);
    }),
  ],
]);
