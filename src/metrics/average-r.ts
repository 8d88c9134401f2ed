import { mean } from '../base/stats.js';
import { defineMetric } from './_metric.js';
import { describeInR } from './_trades-in-r.js';

/** Mean of the trades' results in R, as expectancy_r. NaN without a trade that had a stop. */
export default defineMetric({
  name: 'average_r',
  summary: 'Mean result of a trade in multiples of its initial risk, as expectancy_r',
  unit: 'ratio',
  direction: 'maximize',
  compute: (run) => mean(describeInR(run).values),
});
