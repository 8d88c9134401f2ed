import { defineMetric } from './_metric.js';
import { ratio } from './_ratio.js';

/** Mean number of entry limits that rested on the long side after a close; NaN without bars. */
export default defineMetric({
  name: 'avg_ladder_depth_long',
  summary: 'Mean number of resting long entries a bar',
  unit: 'ratio',
  direction: 'none',
  compute: ({ sides, from, to }) => ratio(sides.long.resting, to - from),
});
