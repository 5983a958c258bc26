// Python's math.pow: powers of floats, rounded from the exact value where the exponent is a whole number.
import { fail } from './errors.js';
import { exactPower } from './exact-math.js';

const MAX_EXPONENT = 1024;

/** @throws TsplayError template-value where the result is no real number or too large */
export function power(x: number, y: number): number {
  if (x === 0 && y < 0) fail('math domain error');
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) fail('math domain error');
  if (x === 1 || y === 0 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  const rough = x ** y;
  if (!Number.isFinite(rough) && Number.isFinite(x) && Number.isFinite(y)) fail('math range error');
  // V8's own result may differ from C's in the last digit.
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y) || Math.abs(rough) < 1e-300) return rough;
  if (Number.isInteger(y) && Math.abs(y) <= MAX_EXPONENT) return exact(x, y);
  const size = exactPower(Math.abs(x), y);
  return x < 0 && y % 2 !== 0 ? -size : size;
}

function exact(x: number, y: number): number {
  let [mantissa, twos] = [Math.abs(x), 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    twos--;
  }
  const up = BigInt(mantissa) ** BigInt(Math.abs(y));
  const shift = twos * y;
  const size = y > 0 ? scaled(up, 1n, shift) : scaled(1n, up, shift);
  return x < 0 && y % 2 !== 0 ? -size : size;
}

/** The float nearest to a / b times a power of two: from 66 bits of the quotient, the lowest set when anything is left. */
function scaled(a: bigint, b: bigint, twos: number): number {
  const shift = 66 - a.toString(2).length + b.toString(2).length;
  const top = shift > 0 ? a << BigInt(shift) : a;
  const bottom = shift < 0 ? b << BigInt(-shift) : b;
  const isWhole = top % bottom === 0n;
  const quotient = top / bottom;
  const beyond = BigInt(quotient.toString(2).length - 53);
  // compat: C libraries round what lies halfway either way.
  if (isWhole && (quotient & ((1n << beyond) - 1n)) === 1n << (beyond - 1n))
    fail(
      'the power lies halfway between two floats, and which of them Ansible gives depends on the machine',
      'multiply instead of **, or use whole numbers',
    );
  return Number(isWhole ? quotient : quotient | 1n) * 2 ** (twos - shift);
}
