import { defineMetric } from './_metric.js';
import { sum } from '../base/stats.js';
import { describeInR } from './_trades-in-r.js';

/** Sum of the trades' results in R. NaN without a trade that had a stop. */
export default defineMetric({
  name: 'total_r',
  summary: 'Sum of the trades in multiples of their initial risk',
  unit: 'ratio',
  direction: 'maximize',
  compute(run) {
    const { values } = describeInR(run);
    return values.length > 0 ? sum(values) : NaN;
  },
});
