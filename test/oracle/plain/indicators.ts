/** The indicators of the trend strategy as their definitions have them: every value summed afresh, NaN where it is not defined. */

export interface Bars {
  readonly time: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  readonly volume: ArrayLike<number>;
}
export type Average = 'SMA' | 'EMA' | 'WMA';
type Values = ArrayLike<number>;

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Values f(first) .. f(last). */
const range = (first: number, last: number, f: (i: number) => number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => f(first + k));
const overBars = (x: Values, f: (i: number) => number): number[] => range(0, x.length - 1, f);

export function average(kind: Average, x: Values, n: number): number[] {
  const simple = (i: number) => (i < n - 1 ? NaN : mean(range(i - n + 1, i, (j) => x[j]!)));
  if (kind === 'SMA') return overBars(x, simple);
  if (kind === 'WMA') {
    const weighted = (i: number) => sum(range(1, n, (weight) => weight * x[i - n + weight]!)) / ((n * (n + 1)) / 2);
    return overBars(x, (i) => (i < n - 1 ? NaN : weighted(i)));
  }
  let e = NaN;
  return overBars(x, (i) => (e = i < n ? simple(i) : e + (2 / (n + 1)) * (x[i]! - e)));
}

const trueRange = ({ high, low, close }: Bars, i: number): number =>
  Math.max(high[i]! - low[i]!, Math.abs(high[i]! - close[i - 1]!), Math.abs(low[i]! - close[i - 1]!));

/** Wilder's mean of f, whose first value is that of bar `first`. */
function smoothed(n: number, first: number, length: number, f: (i: number) => number): number[] {
  const start = first + n - 1;
  let value = NaN;
  return range(0, length - 1, (i) => {
    if (i < start) return NaN;
    return (value = i === start ? mean(range(first, start, f)) : (value * (n - 1) + f(i)) / n);
  });
}

export const averageTrueRange = (bars: Bars, n: number): number[] =>
  smoothed(n, 1, bars.close.length, (i) => trueRange(bars, i));

export function directionalIndex(bars: Bars, n: number): number[] {
  const { high, low, close } = bars;
  const up = (i: number) => high[i]! - high[i - 1]!;
  const down = (i: number) => low[i - 1]! - low[i]!;
  const plus = smoothed(n, 1, close.length, (i) => (up(i) > down(i) && up(i) > 0 ? up(i) : 0));
  const minus = smoothed(n, 1, close.length, (i) => (down(i) > up(i) && down(i) > 0 ? down(i) : 0));
  const whole = averageTrueRange(bars, n);
  const dx = (i: number): number => {
    const [p, m] = whole[i] === 0 ? [0, 0] : [plus[i]! / whole[i]!, minus[i]! / whole[i]!];
    return p + m === 0 ? 0 : (100 * Math.abs(p - m)) / (p + m);
  };
  return smoothed(n, n, close.length, dx);
}

/** The last n simple returns at bar i; null before there are as many. */
export const returnsAt = ({ close }: Bars, i: number, n: number): number[] | null =>
  i < n ? null : range(i - n + 1, i, (j) => close[j]! / close[j - 1]! - 1);

/** Sample deviation; returns that differ by rounding only have none. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const sd = Math.sqrt(sum(values.map((v) => (v - centre) ** 2)) / (values.length - 1));
  return sd <= 1e-12 * Math.max(...values.map(Math.abs)) ? 0 : sd;
}
