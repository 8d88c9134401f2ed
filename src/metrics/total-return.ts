import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Final over initial equity minus 1. Below -1 when a short lost more than there was. */
export default defineMetric({
  name: 'total_return',
  summary: 'Final over initial equity, minus 1',
  unit: 'fraction',
  direction: 'maximize',
  compute: ({ initialEquity, finalEquity }) => ratio(finalEquity, initialEquity) - 1,
});
