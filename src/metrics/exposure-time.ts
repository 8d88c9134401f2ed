import { defineMetric } from './_metric.js';

/**
 * Share of the bars of the run in which a position was open: at some moment, or in hedge mode at the close. 0 for a run without bars.
 */
export default defineMetric({
  name: 'exposure_time',
  summary: 'Share of bars with an open position',
  unit: 'fraction',
  direction: 'none',
  compute({ counters, isHedged, from, to }) {
    const bars = isHedged ? counters.openCloses : counters.exposedBars;
    return to > from ? bars / (to - from) : 0;
  },
});
