import { defineMetric } from './_metric.js';

/** Times the account was liquidated. */
export default defineMetric({
  name: 'liquidations',
  summary: 'Times the account was liquidated',
  unit: 'count',
  direction: 'minimize',
  compute: ({ counters }) => counters.liquidations,
});
