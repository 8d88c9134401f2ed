import { mean } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { orderedReturns } from './_returns-summary.js';
import var95 from './var-95.js';

/**
 * Mean of the returns that are not above the 5 % quantile (expected shortfall). With fewer than 21 returns it is the
 * worst one. NaN without returns.
 */
export default defineMetric({
  name: 'cvar_95',
  summary: 'Mean of the returns at or below their 5 % quantile',
  unit: 'fraction',
  direction: 'maximize',
  compute(run) {
    const sorted = orderedReturns(run);
    const limit = var95.compute(run);
    let count = 0;
    while (count < sorted.length && sorted[count]! <= limit) count++;
    return mean(sorted.subarray(0, count));
  },
});
