import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeReturns } from './_returns-summary.js';

/**
 * Annualised Sharpe ratio: mean excess over sample deviation (n - 1) of the returns, times the root of the periods a
 * year; the excess is over metrics.risk_free_rate, 0 by default. NaN below two returns and when they do not vary, so that a flat trial cannot win.
 * Source: W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21(1), 1994.
 */
export default defineMetric({
  name: 'sharpe_ratio',
  summary: 'Annualised mean over deviation of the returns',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { mean, deviation, riskFree } = describeReturns(run);
    return ratio(mean - riskFree, deviation) * Math.sqrt(run.periodsPerYear);
  },
});
