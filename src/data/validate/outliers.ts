import { mean, quantile, sampleDeviation } from '../../base/stats.js';

export const OUTLIER_METHODS = ['iqr', 'zscore', 'mad'] as const;
export type OutlierMethod = (typeof OUTLIER_METHODS)[number];

/** Bounds in the unit of each method: interquartile ranges beyond the quartiles, deviations, robust deviations. */
const BOUND = 3;
/** Median absolute deviation over standard deviation of a normal distribution. */
const NORMAL_MAD = 0.6745;
const SHOWN = 3;

/** A bar whose price moved unlike the others. */
export interface Outlier {
  /** Open of the bar. */
  readonly time: number;
  /** Its close over that of the bar before, less 1. */
  readonly move: number;
}

export interface OutlierReport {
  readonly method: OutlierMethod;
  /** Moves that were judged: those between bars that follow each other without a gap. */
  readonly moves: number;
  readonly count: number;
  /** The largest moves among the outliers, at most three, largest first. */
  readonly largest: readonly Outlier[];
}

/**
 * Moves from close to close that lie far from the others, by one of three usual rules: beyond the quartiles by more than 3 interquartile
 * ranges (`iqr`), more than 3 sample deviations from the mean (`zscore`), or a modified z-score, 0.6745 times the distance from the median
 * over the median of these distances, above 3 (`mad`; Iglewicz and Hoaglin 1993). Moves without any spread have no outliers. An outlier need
 * not be a fault: news move prices, too.
 */
export function findOutliers(
  time: Float64Array,
  close: Float64Array,
  intervalMs: number,
  method: OutlierMethod,
): OutlierReport {
  const at: number[] = [];
  for (let i = 1; i < time.length; i++) if (time[i]! - time[i - 1]! === intervalMs) at.push(i);
  const moves = Float64Array.from(at, (i) => close[i]! / close[i - 1]! - 1);
  const isOutlier = ruleOf(method, moves);
  const found = at
    .map((i, k): Outlier => ({ time: time[i]!, move: moves[k]! }))
    .filter(({ move }) => isOutlier(move))
    .sort((a, b) => Math.abs(b.move) - Math.abs(a.move) || a.time - b.time);
  return { method, moves: moves.length, count: found.length, largest: found.slice(0, SHOWN) };
}

function ruleOf(method: OutlierMethod, moves: Float64Array): (move: number) => boolean {
  if (method === 'iqr') {
    const [low, high] = [quantile(moves.slice(), 0.25), quantile(moves.slice(), 0.75)];
    const reach = BOUND * (high - low);
    return (move) => reach > 0 && (move < low - reach || move > high + reach);
  }
  if (method === 'zscore') {
    const center = mean(moves);
    const reach = BOUND * sampleDeviation(moves, center);
    return (move) => reach > 0 && Math.abs(move - center) > reach;
  }
  const center = quantile(moves.slice(), 0.5);
  const spread = quantile(
    moves.map((move) => Math.abs(move - center)),
    0.5,
  );
  return (move) => spread > 0 && (NORMAL_MAD * Math.abs(move - center)) / spread > BOUND;
}
