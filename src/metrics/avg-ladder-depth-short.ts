import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean number of entry limits that rested on the short side after a close; NaN without bars. */
export default defineMetric({
  name: 'avg_ladder_depth_short',
  summary: 'Mean number of resting short entries a bar',
  unit: 'ratio',
  direction: 'none',
  compute: ({ sides, from, to }) => ratio(sides.short.resting, to - from),
});
