import { quantile } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { describeInR } from './_trades-in-r.js';

/** Median of the trades' results in R. NaN without a trade that had a stop. */
export default defineMetric({
  name: 'median_r',
  summary: 'Median result of a trade in multiples of its initial risk',
  unit: 'ratio',
  direction: 'maximize',
  compute: (run) => quantile(describeInR(run).values.slice(), 0.5),
});
