// Powers and logarithms of floats rounded from more digits than a float has: V8's own results differ from C's in the last digit.

/** Binary digits after the point of the numbers computed with. */
const PLACES = 192n;
const ONE = 1n << PLACES;
let cachedLn2: bigint | undefined;

/** 2 · artanh(top / bottom), for small quotients. */
function twiceArtanh(top: bigint, bottom: bigint): bigint {
  const t = (top << PLACES) / bottom;
  const square = (t * t) >> PLACES;
  let sum = 0n;
  let term = t;
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    sum += term / k;
    term = (term * square) >> PLACES;
  }
  return 2n * sum;
}

function ln2(): bigint {
  cachedLn2 ??= twiceArtanh(1n, 3n);
  return cachedLn2;
}

/** A float as a whole number times a power of two. */
function parts(x: number): { whole: bigint; twos: number } {
  let [whole, twos] = [x, 0];
  while (!Number.isInteger(whole)) {
    whole *= 2;
    twos--;
  }
  return { whole: BigInt(whole), twos };
}

/** The natural logarithm of a positive finite float, times 2^PLACES. */
function ln(x: number): bigint {
  const { whole, twos } = parts(x);
  let exponent = whole.toString(2).length;
  // Between 3/4 and 3/2 the series is short.
  if (whole * 4n < 3n << BigInt(exponent)) exponent--;
  const power = 1n << BigInt(exponent);
  return twiceArtanh(whole - power, whole + power) + BigInt(exponent + twos) * ln2();
}

/** The float nearest to a fixed-point number times a power of two. */
function nearest(fixed: bigint, twos: number): number {
  return Number(fixed) * 2 ** (twos - Number(PLACES));
}

/** The float nearest to the natural logarithm of a positive finite one. */
export function exactLog(x: number): number {
  return nearest(ln(x), 0);
}

/** The float nearest to x to the power of y: both finite, x positive, the result neither too large nor below 1e-300. */
export function exactPower(x: number, y: number): number {
  const { whole, twos } = parts(y);
  const exponent = twos < 0 ? (ln(x) * whole) >> BigInt(-twos) : ln(x) * whole;
  const powers = exponent / ln2();
  const rest = exponent - powers * ln2();
  let sum = 0n;
  let term = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = ((term * rest) >> PLACES) / k;
  }
  // In two steps, as 2 to the whole power may be beyond what a float holds.
  return Number(sum) * 2 ** -Number(PLACES) * 2 ** Number(powers);
}

/** log10 in glibc's steps, which do not always give the nearest float. */
export function log10(x: number): number {
  let exponent = 0;
  let mantissa = x;
  for (; mantissa >= 2; exponent++) mantissa /= 2;
  for (; mantissa < 1; exponent--) mantissa *= 2;
  // Below 1 the exponent counts towards zero.
  if (exponent < 0) {
    exponent++;
    mantissa /= 2;
  }
  const small = exponent * 3.69423907715893078616e-13 + 4.34294481903251816668e-1 * exactLog(mantissa);
  return small + exponent * 3.01029995663611771306e-1;
}
