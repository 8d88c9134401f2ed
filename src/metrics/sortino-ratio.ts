import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeReturns } from './_returns-summary.js';

/**
 * Annualised Sortino ratio: mean excess over downside deviation of the returns, times the root of the periods a year.
 * The target t is metrics.risk_free_rate a period, 0 by default; the downside deviation is the root of the mean of min(r - t, 0)^2 over all
 * returns, not over the losing ones only.
 * NaN below two returns, when they do not vary (a flat trial has no ratio, whatever t is) and without one below t.
 * Source: F. A. Sortino, L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing
 * 3(3), 1994.
 */
export default defineMetric({
  name: 'sortino_ratio',
  summary: 'Annualised mean over downside deviation of the returns',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { mean, deviation, downside, riskFree } = describeReturns(run);
    return deviation > 0 ? ratio(mean - riskFree, downside) * Math.sqrt(run.periodsPerYear) : NaN;
  },
});
