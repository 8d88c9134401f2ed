import { defineMetric } from './_metric.js';
import { describeInR } from './_trades-in-r.js';

/** Largest loss in R, negative. NaN without a loser. */
export default defineMetric({
  name: 'largest_loser_r',
  summary: 'Worst result of a trade in multiples of its initial risk',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { values, losses } = describeInR(run);
    return losses > 0 ? Math.min(...values) : NaN;
  },
});
