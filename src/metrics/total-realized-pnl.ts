import { defineMetric } from './_metric.js';

/** Final minus initial equity without the unrealised profit of positions left open, quote currency. */
export default defineMetric({
  name: 'total_realized_pnl',
  summary: 'Profit without that of positions left open',
  unit: 'quote currency',
  direction: 'maximize',
  compute: ({ finalEquity, initialEquity, unrealizedPnl }) => finalEquity - initialEquity - unrealizedPnl,
});
