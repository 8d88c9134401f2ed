/**
 * Descriptive statistics of plain numbers. Sums are compensated (Neumaier) and taken in index order, so a result
 * depends on nothing but the values. All are NaN for too few values; inputs are never written to.
 */

/** A deviation of at most this share of the largest absolute value is rounding, not variation. */
const NO_VARIATION = 1e-12;

/** Sum with the rounding errors carried along; exact but for the last bit on all but the most adverse values. */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    const next = total + x;
    const part = next - total;
    lost += total - (next - part) + (x - part);
    total = next;
  }
  return total + lost;
}

/** Arithmetic mean; NaN without values. */
export const mean = (values: Float64Array): number => (values.length === 0 ? NaN : sum(values) / values.length);

/** Largest absolute value; 0 without values. */
export function largestMagnitude(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}

/** Deviation, or exactly 0 when it is no more than 1e-12 of the largest absolute value. */
export const withoutRounding = (deviation: number, largest: number): number =>
  deviation <= NO_VARIATION * largest ? 0 : deviation;

/**
 * Sample standard deviation (n - 1), two passes; exactly 0 for values that differ by rounding only. NaN below two
 * values.
 */
export function sampleDeviation(values: Float64Array, center = mean(values)): number {
  const n = values.length;
  if (n < 2) return NaN;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - center) * (values[i]! - center);
  return withoutRounding(Math.sqrt(squares / (n - 1)), largestMagnitude(values));
}

/**
 * Root of the mean of min(x, 0)^2 over all n values, not only over the negative ones; exactly 0 where that is
 * rounding. NaN without values.
 */
export function downsideDeviation(values: Float64Array): number {
  const n = values.length;
  if (n === 0) return NaN;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i]!;
    if (!(x >= 0)) squares += x * x;
  }
  return withoutRounding(Math.sqrt(squares / n), largestMagnitude(values));
}

/** Mean of (x - center)^order over all n values. NaN without values. */
export function centralMoment(values: Float64Array, order: 2 | 3 | 4, center = mean(values)): number {
  const n = values.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - center;
    const square = distance * distance;
    total += order === 2 ? square : order === 3 ? square * distance : square * square;
  }
  return total / n;
}

/** Ascending copy. */
export const ascending = (values: Float64Array): Float64Array => values.slice().sort();

/**
 * Quantile of ascending values by linear interpolation between order statistics, at position share * (n - 1) (type 7
 * of Hyndman and Fan, the default of numpy). NaN without values.
 */
export function quantile(sorted: Float64Array, share: number): number {
  const n = sorted.length;
  if (n === 0) return NaN;
  const position = share * (n - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return below + 1 < n ? low + (position - below) * (sorted[below + 1]! - low) : low;
}
