import { defineMetric } from './_metric.js';

/** Mean depth of the separate drawdowns of the equity at bar closes, positive; 0 without any. */
export default defineMetric({
  name: 'avg_drawdown',
  summary: 'Mean depth of the separate drawdowns',
  unit: 'fraction',
  direction: 'minimize',
  compute: ({ drawdown }) => (drawdown.count === 0 ? 0 : drawdown.depthSum / drawdown.count),
});
