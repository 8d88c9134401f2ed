import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Share of the submitted entry orders that filled; NaN without any. */
export default defineMetric({
  name: 'ladder_fill_rate',
  summary: 'Filled over submitted entry orders',
  unit: 'fraction',
  direction: 'maximize',
  compute: ({ counters }) => ratio(counters.entriesFilled, counters.entriesSubmitted),
});
