import { defineMetric } from './_metric.js';

/** Number of fills, those of the flatten at the end included; a partly filled order has several. */
export default defineMetric({
  name: 'total_fills',
  summary: 'Fills, the final flatten included',
  unit: 'count',
  direction: 'none',
  compute: ({ counters }) => counters.fills,
});
