import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import annualizedReturn from './annualized-return.js';

/**
 * Annualised return over maximum drawdown, both of the whole run. NaN without a drawdown.
 * Source: T. W. Young, "Calmar Ratio: A Smoother Tool", Futures 20(1), 1991.
 */
export default defineMetric({
  name: 'calmar_ratio',
  summary: 'Annualised return over maximum drawdown',
  unit: 'ratio',
  direction: 'maximize',
  compute: (run) => ratio(annualizedReturn.compute(run), run.drawdown.max),
});
