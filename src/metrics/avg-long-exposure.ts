import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean quantity held long over the bars of the run, base units; NaN over several symbols, whose units differ, and without bars. */
export default defineMetric({
  name: 'avg_long_exposure',
  summary: 'Mean quantity held long, base units',
  unit: 'ratio',
  direction: 'none',
  compute: ({ sides, markets, from, to }) => (markets.length > 1 ? NaN : ratio(sides.long.held, to - from)),
});
