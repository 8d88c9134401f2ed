import { defineMetric } from './_metric.js';

/** Share of the bars of the run in which a position was open at some moment; 0 for a run without bars. */
export default defineMetric({
  name: 'exposure_time',
  summary: 'Share of bars with an open position',
  unit: 'fraction',
  direction: 'none',
  compute: ({ counters, from, to }) => (to > from ? counters.exposedBars / (to - from) : 0),
});
