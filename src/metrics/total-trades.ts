import { defineMetric } from './_metric.js';

/** Number of closed trades. */
export default defineMetric({
  name: 'total_trades',
  summary: 'Closed trades',
  unit: 'count',
  direction: 'maximize',
  compute: ({ trades }) => trades.count,
});
