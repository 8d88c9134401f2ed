/**
 * Averages of decimal prices that are equal on paper differ by rounding only; this is more than that and less than
 * any tick.
 */
const TIE = 1e-12;

/**
 * Order of two averages: 1 when x is above y, -1 when below, 0 when they are equal within 1e-12 of y, NaN when one is
 * not defined. Every decision that compares averages uses it, so that rounding never makes a trade.
 */
export function compareAverages(x: number, y: number): number {
  const difference = x - y;
  if (Math.abs(difference) <= TIE * Math.abs(y)) return 0;
  if (difference > 0) return 1;
  return difference < 0 ? -1 : NaN;
}
