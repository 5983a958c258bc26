// Decimal digits of floats, exact: a float is a fraction of integers, halves go to the even neighbour as in C.

/** `abs` as a fraction; it must be finite and not negative. */
function fraction(abs: number): { top: bigint; bottom: bigint } {
  if (!Number.isFinite(abs)) throw new RangeError(`${abs} has no digits`);
  let bottom = 1n;
  let top = abs;
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  return { top: BigInt(top), bottom };
}

function roundHalfEven(top: bigint, bottom: bigint): bigint {
  const floor = top / bottom;
  const rest = 2n * (top - floor * bottom);
  return rest > bottom || (rest === bottom && floor % 2n === 1n) ? floor + 1n : floor;
}

/** `abs` with so many digits after the point, as `%.Nf` prints it. */
export function fixed(abs: number, precision: number): string {
  const { top, bottom } = fraction(abs);
  const digits = String(roundHalfEven(top * 10n ** BigInt(precision), bottom)).padStart(precision + 1, '0');
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** `abs` as `d.ddde±xx` with so many digits after the point, as `%.Ne` prints it. */
export function exponential(abs: number, precision: number): string {
  let exponent = abs === 0 ? 0 : Number(abs.toExponential().split('e')[1]);
  let digits = '0'.repeat(precision + 1);
  if (abs !== 0) {
    const { top, bottom } = fraction(abs);
    for (;;) {
      const shift = precision - exponent;
      const up = shift > 0 ? 10n ** BigInt(shift) : 1n;
      const down = shift < 0 ? 10n ** BigInt(-shift) : 1n;
      digits = String(roundHalfEven(top * up, bottom * down));
      if (digits.length <= precision + 1) break;
      exponent++;
    }
  }
  const mantissa = precision === 0 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
