import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Share of the submitted orders that were rejected; NaN without orders. */
export default defineMetric({
  name: 'rejection_rate',
  summary: 'Rejected over submitted orders',
  unit: 'fraction',
  direction: 'minimize',
  compute: ({ counters }) => ratio(counters.ordersRejected, counters.ordersSubmitted),
});
