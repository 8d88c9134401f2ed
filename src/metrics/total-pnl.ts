import { defineMetric } from './_metric.js';

/** Final minus initial equity, quote currency. */
export default defineMetric({
  name: 'total_pnl',
  summary: 'Final minus initial equity',
  unit: 'quote currency',
  direction: 'maximize',
  compute: ({ finalEquity, initialEquity }) => finalEquity - initialEquity,
});
