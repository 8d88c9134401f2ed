import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Net profit of the trade that lost most, quote currency, negative; NaN without any. */
export default defineMetric({
  name: 'largest_losing_trade',
  summary: 'Net profit of the trade that lost most (negative)',
  unit: 'quote currency',
  direction: 'maximize',
  compute(run) {
    const { losses, largestLoss } = describeTrades(run);
    return losses > 0 ? largestLoss : NaN;
  },
});
