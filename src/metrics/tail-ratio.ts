import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { returnsTails } from './_returns-summary.js';

/**
 * Size of the 95 % quantile of the returns over that of the 5 % quantile. NaN without returns and when the lower
 * quantile is 0.
 */
export default defineMetric({
  name: 'tail_ratio',
  summary: '95 % over 5 % quantile of the returns, in size',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { low, high } = returnsTails(run);
    return ratio(Math.abs(high), Math.abs(low));
  },
});
