import { defineMetric } from './_metric.js';
import { returnsTails } from './_returns-summary.js';

/**
 * 5 % quantile of the returns by linear interpolation: one period in twenty is worse. Negative for a loss. NaN
 * without returns.
 */
export default defineMetric({
  name: 'var_95',
  summary: '5 % quantile of the returns',
  unit: 'fraction',
  direction: 'maximize',
  compute: (run) => returnsTails(run).low,
});
