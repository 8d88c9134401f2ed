import { defineMetric } from './_metric.js';

/**
 * Largest loss from a peak of the equity at bar closes, as a positive fraction of the peak. The starting equity is
 * the first peak; above 1 when more was lost than there was.
 */
export default defineMetric({
  name: 'max_drawdown',
  summary: 'Largest loss from a peak of the equity at bar closes',
  unit: 'fraction',
  direction: 'minimize',
  compute: ({ drawdown }) => drawdown.max,
});
