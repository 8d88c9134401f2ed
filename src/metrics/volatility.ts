import { defineMetric } from './_metric.js';
import { describeReturns } from './_returns-summary.js';

/**
 * Sample deviation (n - 1) of the returns times the root of the periods a year; 0 when they do not vary or are fewer
 * than two.
 */
export default defineMetric({
  name: 'volatility',
  summary: 'Annualised deviation of the returns',
  unit: 'fraction',
  direction: 'minimize',
  compute(run) {
    const { count, deviation } = describeReturns(run);
    return count < 2 ? 0 : deviation * Math.sqrt(run.periodsPerYear);
  },
});
