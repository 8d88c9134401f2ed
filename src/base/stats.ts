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
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i]!;
    squares += (x - center) * (x - center);
    largest = Math.max(largest, Math.abs(x));
  }
  return withoutRounding(Math.sqrt(squares / (n - 1)), largest);
}

/**
 * Root of the mean of min(x - target, 0)^2 over all n values, not only over those below; exactly 0 where that is rounding.
 * NaN without values.
 */
export function downsideDeviation(values: Float64Array, target = 0): number {
  const n = values.length;
  if (n === 0) return NaN;
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i]! - target;
    // min(x, 0), without a branch that every other return mispredicts.
    const below = (x - Math.abs(x)) / 2;
    squares += below * below;
    largest = Math.max(largest, Math.abs(x));
  }
  return withoutRounding(Math.sqrt(squares / n), largest);
}

/** Mean squares, cubes and fourth powers of the distances from the mean; NaN without values. */
export interface CentralMoments {
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

export function centralMoments(values: Float64Array, center = mean(values)): CentralMoments {
  const n = values.length;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - center;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  return { second: second / n, third: third / n, fourth: fourth / n };
}

/**
 * Quantile by linear interpolation between order statistics, at position share * (n - 1) of the ascending values (type 7
 * of Hyndman and Fan, the default of numpy). NaN without values. Reorders `scratch`: pass a copy of what must keep its
 * order.
 */
export function quantile(scratch: Float64Array, share: number): number {
  const n = scratch.length;
  if (n === 0) return NaN;
  const position = share * (n - 1);
  const k = Math.floor(position);
  const low = select(scratch, k);
  if (k + 1 === n) return low;
  let next = Infinity;
  for (let i = k + 1; i < n; i++) next = Math.min(next, scratch[i]!);
  return low + (position - k) * (next - low);
}

/**
 * The k-th smallest value; it stands at k afterwards, with nothing larger before it and nothing smaller behind.
 * Source: C. A. R. Hoare, "Algorithm 65: FIND", Communications of the ACM 4, 1961.
 */
function select(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[k]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (j < k) left = i;
    if (i > k) right = j;
  }
  return values[k]!;
}
