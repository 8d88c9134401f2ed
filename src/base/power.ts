/**
 * Logarithm, exponential and power out of the five operations that JavaScript fixes to the bit. `Math.log`,
 * `Math.exp` and `Math.pow` are the engine's own affair and differ between versions and processors; a ranking must
 * not.
 */

const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT2 = 1.4142135623730951;
const TWO_52 = 4503599627370496;

const float = new Float64Array(1);
const bits = new BigUint64Array(float.buffer);
const EXPONENT_OF_ONE = 1023n << 52n;
const MANTISSA = (1n << 52n) - 1n;

/**
 * Natural logarithm. x = m * 2^k with m near 1; ln m = 2 artanh((m - 1) / (m + 1)), as its power series. 0 gives
 * -Infinity, negative numbers NaN. Relative error below 1e-15.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  float[0] = x;
  if (bits[0]! < 1n << 52n) {
    float[0] = x * TWO_52;
    k = -52;
  }
  k += Number(bits[0]! >> 52n) - 1023;
  bits[0] = (bits[0]! & MANTISSA) | EXPONENT_OF_ONE;
  let m = float[0]!;
  if (m > SQRT2) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let series = 0;
  for (let odd = 25; odd >= 3; odd -= 2) series = q * (1 / odd + series);
  return k * LN2_HIGH + (2 * s + (2 * s * series + k * LN2_LOW));
}

/** e^x. x = k ln 2 + r with |r| <= ln 2 / 2; e^r as its power series. Relative error below 1e-15. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.8) return Infinity;
  if (x < -745.2) return 0;
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 15; n >= 1; n--) series = 1 + (r / n) * series;
  // In two halves, because 2^1024 is no double and 2^-1074 has no precision.
  const half = k >> 1;
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

/** x^y for x >= 0; exactly x for y = 1. Relative error about |y ln x| * 2e-16. */
export function power(x: number, y: number): number {
  if (y === 1) return x;
  if (y === 0) return 1;
  return exp(y * log(x));
}

function powerOfTwo(k: number): number {
  bits[0] = BigInt(k + 1023) << 52n;
  return float[0]!;
}
