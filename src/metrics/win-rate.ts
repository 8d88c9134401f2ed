import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';
import { describeTrades } from './_trades-summary.js';

/** Share of closed trades with a net profit above 0; NaN without trades. */
export default defineMetric({
  name: 'win_rate',
  summary: 'Share of trades with a net profit',
  unit: 'fraction',
  direction: 'maximize',
  compute(run) {
    const { wins, count } = describeTrades(run);
    return ratio(wins, count);
  },
});
