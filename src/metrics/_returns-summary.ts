import { ascending, downsideDeviation, mean, sampleDeviation } from '../base/stats.js';
import { perRun } from './_per-run.js';

/** What several metrics want to know of the sampled returns (UTC-day closes or bars, per the run's rules). */
export interface ReturnsSummary {
  readonly count: number;
  /** NaN without returns. */
  readonly mean: number;
  /** Sample deviation, 0 when the returns differ by rounding only; NaN below two returns. */
  readonly deviation: number;
  /** Root of the mean of min(r, 0)^2 over all returns, 0 when that is rounding; NaN without returns. */
  readonly downside: number;
}

export const describeReturns = perRun<ReturnsSummary>(({ returns }) => {
  const center = mean(returns);
  return {
    count: returns.length,
    mean: center,
    deviation: sampleDeviation(returns, center),
    downside: downsideDeviation(returns),
  };
});

/** The returns in ascending order. */
export const orderedReturns = perRun(({ returns }) => ascending(returns));
