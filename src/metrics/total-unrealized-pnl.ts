import { defineMetric } from './_metric.js';

/** Unrealised profit at the last close of positions left open, quote currency; 0 when there are none. */
export default defineMetric({
  name: 'total_unrealized_pnl',
  summary: 'Unrealised profit of positions left open',
  unit: 'quote currency',
  direction: 'none',
  compute: ({ unrealizedPnl }) => unrealizedPnl,
});
