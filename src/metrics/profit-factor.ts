import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Sum of net wins over sum of net losses. NaN when there is no loss, which `no_losses` tells; never infinite. */
export default defineMetric({
  name: 'profit_factor',
  summary: 'Net profit of the winners over net loss of the losers',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { won, lost } = describeTrades(run);
    return ratio(won, -lost);
  },
});
