import { centralMoments, downsideDeviation, mean, quantile, sampleDeviation } from '../base/stats.js';
import { perRun } from './_per-run.js';

/** What several metrics want to know of the sampled returns (UTC-day closes or bars, per the run's rules). */
export interface ReturnsSummary {
  readonly count: number;
  /** NaN without returns. */
  readonly mean: number;
  /** Sample deviation, 0 when the returns differ by rounding only; NaN below two returns. */
  readonly deviation: number;
  /** What the risk-free rate yields between two samples. */
  readonly riskFree: number;
  /** Root of the mean of min(r - riskFree, 0)^2 over all returns, 0 when that is rounding; NaN without returns. */
  readonly downside: number;
}

export const describeReturns = perRun<ReturnsSummary>(({ returns, riskFreeRate, periodsPerYear }) => {
  const center = mean(returns);
  const riskFree = riskFreeRate / periodsPerYear;
  return {
    count: returns.length,
    mean: center,
    deviation: sampleDeviation(returns, center),
    riskFree,
    downside: downsideDeviation(returns, riskFree),
  };
});

/** Moments of the returns; NaN without returns. */
export const returnsMoments = perRun((run) => centralMoments(run.returns, describeReturns(run).mean));

/** 5 % and 95 % quantiles of the returns by linear interpolation; NaN without returns. */
export const returnsTails = perRun(({ returns }) => {
  const scratch = returns.slice();
  return { low: quantile(scratch, 0.05), high: quantile(scratch, 0.95) };
});
