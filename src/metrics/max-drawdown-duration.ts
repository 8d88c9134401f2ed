import { defineMetric } from './_metric.js';

/** Longest time under a peak of the equity, from the peak to its recovery or the end of the run, ms. */
export default defineMetric({
  name: 'max_drawdown_duration',
  summary: 'Longest time under a peak',
  unit: 'ms',
  direction: 'minimize',
  compute: ({ drawdown }) => drawdown.longestMs,
});
