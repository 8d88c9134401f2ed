import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeReturns, returnsMoments } from './_returns-summary.js';

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
    const { count, deviation } = describeReturns(run);
    if (count < 4 || deviation === 0) return NaN;
    const { second, fourth } = returnsMoments(run);
    return ratio(fourth, second * second);
  },
});
