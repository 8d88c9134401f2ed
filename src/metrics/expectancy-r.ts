import { defineMetric } from './_metric.js';
import { mean } from '../base/stats.js';
import { describeInR } from './_trades-in-r.js';

/** Mean of the trades' results in R. NaN without a trade that had a stop. */
export default defineMetric({
  name: 'expectancy_r',
  summary: 'Mean result of a trade in multiples of its initial risk',
  unit: 'ratio',
  direction: 'maximize',
  compute: (run) => mean(describeInR(run).values),
});
