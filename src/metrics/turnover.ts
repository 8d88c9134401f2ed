import { defineMetric } from './_metric.js';

/** Sum of |quantity * price| over all fills, quote currency. */
export default defineMetric({
  name: 'turnover',
  summary: 'Traded value of all fills',
  unit: 'quote currency',
  direction: 'none',
  compute: (run) => run.turnover,
});
