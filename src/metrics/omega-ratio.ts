import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/**
 * Sum of the gains over the sum of the losses among the returns, threshold 0. NaN without a losing return.
 * Source: C. Keating, W. F. Shadwick, "A Universal Performance Measure", Journal of Performance Measurement 6(3),
 * 2002.
 */
export default defineMetric({
  name: 'omega_ratio',
  summary: 'Sum of gaining over sum of losing returns',
  unit: 'ratio',
  direction: 'maximize',
  compute({ returns }) {
    let gains = 0;
    let losses = 0;
    for (let k = 0; k < returns.length; k++) {
      const r = returns[k]!;
      const size = Math.abs(r);
      // max(r, 0) and max(-r, 0), without a branch that every other return mispredicts.
      gains += (size + r) / 2;
      losses += (size - r) / 2;
    }
    return ratio(gains, losses);
  },
});
