import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Share of the orders placed by the strategy that were rejected; NaN without orders. */
export default defineMetric({
  name: 'rejection_rate',
  summary: 'Rejected over placed orders',
  unit: 'fraction',
  direction: 'minimize',
  compute: ({ counters }) => ratio(counters.ordersRejected, counters.ordersPlaced),
});
