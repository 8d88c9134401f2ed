import { defineMetric } from './_metric.js';

/** Longest time under a peak of the equity, from the peak to its recovery or the end of the run, in bars. */
export default defineMetric({
  name: 'max_drawdown_duration_bars',
  summary: 'Longest time under a peak, in bars',
  unit: 'bars',
  direction: 'minimize',
  compute: ({ drawdown }) => drawdown.longestBars,
});
