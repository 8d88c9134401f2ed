import { defineMetric } from './_metric.js';
import { describeInR } from './_trades-in-r.js';

/** Largest gain in R. NaN without a winner. */
export default defineMetric({
  name: 'largest_winner_r',
  summary: 'Best result of a trade in multiples of its initial risk',
  unit: 'ratio',
  direction: 'none',
  compute(run) {
    const { values, wins } = describeInR(run);
    return wins > 0 ? Math.max(...values) : NaN;
  },
});
