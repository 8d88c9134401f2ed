import { defineMetric } from './_metric.js';

/** Number of submitted orders, rejected ones included. */
export default defineMetric({
  name: 'total_orders',
  summary: 'Submitted orders',
  unit: 'count',
  direction: 'none',
  compute: ({ counters }) => counters.ordersSubmitted,
});
