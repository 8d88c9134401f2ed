import { centralMoment } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { describeReturns } from './_returns-summary.js';

/**
 * Kurtosis of the returns, 3 for a normal distribution: m4 / m2^2 with the plain moments (divided by n), as the
 * probabilistic Sharpe ratio wants it. NaN below four returns and when they do not vary.
 */
export default defineMetric({
  name: 'kurtosis',
  summary: 'Kurtosis of the returns (plain moments, normal = 3)',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { count, mean, deviation } = describeReturns(run);
    if (count < 4 || deviation === 0) return NaN;
    const variance = centralMoment(run.returns, 2, mean);
    return centralMoment(run.returns, 4, mean) / (variance * variance);
  },
});
