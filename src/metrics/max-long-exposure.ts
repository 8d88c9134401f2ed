import { defineMetric } from './_metric.js';

/** Largest quantity held long at a close, base units; NaN over several symbols, whose units differ. */
export default defineMetric({
  name: 'max_long_exposure',
  summary: 'Largest quantity held long, base units',
  unit: 'ratio',
  direction: 'none',
  compute: ({ sides, markets }) => (markets.length > 1 ? NaN : sides.long.most),
});
