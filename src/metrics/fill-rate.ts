import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Share of the submitted orders that were filled; NaN without orders. */
export default defineMetric({
  name: 'fill_rate',
  summary: 'Filled over submitted orders',
  unit: 'fraction',
  direction: 'maximize',
  compute: ({ counters }) => ratio(counters.ordersFilled, counters.ordersSubmitted),
});
