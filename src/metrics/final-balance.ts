import { defineMetric } from './_metric.js';

/** Final equity without the unrealised profit of positions left open, quote currency. */
export default defineMetric({
  name: 'final_balance',
  summary: 'Final equity without unrealised profit',
  unit: 'quote currency',
  direction: 'maximize',
  compute: ({ finalEquity, unrealizedPnl }) => finalEquity - unrealizedPnl,
});
