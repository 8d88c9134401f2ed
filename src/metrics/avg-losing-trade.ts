import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Mean net profit of the losing trades, quote currency, negative; NaN without any. */
export default defineMetric({
  name: 'avg_losing_trade',
  summary: 'Mean net profit of the losing trades (negative)',
  unit: 'quote currency',
  direction: 'maximize',
  compute(run) {
    const { lost, losses } = describeTrades(run);
    return ratio(lost, losses);
  },
});
