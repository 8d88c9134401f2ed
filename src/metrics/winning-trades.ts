import { defineMetric } from './_metric.js';
import { describeTrades } from './_trades-summary.js';

/** Number of closed trades with a net profit above 0. */
export default defineMetric({
  name: 'winning_trades',
  summary: 'Trades with a net profit',
  unit: 'count',
  direction: 'maximize',
  compute: (run) => describeTrades(run).wins,
});
