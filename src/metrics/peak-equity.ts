import { defineMetric } from './_metric.js';

/** Highest equity at a bar close, quote currency; the starting equity where it was never above. */
export default defineMetric({
  name: 'peak_equity',
  summary: 'Highest equity at a bar close',
  unit: 'quote currency',
  direction: 'maximize',
  compute: ({ drawdown }) => drawdown.peak,
});
