import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Mean net profit of a trade, quote currency; NaN without trades. */
export default defineMetric({
  name: 'expectancy',
  summary: 'Mean net profit of a trade',
  unit: 'quote currency',
  direction: 'maximize',
  compute(run) {
    const { won, lost, count } = describeTrades(run);
    return ratio(won + lost, count);
  },
});
