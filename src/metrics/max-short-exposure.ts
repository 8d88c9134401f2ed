import { defineMetric } from './_metric.js';

/** Largest quantity held short at a close, base units; NaN over several symbols, whose units differ. */
export default defineMetric({
  name: 'max_short_exposure',
  summary: 'Largest quantity held short, base units',
  unit: 'ratio',
  direction: 'none',
  compute: ({ sides, markets }) => (markets.length > 1 ? NaN : sides.short.most),
});
