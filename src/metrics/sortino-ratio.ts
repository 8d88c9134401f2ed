import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeReturns } from './_returns-summary.js';

/**
 * Annualised Sortino ratio: mean over downside deviation of the returns, times the root of the periods a year; target
 * 0. The downside deviation is the root of the mean of min(r, 0)^2 over all returns, not over the losing ones only.
 * NaN below two returns and without losing ones.
 * Source: F. A. Sortino, L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing
 * 3(3), 1994.
 */
export default defineMetric({
  name: 'sortino_ratio',
  summary: 'Annualised mean over downside deviation of the returns',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { count, mean, downside } = describeReturns(run);
    return count < 2 ? NaN : ratio(mean, downside) * Math.sqrt(run.periodsPerYear);
  },
});
