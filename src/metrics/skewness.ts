import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeReturns, returnsMoments } from './_returns-summary.js';

/**
 * Skewness of the returns: m3 / m2^(3/2) with the plain moments (divided by n), as the probabilistic Sharpe ratio
 * wants it. NaN below three returns and when they do not vary.
 */
export default defineMetric({
  name: 'skewness',
  summary: 'Skewness of the returns (plain moments)',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { count, deviation } = describeReturns(run);
    if (count < 3 || deviation === 0) return NaN;
    const { second, third } = returnsMoments(run);
    return ratio(third, second * Math.sqrt(second));
  },
});
