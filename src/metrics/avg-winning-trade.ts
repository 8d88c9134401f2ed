import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Mean net profit of the winning trades, quote currency; NaN without any. */
export default defineMetric({
  name: 'avg_winning_trade',
  summary: 'Mean net profit of the winning trades',
  unit: 'quote currency',
  direction: 'maximize',
  compute(run) {
    const { won, wins } = describeTrades(run);
    return ratio(won, wins);
  },
});
